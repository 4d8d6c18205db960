import { quoteForeign } from '../text/quote-foreign.ts';
import { DocumentsUnreadable } from './document-source.ts';

export const partitionCount = 128;
const longestId = 36;

/** Layout of a record: length of the id, id, index of the table, number of the document in its collection. */
export const idRecordBytes = 1 + longestId + 3 + 4;
/** Layout of a record: key of a content, number of the document in its collection, kind of the key. */
export const contentRecordBytes = 8 + 4 + 1;

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

export interface IdRecord {
  id: string;
  table: number;
  number: number;
}

/** @throws DocumentsUnreadable if the id is longer than Convex's ids */
export function writeIdRecord(buffer: Buffer, offset: number, { id, table, number }: IdRecord): void {
  if (id.length > longestId)
    throw new DocumentsUnreadable(
      `expected an id of at most ${longestId} characters, saw one of ${id.length}: ${quoteForeign(id, 40)}`,
    );

  buffer[offset] = id.length;
  buffer.write(id, offset + 1, 'latin1');
  buffer.writeUIntLE(table, offset + 1 + longestId, 3);
  buffer.writeUInt32LE(number, offset + 4 + longestId);
}

export function readIdRecord(buffer: Buffer, offset: number): IdRecord {
  return {
    id: buffer.toString('latin1', offset + 1, offset + 1 + (buffer[offset] ?? 0)),
    table: buffer.readUIntLE(offset + 1 + longestId, 3),
    number: buffer.readUInt32LE(offset + 4 + longestId),
  };
}

/** Layout: key of the content (low, high), number of the document, kind of the key. */
export function writeContentRecord(
  buffer: Buffer,
  offset: number,
  { low, high, kind, number }: { low: number; high: number; kind: number; number: number },
): void {
  buffer.writeUInt32LE(low, offset);
  buffer.writeUInt32LE(high, offset + 4);
  buffer.writeUInt32LE(number, offset + 8);
  buffer[offset + 12] = kind;
}
