import { firstFew } from '../text/first-few.ts';
import { quoteForeign, quoteForeignValue } from '../text/quote-foreign.ts';

/** One document, with its fields as the encoded form of Convex has them (`{"$integer": …}`, `{"$float": …}`, `{"$bytes": …}`). */
export interface SnapshotDocument {
  id: string;
  /** All fields, `_id` and `_creationTime` among them. */
  fields: Readonly<Record<string, unknown>>;
}

/** Some documents of a table, and where reading may go on after them; undefined where it can only begin anew. */
export interface DocumentPage {
  documents: readonly SnapshotDocument[];
  cursor: string | undefined;
}

/** Where documents come from: a live deployment, or an export of one. */
export interface DocumentSource {
  /** As a reader knows it: "https://… (live)", "backup.zip". */
  name: string;
  /** What it was when it was read: two sources with the same state hold the same documents. Undefined where it may change. */
  state: string | undefined;
  tables(): Promise<readonly string[]>;
  /** The documents of a table, a page at a time. @param cursor where an earlier reading ended */
  pages(table: string, cursor?: string): AsyncIterable<DocumentPage>;
}

/** Documents could not be read: a broken archive, a line that is no document, a query that is refused. */
export class DocumentsUnreadable extends Error {
  override readonly name = 'DocumentsUnreadable';
}

/** A document of a parsed object. @throws DocumentsUnreadable where it has no id */
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
