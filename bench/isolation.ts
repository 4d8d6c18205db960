/** Time and memory for comparing all documents of two deployments, next to `sort` and `comm`. */
import { execFileSync, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { generateDocuments } from '../fixtures/snapshots/generate-documents.ts';
import { writeSnapshot } from '../fixtures/snapshots/write-snapshot.ts';
import { median } from './median.ts';
import { gateRunMs, latencyMs, startNearAndFar } from './near-and-far.ts';

/** How many documents of dev each export of prod contains. */
export const copiedDocuments = 3;

export interface IsolationFigures {
  documents: number;
  /** Comparing both exports in a separate process, from ZIP to findings. */
  compareMs: number;
  /** Peak memory of that process. */
  peakMegabytes: number;
  microsecondsPerDocument: number;
  /** `sort` and `comm` on the same ids, without reading the exports. */
  sortAndCommMs: number;
}

/** Compares exports of several sizes with three copied documents each. @throws Error if these are not found */
export async function benchIsolation(
  sizes: readonly number[] = [10_000, 100_000, 1_000_000],
): Promise<IsolationFigures[]> {
  const figures: IsolationFigures[] = [];
  for (const documents of sizes) figures.push(await measure(documents));
  return figures;
}

/** Writes an export of dev and one of prod, and the ids of each beside it. @returns both exports */
export async function writeBothExports(directory: string, documents: number): Promise<[dev: string, prod: string]> {
  const inside = (name: string) => path.join(directory, name);
  const dev = () => generateDocuments({ namespace: 'dev', count: documents });
  const prod = function* () {
    yield* generateDocuments({ namespace: 'prod', count: documents - copiedDocuments });
    yield* generateDocuments({ namespace: 'dev', count: copiedDocuments, first: Math.floor(documents / 2) });
  };

  for (const [name, source] of [
    ['dev', dev],
    ['prod', prod],
  ] as const) {
    await writeSnapshot(inside(`${name}.zip`), { tables: { incidents: source() }, compressionLevel: 1 });
    await pipeline(Readable.from(idLines(source())), createWriteStream(inside(`${name}.ids`)));
  }
  return [inside('dev.zip'), inside('prod.zip')];
}

async function measure(documents: number): Promise<IsolationFigures> {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'airlock-bench-'));
  const inside = (name: string) => path.join(directory.path, name);
  const [dev, prod] = await writeBothExports(directory.path, documents);
  const { compareMs, peakMegabytes } = await comparedElsewhere(dev, prod);
  const started = performance.now();
  const options = { env: { ...process.env, LC_ALL: 'C' } };
  for (const name of ['dev', 'prod'])
    execFileSync('sort', ['-o', inside(`${name}.sorted`), inside(`${name}.ids`)], options);
  const common = execFileSync('comm', ['-12', inside('dev.sorted'), inside('prod.sorted')], options).toString();
  const sortAndCommMs = performance.now() - started;
  if (common.trim().split('\n').length !== copiedDocuments)
    throw new Error(`sort and comm found different ids: ${common}`);

  return {
    documents,
    compareMs,
    peakMegabytes,
    microsecondsPerDocument: (compareMs * 1000) / (2 * documents),
    sortAndCommMs,
  };
}

function* idLines(documents: Iterable<{ _id: string }>): Iterable<string> {
  let chunk = '';
  for (const { _id } of documents) {
    chunk += `${_id}\n`;
    if (chunk.length < 65_536) continue;
    yield chunk;
    chunk = '';
  }

  yield chunk;
}

/** In a separate process, so that the generated data does not count as its memory. */
async function comparedElsewhere(left: string, right: string): Promise<{ compareMs: number; peakMegabytes: number }> {
  const child = spawn(
    process.execPath,
    [path.join(import.meta.dirname, 'compare-exports.ts'), left, right, String(copiedDocuments)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`the comparison exited with ${code}`);

  return JSON.parse(said) as { compareMs: number; peakMegabytes: number };
}

export interface AuditFigures {
  latencyMs: number;
  /** The whole audit of the twin with latency, including start-up of the runner. */
  auditMs: number;
  /** The same without latency. */
  nearMs: number;
}

/** Runs the audit of the twin with and without latency: medians of three runs. */
export async function benchAudit(): Promise<AuditFigures> {
  await using twins = await startNearAndFar();
  const { near, far } = twins;
  const [nearMs, auditMs]: [number[], number[]] = [[], []];

  for (let run = 0; run < 3; run += 1) {
    nearMs.push(await gateRunMs('isolation', near.project));
    auditMs.push(await gateRunMs('isolation', far.project));
  }

  return { latencyMs, auditMs: median(auditMs), nearMs: median(nearMs) };
}

if (import.meta.main) {
  const audit = await benchAudit();
  process.stdout.write(
    `audit          ${audit.auditMs.toFixed(0)} ms with ${audit.latencyMs} ms latency, ${audit.nearMs.toFixed(0)} ms without (goal: at most 3000)\n`,
  );
  for (const figures of await benchIsolation()) {
    const { documents, compareMs, peakMegabytes, microsecondsPerDocument, sortAndCommMs } = figures;
    process.stdout.write(
      `documents      ${String(documents).padStart(7)} against as many  ${(compareMs / 1000).toFixed(2).padStart(6)} s  ${String(peakMegabytes).padStart(4)} MB  ${microsecondsPerDocument.toFixed(1)} µs each; sort and comm of the ids alone ${(sortAndCommMs / 1000).toFixed(2)} s\n`,
    );
  }
}
