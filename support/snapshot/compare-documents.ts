import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Collection, type CollectOptions, collectDocuments } from './collect-documents.ts';
import type { DocumentSource } from './document-source.ts';
import { contentRecordBytes, digestBytes, idRecordBytes, partitionCount, readIdRecord } from './record.ts';
import { readPartition } from './spill.ts';

/** Documents that two deployments have in common, of one table. The total is exact; examples are a few. */
export interface Overlap {
  /** The table in the one and in the other deployment: ids carry their table, but nothing keeps a copy from being renamed. */
  tables: readonly [string, string];
  total: number;
  examples: readonly (readonly [string, string])[];
}

export interface DocumentComparison {
  sources: readonly [string, string];
  /** Documents read, a table at a time. */
  counts: readonly { table: string; documents: readonly [number, number]; sampled: readonly [number, number] }[];
  /** Documents whose content is so short that two are alike by chance: they are compared by id alone. */
  tooShort: readonly [number, number];
  /** The same id in both: a shared database, or a copied one. */
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
  /** Where what is read is kept for a later run; a temporary folder, removed at the end, where left out. */
  progressDirectory?: string;
}

const mostExamples = 5;

/**
 * Compares ids and contents of all documents of two deployments in bounded memory: both are spread over partitions on
 * disk by a hash, and one partition is held at a time.
 */
export async function compareDocuments(
  left: DocumentSource,
  right: DocumentSource,
  { oneIn = 1, exclude = [], onProgress, progressDirectory }: CompareOptions = {},
): Promise<DocumentComparison> {
  const directory = progressDirectory ?? (await mkdtemp(path.join(tmpdir(), 'airlock-documents-')));
  try {
    const [leftTables, rightTables] = await Promise.all([left.tables(), right.tables()]);
    const tables = [...new Set([...leftTables, ...rightTables])].filter((table) => !exclude.includes(table)).sort();
    const common = { oneIn, tables, ...(onProgress && { onProgress }) };
    // Where the network is waited for, both are read at once; unpacking keeps a processor busy by itself.
    const inTurn = left.state !== undefined || right.state !== undefined;
    const first = collectDocuments(left, { ...common, directory: path.join(directory, 'left') });
    if (inTurn) await first;
    const second = collectDocuments(right, { ...common, directory: path.join(directory, 'right') });
    const collections = await bothEnded(first, second);
    const comparison = judgeOverlap(collections, tables, oneIn);
    // The next run compares what is there then.
    if (progressDirectory !== undefined) await rm(progressDirectory, { recursive: true, force: true });
    return comparison;
  } finally {
    if (progressDirectory === undefined) await rm(directory, { recursive: true, force: true });
  }
}

/** Waits for both also where one breaks: its files may still be written. */
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
      // The document itself, under its own id, is told of already.
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
 * How probable it is that a sample misses every one of some shared documents: each is in the sample with the same chance,
 * by its id, on both sides alike.
 */
export function missProbability(oneIn: number, shared: number): number {
  return (1 - 1 / oneIn) ** shared;
}
