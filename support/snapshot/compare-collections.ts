import type { Collection } from './collect-documents.ts';
import { type ContentMatch, matchContents } from './match-contents.ts';
import { type IdRecord, idRecordBytes, partitionCount, readIdRecord } from './record.ts';
import { RecordReader, readPartition } from './spill.ts';

/** Documents that two deployments have in common, for one pair of tables. The total is exact; `examples` has only a few. */
export interface Overlap {
  /** The table on each side. Ids contain their table, but a copied table may have been renamed. */
  tables: readonly [string, string];
  total: number;
  /** Of these, the ones that differ in one field. */
  altered: number;
  /** Of these, the ones that differ in several fields, and are half of the document or more without them. */
  partly?: number;
  examples: readonly (readonly [string, string])[];
}

export interface DocumentComparison {
  sources: readonly [string, string];
  /** Documents read, per table. */
  counts: readonly { table: string; documents: readonly [number, number]; sampled: readonly [number, number] }[];
  /** Documents whose content is so short that equality may be chance: they are compared by id and by id and time of creation. */
  tooShort: readonly [number, number];
  /** Documents with contents, ids apart, that many others on both sides have too: which is a copy of which cannot be told. */
  alike: readonly [number, number];
  /** The same id on both sides: a shared database, or a copied one. */
  sameId: readonly Overlap[];
  /** The same content under another id, in whatever table: copied data. */
  sameContent: readonly Overlap[];
  oneIn: number;
  resumed: number;
}

const mostExamples = 5;
/** Fewer documents that are equal apart from several fields may be so by chance: a sentence that everybody writes. */
const fewestPartly = 5;

/**
 * Compares the ids and contents of what was collected of two deployments, with the same `oneIn` and `exclude`, in bounded memory: both are
 * partitioned on disk by a hash, and one partition is loaded at a time.
 */
export function compareCollections(left: Collection, right: Collection, oneIn: number): DocumentComparison {
  const sameId = new OverlapCounter(left.names, right.names);
  const sameContent = new OverlapCounter(left.names, right.names);
  const shared = new Uint8Array(left.documents);
  for (let partition = 0; partition < partitionCount; partition += 1) {
    const theirs = new Map<string, number>();
    for (const { id, table } of idRecords(right, partition)) theirs.set(id, table);
    for (const { id, table, number } of idRecords(left, partition)) {
      const other = theirs.get(id);
      if (other === undefined) continue;
      shared[number] = 1;
      sameId.add([table, other], [id, id]);
    }
  }

  const alike = countCopies(left, right, shared, sameContent);

  const tables = [...new Set([...Object.keys(left.tables), ...Object.keys(right.tables)])].sort();
  return {
    sources: [left.source, right.source],
    counts: tables.map((table) => ({
      table,
      documents: [left.tables[table]?.documents ?? 0, right.tables[table]?.documents ?? 0],
      sampled: [left.tables[table]?.sampled ?? 0, right.tables[table]?.sampled ?? 0],
    })),
    tooShort: [tooShortOf(left), tooShortOf(right)],
    alike,
    sameId: sameId.overlaps(),
    sameContent: sameContent.overlaps(),
    oneIn,
    resumed: left.resumed + right.resumed,
  };
}

/** @returns the documents of each side of which copies cannot be told */
function countCopies(
  left: Collection,
  right: Collection,
  shared: Uint8Array,
  copies: OverlapCounter,
): readonly [number, number] {
  const { matches, alike } = matchContents(left, right, shared);
  if (left.documents === 0 || right.documents === 0) return alike;

  using ours = new RecordReader(left.directory, 'documents', idRecordBytes);
  using theirs = new RecordReader(right.directory, 'documents', idRecordBytes);
  for (const match of matches) {
    const own = readIdRecord(ours.record(match.left), 0);
    const other = readIdRecord(theirs.record(match.right), 0);
    // In a sample, an id in common may have been left out.
    if (own.id !== other.id) copies.add([own.table, other.table], [own.id, other.id], match.extent);
  }
  return alike;
}

function tooShortOf({ tables }: Collection): number {
  return Object.values(tables).reduce((sum, { tooShort }) => sum + tooShort, 0);
}

function* idRecords({ directory }: Collection, partition: number): Iterable<IdRecord> {
  const buffer = readPartition(directory, 'ids', partition);
  for (let offset = 0; offset < buffer.length; offset += idRecordBytes) yield readIdRecord(buffer, offset);
}

class OverlapCounter {
  readonly #left: readonly string[];
  readonly #right: readonly string[];
  readonly #found = new Map<string, Overlap & { examples: [string, string][] }>();

  constructor(left: readonly string[], right: readonly string[]) {
    this.#left = left;
    this.#right = right;
  }

  add(
    [leftTable, rightTable]: readonly [number, number],
    ids: [string, string],
    extent: ContentMatch['extent'] = 'whole',
  ): void {
    const key = `${leftTable} ${rightTable}`;
    let overlap = this.#found.get(key);
    if (overlap === undefined) {
      const tables = [this.#left[leftTable] ?? '?', this.#right[rightTable] ?? '?'] as const;
      overlap = { tables, total: 0, altered: 0, examples: [] };
      this.#found.set(key, overlap);
    }

    overlap.total += 1;
    if (extent === 'altered') overlap.altered += 1;
    if (extent === 'partly') overlap.partly = (overlap.partly ?? 0) + 1;
    if (overlap.examples.length < mostExamples) overlap.examples.push(ids);
  }

  overlaps(): Overlap[] {
    const told = [...this.#found.values()].filter(({ total, partly = 0 }) => total > partly || partly >= fewestPartly);
    return told.sort((one, other) => one.tables[0].localeCompare(other.tables[0], 'en'));
  }
}

/**
 * The probability that a sample misses all of a number of shared documents. Each is sampled with the same probability, by its
 * id, and so on both sides alike.
 */
export function missProbability(oneIn: number, shared: number): number {
  return (1 - 1 / oneIn) ** shared;
}
