import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSite } from '../fixtures/twin/site/build-site.ts';
import {
  compareFunctions,
  type DeployedFunction,
  readBundleReferences,
  readSourceReferences,
  type Validator,
} from '../support/contract/index.ts';
import { median } from './median.ts';

const sourceFiles = 5_000;
const bundleMegabytes = 20;
const functions = 10_000;
const runs = 3;

export interface ContractFigures {
  sourceMs: number;
  bundleMs: number;
  /** The same where every chunk calls Convex, so that every byte has to be parsed. */
  bundleOfCallersMs: number;
  /** Most that the heap and buffers grew by while the bundle was read, in megabytes; its largest file is `largestMegabytes`. */
  bundleMemoryMegabytes: number;
  largestMegabytes: number;
  compareMs: number;
}

/**
 * Measures the reading of references from a generated source tree of 5,000 files and from a bundle of 20 MB, and the comparison of 10,000
 * functions: medians of three runs.
 * @throws Error where a run does not find what was generated, because the time of a wrong result says nothing
 */
export async function benchContract(): Promise<ContractFigures> {
  const folder = await mkdtemp(path.join(tmpdir(), 'airlock-bench-'));
  try {
    const sourceMs = await benchSource(path.join(folder, 'source'));
    const bundle = await benchBundle(path.join(folder, 'bundle'), false);
    const { bundleMs: bundleOfCallersMs } = await benchBundle(path.join(folder, 'bundle-of-callers'), true);
    return { sourceMs, ...bundle, bundleOfCallersMs, compareMs: benchCompare() };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One file in two names functions; the others are components, types and constants as a front end has them. */
async function benchSource(root: string): Promise<number> {
  for (let index = 0; index < sourceFiles; index += 1) {
    const file = path.join(root, `src/area-${index % 50}/part-${index}.tsx`);
    await mkdir(path.dirname(file), { recursive: true });
    const body = Array.from(
      { length: 12 },
      (_, line) => `export const label${line} = (count: number) => <p title="${line}">{count + ${line}}</p>;`,
    );
    const calls =
      index % 2 === 0
        ? `import { useQuery, useMutation } from 'convex/react';\nimport { api } from '../../convex/_generated/api';\nexport function Part${index}() {\n  const rows = useQuery(api.area${index % 50}.list.rows${index}, {});\n  const save = useMutation(api.area${index % 50}.write.save${index});\n  return <button onClick={() => save({})}>{rows?.length}</button>;\n}\n`
        : '';
    await writeFile(
      file,
      `import type { ReactNode } from 'react';\n${calls}export type Node${index} = ReactNode;\n${body.join('\n')}\n`,
    );
  }
  return await timed(async () => {
    const { references } = await readSourceReferences({ root });
    expectCount('references of the source', references.length, sourceFiles);
  });
}

/** The twin's own entry chunk, then chunks of the same code without Convex's; each eighth is a page's of sixty kilobytes that calls functions. */
async function benchBundle(
  folder: string,
  allCall: boolean,
): Promise<Pick<ContractFigures, 'bundleMs' | 'bundleMemoryMegabytes' | 'largestMegabytes'>> {
  await mkdir(folder, { recursive: true });
  const { directory } = await buildSite();
  const page = await readFile(path.join(directory, 'index.html'), 'utf8');
  const entryName = /\/assets\/(index-[\w-]+\.js)/.exec(page)?.[1] ?? '';
  const entry = await readFile(path.join(directory, 'assets', entryName), 'utf8');
  const exported = /import\{[^}]*\b(\w+) as e\b/.exec(await lazyChunk(directory))?.[1] ?? 'a';
  // Without the client, and without exports: a vendor's code, as far as a parser is concerned.
  const vendor = entry.replace(/API path is expected/g, 'path').replace(/export\{[^}]*\};?\s*$/, '');
  const files: { url: string; file: string }[] = [];
  const add = async (name: string, text: string) => {
    const file = path.join(folder, name);
    await writeFile(file, text);
    files.push({ url: `https://site.example/assets/${name}`, file });
  };
  await add(entryName, entry);
  let size = entry.length;
  let calls = 0;
  for (let index = 0; size < bundleMegabytes * 1e6; index += 1) {
    const isCaller = allCall || index % 8 === 0;
    const head = isCaller
      ? `import{${exported} as api$}from"./${entryName}";api$.bench.part${index}.run;f(api$.bench.part${index}.run);`
      : '';
    calls += isCaller ? 1 : 0;
    const text = head + (isCaller && !allCall ? smallCode(index) : vendor);
    await add(`chunk-${index}.js`, text);
    size += text.length;
  }
  let most = 0;
  const before = memory();
  const bundleMs = await timed(async () => {
    const found = await readBundleReferences(
      files.map(({ url, file }) => ({
        url,
        read: async () => {
          most = Math.max(most, memory() - before);
          return await readFile(file, 'utf8');
        },
      })),
    );
    const mine = found.references.filter(({ path: name }) => name.startsWith('bench/'));
    expectCount('references of the bundle', mine.length, calls);
  });
  return { bundleMs, bundleMemoryMegabytes: most / 1e6, largestMegabytes: entry.length / 1e6 };
}

/** About sixty kilobytes of a page's own code. */
function smallCode(seed: number): string {
  return Array.from(
    { length: 1_000 },
    (_, index) => `function p${index}(e,t){return e.a${seed}?t(e.b+${index}):(0,u.jsx)("p",{children:e.c})}`,
  ).join('');
}

async function lazyChunk(directory: string): Promise<string> {
  const entries = await (await import('node:fs/promises')).readdir(path.join(directory, 'assets'));
  const name = entries.find((each) => /^incidents-page-.*\.js$/.test(each)) ?? '';
  return readFile(path.join(directory, 'assets', name), 'utf8');
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

function memory(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function expectCount(what: string, seen: number, expected: number): void {
  if (seen !== expected) throw new Error(`bench of the contract: expected ${expected} ${what}, saw ${seen}`);
}
