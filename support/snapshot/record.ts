import { hash } from 'node:crypto';
import { quoteForeign } from '../text/quote-foreign.ts';
import { canonicalText } from './canonical.ts';
import { DocumentsUnreadable, type SnapshotDocument } from './document-source.ts';

export const partitionCount = 128;
const longestId = 36;

/** Layout of a record: length of the id, id, index of the table. */
export const idRecordBytes = 1 + longestId + 3;
export const digestBytes = 16;
/** Layout of a record: digest of the content, then an id record. */
export const contentRecordBytes = digestBytes + idRecordBytes;

/** Fields that are not content: the deployment sets them. */
const ownFields: ReadonlySet<string> = new Set(['_id', '_creationTime']);

/** In characters of canonical text: shorter content may be equal by chance, such as `{"theme":"dark"}`. */
const shortestContent = 48;

/** FNV-1a, 32 bits: assigns ids to partitions, and selects the sample. */
export function spread(text: string, seed = 0x811c9dc5): number {
  let value = seed;
  for (let index = 0; index < text.length; index += 1) {
    value ^= text.charCodeAt(index);
    value = Math.imul(value, 0x01000193);
  }

  // The low bits of FNV are weak for ids that differ only at the end.
  value ^= value >>> 15;
  return value >>> 0;
}

/** Whether an id is in the sample: the same on both sides, whatever the order of the documents. */
export function isSampled(id: string, oneIn: number): boolean {
  return oneIn === 1 || spread(id, 0x9747b28c) % oneIn === 0;
}

/** Whether a content is in the sample: by its digest, so that both sides select the same contents. */
export function isContentSampled(digest: Buffer, oneIn: number): boolean {
  return oneIn === 1 || digest.readUInt32LE(4) % oneIn === 0;
}

/** @throws DocumentsUnreadable if the id is longer than Convex's ids */
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

/** The digest of a document's content; undefined if the content is too short to compare. */
export function contentDigest({ fields }: SnapshotDocument): Buffer | undefined {
  const text = canonicalText(fields, ownFields);
  if (text.length < shortestContent) return undefined;
  return hash('sha256', text, 'buffer') as Buffer;
}
