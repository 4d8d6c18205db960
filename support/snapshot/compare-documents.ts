import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { temporaryPrefix } from '../files/temporary-folder.ts';
import { type Collection, type CollectOptions, collectDocuments } from './collect-documents.ts';
import type { DocumentSource } from './document-source.ts';
import { contentRecordBytes, digestBytes, idRecordBytes, partitionCount, readIdRecord } from './record.ts';
import { readPartition } from './spill.ts';

/** Documents that two deployments have in common, for one pair of tables. The total is exact; `examples` has only a few. */
export interface Overlap {
  /** The table on each side. Ids contain their table, but a copied table may have been renamed. */
  tables: readonly [string, string];
  total: number;
  examples: readonly (readonly [string, string])[];
}

export interface DocumentComparison {
  sources: readonly [string, string];
  /** Documents read, per table. */
  counts: readonly { table: string; documents: readonly [number, number]; sampled: readonly [number, number] }[];
  /** Documents whose content is so short that equality may be chance: they are compared by id only. */
  tooShort: readonly [number, number];
  /** The same id on both sides: a shared database, or a copied one. */
  sameId: readonly Overlap[];
  /** The same content under another id: copied data. */
  sameContent: readonly Overlap[];
  oneIn: number;
  resumed: number;
}

export interface CompareOptions {
  oneIn?: number;
  exclude?: readonly string[];
  onProgress?: CollectOptions['onProgress'];
  /** Where the collected records are kept for a later run; by default a temporary folder that is removed at the end. */
  progressDirectory?: string;
}

const mostExamples = 5;

/**
 * Compares the ids and contents of all documents of two deployments in bounded memory: both are partitioned on disk by a
 * hash, and one partition is loaded at a time.
 * @throws DocumentsUnreadable from either source
 */
export async function compareDocuments(
  left: DocumentSource,
  right: DocumentSource,
  { oneIn = 1, exclude = [], onProgress, progressDirectory }: CompareOptions = {},
): Promise<DocumentComparison> {
  const directory = progressDirectory ?? (await mkdtemp(temporaryPrefix('documents')));
  try {
    const [leftTables, rightTables] = await Promise.all([left.tables(), right.tables()]);
    const tables = [...new Set([...leftTables, ...rightTables])].filter((table) => !exclude.includes(table)).sort();
    const common = { oneIn, tables, ...(onProgress && { onProgress }) };
    // Live deployments are read concurrently, because they wait for the network; decompressing an export already uses one processor fully.
    const inTurn = left.state !== undefined || right.state !== undefined;
    const first = collectDocuments(left, { ...common, directory: path.join(directory, 'left') });
    if (inTurn) await first;
    const second = collectDocuments(right, { ...common, directory: path.join(directory, 'right') });
    const collections = await bothEnded(first, second);
    const comparison = judgeOverlap(collections, tables, oneIn);
    // The next run starts with fresh data.
    if (progressDirectory !== undefined) await rm(progressDirectory, { recursive: true, force: true });

    return comparison;
  } finally {
    if (progressDirectory === undefined) await rm(directory, { recursive: true, force: true });
  }
}

/** Waits for both even if one fails, because the other may still be writing files. */
async function bothEnded(first: Promise<Collection>, second: Promise<Collection>): Promise<[Collection, Collection]> {
  await Promise.allSettled([first, second]);
  return Promise.all([first, second]);
}

function judgeOverlap(
  [left, right]: readonly [Collection, Collection],
  names: readonly string[],
  oneIn: number,
): DocumentComparison {
  const sameId = new OverlapCounter(names);
  const sameContent = new OverlapCounter(names);
  for (let partition = 0; partition < partitionCount; partition += 1) {
    const theirs = new Map<string, number>();
    for (const { id, table } of idRecords(right, partition)) theirs.set(id, table);
    for (const { id, table } of idRecords(left, partition)) {
      const other = theirs.get(id);
      if (other !== undefined) sameId.add(table, other, id, id);
    }
  }

  for (let partition = 0; partition < partitionCount; partition += 1) {
    const theirs = new Map<string, Set<string>>();
    for (const { key, id } of contentRecords(right, partition)) {
      const ids = theirs.get(key);
      if (ids) ids.add(id);
      else theirs.set(key, new Set([id]));
    }

    for (const { key, id, table } of contentRecords(left, partition)) {
      const ids = theirs.get(key);
      // The same document under its own id is already in `sameId`.
      if (ids === undefined || ids.has(id)) continue;
      sameContent.add(table, table, id, [...ids][0] ?? '');
    }
  }

  const tables = [...new Set([...Object.keys(left.tables), ...Object.keys(right.tables)])].sort();
  return {
    sources: [left.source, right.source],
    counts: tables.map((table) => ({
      table,
      documents: [left.tables[table]?.documents ?? 0, right.tables[table]?.documents ?? 0],
      sampled: [left.tables[table]?.sampled ?? 0, right.tables[table]?.sampled ?? 0],
    })),
    tooShort: [tooShortOf(left), tooShortOf(right)],
    sameId: sameId.overlaps(),
    sameContent: sameContent.overlaps(),
    oneIn,
    resumed: left.resumed + right.resumed,
  };
}

function tooShortOf({ tables }: Collection): number {
  return Object.values(tables).reduce((sum, { tooShort }) => sum + tooShort, 0);
}

function* idRecords({ directory }: Collection, partition: number): Iterable<{ id: string; table: number }> {
  const buffer = readPartition(directory, 'ids', partition);
  for (let offset = 0; offset < buffer.length; offset += idRecordBytes) yield readIdRecord(buffer, offset);
}

function* contentRecords(
  { directory }: Collection,
  partition: number,
): Iterable<{ key: string; id: string; table: number }> {
  const buffer = readPartition(directory, 'contents', partition);
  for (let offset = 0; offset < buffer.length; offset += contentRecordBytes) {
    const record = readIdRecord(buffer, offset + digestBytes);
    yield { key: `${buffer.toString('latin1', offset, offset + digestBytes)}${record.table}`, ...record };
  }
}

class OverlapCounter {
  readonly #names: readonly string[];
  readonly #found = new Map<string, { tables: [string, string]; total: number; examples: [string, string][] }>();

  constructor(names: readonly string[]) {
    this.#names = names;
  }

  add(leftTable: number, rightTable: number, leftId: string, rightId: string): void {
    const key = `${leftTable} ${rightTable}`;
    let overlap = this.#found.get(key);
    if (overlap === undefined) {
      overlap = { tables: [this.#names[leftTable] ?? '?', this.#names[rightTable] ?? '?'], total: 0, examples: [] };
      this.#found.set(key, overlap);
    }

    overlap.total += 1;
    if (overlap.examples.length < mostExamples) overlap.examples.push([leftId, rightId]);
  }

  overlaps(): Overlap[] {
    return [...this.#found.values()].sort((one, other) => one.tables[0].localeCompare(other.tables[0], 'en'));
  }
}

/**
 * The probability that a sample misses all of a number of shared documents. Each is sampled with the same probability, by its
 * id, and so on both sides alike.
 */
export function missProbability(oneIn: number, shared: number): number {
  return (1 - 1 / oneIn) ** shared;
}
