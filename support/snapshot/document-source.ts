import { firstFew } from '../text/first-few.ts';
import { quoteForeign, quoteForeignValue } from '../text/quote-foreign.ts';

/** One document, with its fields in Convex's encoded form (`{"$integer": …}`, `{"$float": …}`, `{"$bytes": …}`). */
export interface SnapshotDocument {
  id: string;
  /** All fields, including `_id` and `_creationTime`. */
  fields: Readonly<Record<string, unknown>>;
}

/** Some documents of a table, and the cursor after them; undefined if reading cannot be resumed there. */
export interface DocumentPage {
  documents: readonly SnapshotDocument[];
  cursor: string | undefined;
}

/** A live deployment, or an export of one. */
export interface DocumentSource {
  /** The name in messages: "https://… (live)", "backup.zip". */
  name: string;
  /** Identifies the content: two sources with the same state have the same documents. Undefined if it may change. */
  state: string | undefined;
  /** The database that is read, where that is known: its documents can be under several names. */
  database?: string;
  /** What whoever may read the documents knows: copies of them that are kept are encrypted with a key that is made of it. */
  secret?: () => Promise<string>;
  tables(): Promise<readonly string[]>;
  /** The documents of a table, page by page. @param cursor where to resume */
  pages(table: string, cursor?: string): AsyncIterable<DocumentPage>;
  /** Stored files that are not there, or are not what `_storage` says of them; undefined if the source has no files. */
  brokenFiles?: () => AsyncIterable<BrokenFile>;
}

/** A stored file that cannot be what it was. */
export interface BrokenFile {
  id: string;
  expected: string;
  received: string;
}

/** Documents could not be read: a damaged archive, a line that is not a document, a refused query. */
export class DocumentsUnreadable extends Error {
  override readonly name = 'DocumentsUnreadable';
}

/** @throws DocumentsUnreadable if the value is not an object with an `_id` */
export function documentOf(value: unknown, place: string): SnapshotDocument {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new DocumentsUnreadable(`${place}: expected a document, saw ${quoteForeignValue(value, 40)}`);

  const fields = value as Record<string, unknown>;
  if (typeof fields._id !== 'string' || fields._id === '')
    throw new DocumentsUnreadable(
      `${place}: expected a document with an \`_id\`, saw the fields ${quoteForeign(firstFew(Object.keys(fields), 5).join(', '), 200) || 'none'}`,
    );

  return { id: fields._id, fields };
}
