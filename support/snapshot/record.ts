import { hash } from 'node:crypto';
import { quoteForeign } from '../text/quote-foreign.ts';
import { canonicalText } from './canonical.ts';
import { DocumentsUnreadable, type SnapshotDocument } from './document-source.ts';

export const partitionCount = 128;
const longestId = 36;

/** An id and its table: length, id, table. */
export const idRecordBytes = 1 + longestId + 3;
export const digestBytes = 16;
/** A content's digest, and whose it is. */
export const contentRecordBytes = digestBytes + idRecordBytes;

/** What says nothing of where a document comes from: the same content has them in both deployments. */
const ownFields: ReadonlySet<string> = new Set(['_id', '_creationTime']);

/** Content shorter than this, as canonical text, is alike by chance: `{"theme":"dark"}`. */
const shortestContent = 48;

/** FNV-1a, 32 bits: spreads ids over partitions, and picks the sample. */
export function spread(text: string, seed = 0x811c9dc5): number {
  let value = seed;
  for (let index = 0; index < text.length; index += 1) {
    value ^= text.charCodeAt(index);
    value = Math.imul(value, 0x01000193);
  }
  // The low bits of FNV are weak on ids that differ at their ends only.
  value ^= value >>> 15;
  return value >>> 0;
}

/** Whether an id is in a sample of one in so many: the same on both sides, whatever the documents' order. */
export function isSampled(id: string, oneIn: number): boolean {
  return oneIn === 1 || spread(id, 0x9747b28c) % oneIn === 0;
}

/** Whether a content is in a sample: by its digest, so that both sides keep the same ones. */
export function isContentSampled(digest: Buffer, oneIn: number): boolean {
  return oneIn === 1 || digest.readUInt32LE(4) % oneIn === 0;
}

/** @throws DocumentsUnreadable where the id is longer than Convex's are */
export function writeIdRecord(buffer: Buffer, offset: number, id: string, table: number): void {
  if (id.length > longestId)
    throw new DocumentsUnreadable(
      `expected an id of at most ${longestId} characters, saw one of ${id.length}: ${quoteForeign(id, 40)}`,
    );
  buffer[offset] = id.length;
  buffer.write(id, offset + 1, 'latin1');
  buffer.writeUIntLE(table, offset + 1 + longestId, 3);
}

export function readIdRecord(buffer: Buffer, offset: number): { id: string; table: number } {
  return {
    id: buffer.toString('latin1', offset + 1, offset + 1 + (buffer[offset] ?? 0)),
    table: buffer.readUIntLE(offset + 1 + longestId, 3),
  };
}

/** The digest of what a document says; undefined where it says too little to be compared. */
export function contentDigest({ fields }: SnapshotDocument): Buffer | undefined {
  const text = canonicalText(fields, ownFields);
  return text.length < shortestContent ? undefined : (hash('sha256', text, 'buffer') as Buffer);
}
