import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type BuiltBundle, writeBuiltBundle } from '../fixtures/frontends/built-bundle.ts';
import { askChecker } from '../fixtures/frontends/checker-witness.ts';
import { sourceFiles, sourceTree } from '../fixtures/frontends/large-tree.ts';
import { startTypedFrontend } from '../fixtures/frontends/start-frontend.ts';
import {
  compareFunctions,
  type DeployedFunction,
  readSourceReferences,
  type Validator,
} from '../support/contract/index.ts';
import { median } from './median.ts';

const bundleMegabytes = 20;
const functions = 10_000;
const runs = 3;

export interface ContractFigures {
  sourceMs: number;
  /** The time that the TypeScript checker needs for the same result. */
  checkerMs: number;
  checkerRatio: number;
  /** For a bundle in which every chunk calls Convex. */
  bundleMs: number;
  bundleMegabytes: number;
  bundleFiles: number;
  largestMegabytes: number;
  /** The peak memory while reading the bundle, and while reading one four times as large. */
  peakMegabytes: number;
  peakMegabytesOfFourTimesThat: number;
  compareMs: number;
}

/**
 * Measures reading references from a generated source tree of 5,000 files (and the TypeScript checker on the same files), reading them
 * from a bundle of 20 MB, and comparing 10,000 functions: medians of three runs.
 * @throws Error if a run does not find what was generated, because the time of a wrong result is meaningless
 */
export async function benchContract(): Promise<ContractFigures> {
  const folder = await mkdtemp(path.join(tmpdir(), 'airlock-bench-'));
  try {
    return { ...(await benchSource()), ...(await benchBundle(folder)), compareMs: benchCompare() };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Every second file refers to functions; the others contain components, types and constants. The backend's types are those that
 * Convex's CLI generates, so that the TypeScript checker can find the references in the same files, in the same run.
 */
async function benchSource(): Promise<Pick<ContractFigures, 'sourceMs' | 'checkerMs' | 'checkerRatio'>> {
  await using frontend = await startTypedFrontend(sourceTree());
  const { root } = frontend;
  const sourceMs = await timed(async () => {
    const { references } = await readSourceReferences({ root });
    expectCount('references of the source', references.length, sourceFiles);
  });
  const started = performance.now();
  expectCount('references of the checker', askChecker(root, { diagnose: false }).references.length, sourceFiles);
  const checkerMs = performance.now() - started;

  return { sourceMs, checkerMs, checkerRatio: checkerMs / sourceMs };
}

/**
 * Reads the chunks of a built site, of 50 to 500 kilobytes, all of which call Convex, in separate processes: one bundle of 20 MB and one
 * four times as large, to show how memory grows with the size.
 */
async function benchBundle(
  folder: string,
): Promise<Omit<ContractFigures, 'sourceMs' | 'checkerMs' | 'checkerRatio' | 'compareMs'>> {
  const bundle = await writeBuiltBundle(path.join(folder, 'one'), bundleMegabytes);
  const large = await writeBuiltBundle(path.join(folder, 'four'), bundleMegabytes * 4);
  const readings: BundleReading[] = [];
  for (let index = 0; index < runs; index += 1) readings.push(await readAlone(path.join(folder, 'one'), bundle));
  const four = await readAlone(path.join(folder, 'four'), large);

  return {
    bundleMs: median(readings.map(({ readMs }) => readMs)),
    bundleMegabytes: bundle.bytes / 1e6,
    bundleFiles: bundle.files.length,
    largestMegabytes: bundle.largestBytes / 1e6,
    peakMegabytes: median(readings.map(({ peakMegabytes }) => peakMegabytes)),
    peakMegabytesOfFourTimesThat: four.peakMegabytes,
  };
}

interface BundleReading {
  references: number;
  unresolved: number;
  readMs: number;
  peakMegabytes: number;
}

async function readAlone(folder: string, bundle: BuiltBundle): Promise<BundleReading> {
  const script = path.resolve('fixtures/frontends/read-bundle-alone.ts');
  // With a limited heap, the figure does not include garbage that V8 has not collected.
  const { stdout } = await promisify(execFile)(process.execPath, ['--max-old-space-size=32', script, folder]);
  const reading = JSON.parse(stdout) as BundleReading;
  expectCount('references of the bundle', reading.references, bundle.references);
  expectCount('unresolved references of the bundle', reading.unresolved, bundle.unresolved);

  return reading;
}

function benchCompare(): number {
  const args: Validator = {
    type: 'object',
    value: {
      siteId: { fieldType: { type: 'id', tableName: 'sites' }, optional: false },
      title: { fieldType: { type: 'string' }, optional: true },
      severity: {
        fieldType: { type: 'union', value: ['low', 'medium', 'high'].map((value) => ({ type: 'literal', value })) },
        optional: false,
      },
      tags: { fieldType: { type: 'array', value: { type: 'string' } }, optional: true },
    },
  };
  const all = Array.from(
    { length: functions },
    (_, index): DeployedFunction => ({
      path: `area${index % 100}/list:run${index}`,
      kind: 'query',
      isPublic: true,
      args,
      returns: { type: 'array', value: args },
    }),
  );
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    expectCount('functions compared', compareFunctions(all, all).compared, functions);
    return performance.now() - start;
  });

  return median(times);
}

async function timed(run: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < runs; index += 1) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }

  return median(times);
}

function expectCount(what: string, seen: number, expected: number): void {
  if (seen !== expected) throw new Error(`contract benchmark: expected ${expected} ${what}, saw ${seen}`);
}
