import type { Collection } from './collect-documents.ts';
import { keyKinds } from './content-keys.ts';
import { contentRecordBytes, partitionCount } from './record.ts';
import { readPartition } from './spill.ts';

/** As many equal contents with ids in them, on one side, as a script that ran more than once leaves. */
const mostAgain = 4;

/** A document of the left side, and the one of the right that it is a copy of, by their numbers. */
export interface ContentMatch {
  left: number;
  right: number;
  /** How much of the content is equal: all of it, all but one field, all but several. */
  extent: 'whole' | 'altered' | 'partly';
}

export interface ContentMatches {
  matches: Iterable<ContentMatch>;
  /** Documents with equal ones on the other side that are too many to tell which is a copy of which. */
  alike: [number, number];
}

/** Only one slice of a partition is in memory at a time. */
const slices = 16;

interface ContentRecord {
  /** What tells a key from the others of its slice: 53 of its 64 bits, of which the partition says seven and the slice four. */
  key: number;
  number: number;
  kind: number;
}

/** The documents of one side with the same key. */
interface Holders {
  count: number;
  /** The first of each kind; -1 if there is none. */
  whole: number;
  mostOfIt: number;
  /** The same where several fields are left out. */
  partly: number;
  any: number;
  telling: boolean;
}

/** The records of one side whose keys the other side may have too. */
interface Candidates {
  records: Buffer;
  offsets: readonly number[];
}

/** 0: nothing found yet. */
const found = { alike: 1, partly: 2, altered: 3, whole: 4 } as const;

/**
 * Finds copies by their keys, in bounded memory: one partition at a time, and five bytes for each document of the left side.
 * @param shared is 1 for documents of the left side whose id the right side has too: a matter of its own
 */
export function matchContents(left: Collection, right: Collection, shared: Uint8Array): ContentMatches {
  const state = new Uint8Array(left.documents);
  const partner = new Uint32Array(left.documents);
  const alikeThere = new Uint8Array(right.documents);

  const matchSlice = (leftRecords: Candidates, rightRecords: Candidates, slice: number) => {
    const [ours, theirs] = [holdersOf(leftRecords, slice), holdersOf(rightRecords, slice)];
    for (const record of recordsOf(leftRecords, slice)) {
      const [own, other] = [ours.get(record.key), theirs.get(record.key)];
      if (own === undefined || other === undefined || shared[record.number] === 1) continue;

      const match = matchOf(record, own, other);
      if (match === undefined) {
        if (record.kind & keyKinds.whole && other.whole >= 0)
          state[record.number] = Math.max(state[record.number] ?? 0, found.alike);
        continue;
      }
      const how = found[match.extent];
      if ((state[record.number] ?? 0) >= how) continue;
      state[record.number] = how;
      partner[record.number] = match.right;
    }
    for (const record of recordsOf(rightRecords, slice)) {
      const [own, other] = [theirs.get(record.key), ours.get(record.key)];
      if (own && other && record.kind & keyKinds.whole && other.whole >= 0 && matchOf(record, own, other) === undefined)
        alikeThere[record.number] = 1;
    }
  };
  for (let partition = 0; partition < partitionCount; partition += 1) {
    const own = readPartition(left.directory, 'contents', partition);
    const other = readPartition(right.directory, 'contents', partition);
    const [ours, theirs] = [candidatesOf(own, other), candidatesOf(other, own)];
    if (ours.length === 0 || theirs.length === 0) continue;
    for (let slice = 0; slice < slices; slice += 1)
      matchSlice({ records: own, offsets: ours }, { records: other, offsets: theirs }, slice);
  }
  return { matches: matchesIn(state, partner), alike: [countOf(state, found.alike), countOf(alikeThere, 1)] };
}

const extents: readonly (ContentMatch['extent'] | undefined)[] = [undefined, undefined, 'partly', 'altered', 'whole'];

function* matchesIn(state: Uint8Array, partner: Uint32Array): Iterable<ContentMatch> {
  for (let left = 0; left < state.length; left += 1) {
    const how = state[left] ?? 0;
    if (how >= found.partly) yield { left, right: partner[left] ?? 0, extent: extents[how] ?? 'partly' };
  }
}

/** @returns undefined if the equal key says nothing: the field that was left out may be anything, or too many have it */
function matchOf({ kind }: ContentRecord, own: Holders, other: Holders): Omit<ContentMatch, 'left'> | undefined {
  // Equal contents are of the same kind: the other one is telling too.
  if (kind & keyKinds.whole && kind & keyKinds.telling && other.whole >= 0)
    return { right: other.whole, extent: 'whole' };

  const isTelling = own.telling && other.telling;
  const isRare = Math.min(own.count, other.count) === 1 && Math.max(own.count, other.count) <= mostAgain;
  if (!isTelling && !isRare) return undefined;

  if (kind & keyKinds.whole) {
    if (other.whole >= 0) return { right: other.whole, extent: 'whole' };
    if (other.mostOfIt < 0 && other.partly >= 0) return { right: other.partly, extent: 'partly' };
    return { right: other.any, extent: 'altered' };
  }
  const extent = kind & keyKinds.partly ? 'partly' : 'altered';
  if (other.whole >= 0) return { right: other.whole, extent };
  if (!(kind & keyKinds.mostOfIt)) return undefined;
  if (other.mostOfIt >= 0) return { right: other.mostOfIt, extent };
  return other.partly >= 0 ? { right: other.partly, extent: 'partly' } : undefined;
}

/** Bits per record of the other side: enough that few records collide. Each partition of each pair gets a filter of its own. */
const bitsForRecord = 64;
const fewestSeenBits = 10;
const mostSeenBits = 22;

/**
 * Where in a partition the records are whose keys the other side may have too. Nearly all keys are on one side alone, and have no room in
 * memory. @returns no record too few, and few too many
 */
function candidatesOf(records: Buffer, others: Buffer): number[] {
  if (records.length === 0 || others.length === 0) return [];

  const wanted = Math.ceil(Math.log2((others.length / contentRecordBytes) * bitsForRecord));
  const seenBits = Math.min(mostSeenBits, Math.max(fewestSeenBits, wanted));
  const seen = new Uint32Array(2 ** (seenBits - 5));
  for (let offset = 0; offset < others.length; offset += contentRecordBytes) {
    const bit = bitOf(others, offset, seenBits);
    seen[bit >>> 5] = (seen[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }

  const offsets: number[] = [];
  for (let offset = 0; offset < records.length; offset += contentRecordBytes) {
    const bit = bitOf(records, offset, seenBits);
    if ((seen[bit >>> 5] ?? 0) & (1 << (bit & 31))) offsets.push(offset);
  }
  return offsets;
}

/** The leading bits of a mix of the key's bytes. */
function bitOf(records: Buffer, offset: number, bits: number): number {
  return (records.readUInt32LE(offset) ^ (records.readUInt32LE(offset + 4) << 7)) >>> (32 - bits);
}

function holdersOf(records: Candidates, slice: number): Map<number, Holders> {
  const holders = new Map<number, Holders>();
  for (const { key, number, kind } of recordsOf(records, slice)) {
    let own = holders.get(key);
    if (own === undefined) {
      own = { count: 0, whole: -1, mostOfIt: -1, partly: -1, any: number, telling: true };
      holders.set(key, own);
    }
    own.count += 1;
    own.telling &&= (kind & keyKinds.telling) !== 0;
    if (kind & keyKinds.whole && own.whole < 0) own.whole = number;
    if (kind & keyKinds.partly) own.partly = own.partly < 0 ? number : own.partly;
    else if (kind & keyKinds.mostOfIt && own.mostOfIt < 0) own.mostOfIt = number;
  }
  return holders;
}

/** The records of a slice, each in the same object: a partition has too many for one each. */
function* recordsOf({ records, offsets }: Candidates, slice: number): Iterable<ContentRecord> {
  const record = { key: 0, number: 0, kind: 0 };
  for (const offset of offsets) {
    const low = records.readUInt32LE(offset);
    if (((low >>> 7) & (slices - 1)) !== slice) continue;

    record.key = records.readUInt32LE(offset + 4) * 2 ** 21 + (low >>> 11);
    record.number = records.readUInt32LE(offset + 8);
    record.kind = records[offset + 12] ?? 0;
    yield record;
  }
}

function countOf(states: Uint8Array, wanted: number): number {
  let count = 0;
  for (const state of states) if (state === wanted) count += 1;
  return count;
}
