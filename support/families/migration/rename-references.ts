import type { DocumentPage } from '../../snapshot/index.ts';
import { replaceIds } from '../../snapshot/index.ts';
import { LineSpill, partitionCount } from './line-spill.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Names for documents whose ids differ between the sides: the table and the match fields. Kept on disk, because a table may
 * have more ids than fit into memory.
 */
export class MatchedNames implements Disposable {
  readonly #spill: LineSpill;
  #size = 0;

  constructor(directory: string, side: string) {
    this.#spill = new LineSpill(directory, `names-${side}`);
  }

  get isEmpty(): boolean {
    return this.#size === 0;
  }

  add(id: string, name: string): void {
    this.#size += 1;
    this.#spill.add(id, name);
  }

  /** The names of the ids of one partition. */
  partition(index: number): ReadonlyMap<string, string> {
    return new Map(this.#spill.partition<string>(index));
  }

  [Symbol.dispose](): void {
    this.#spill[Symbol.dispose]();
  }
}

export interface RenameOptions {
  directory: string;
  /** Distinguishes these files from those of another table or side. */
  name: string;
  names: MatchedNames;
}

/**
 * Replaces the ids in each document by the names of the documents that they refer to. A join on disk: first references with
 * names, by the referenced id, then with their documents, by the document's own id.
 * @param pages documents, with the fields to compare
 */
export async function renameReferences(
  pages: AsyncIterable<readonly (readonly [id: string, fields: Fields])[]>,
  { directory, name, names }: RenameOptions,
  give: (id: string, fields: Fields) => void,
): Promise<void> {
  if (names.isEmpty) {
    for await (const page of pages) for (const [id, fields] of page) give(id, fields);
    return;
  }

  using documents = new LineSpill(directory, `${name}-documents`);
  using wanted = new LineSpill(directory, `${name}-wanted`);
  using found = new LineSpill(directory, `${name}-found`);

  for await (const page of pages)
    for (const [id, fields] of page) {
      documents.add(id, fields);
      for (const reference of idsIn(fields)) wanted.add(reference, id);
    }

  for (let index = 0; index < partitionCount; index += 1) {
    const known = names.partition(index);
    for (const [reference, id] of wanted.partition<string>(index)) {
      const replaced = known.get(reference);
      if (replaced !== undefined) found.add(id, [reference, replaced]);
    }
  }

  for (let index = 0; index < partitionCount; index += 1) {
    const byDocument = Map.groupBy(found.partition<[string, string]>(index), ([id]) => id);
    for (const [id, fields] of documents.partition<Fields>(index)) {
      const own = byDocument.get(id) ?? [];
      give(id, withNames(fields, new Map(own.map(([, entry]) => entry))));
    }
  }
}

/** Converts the pages of a table for {@link renameReferences}. @param fieldsOf returns undefined to leave a document out */
export async function* fieldsOfPages(
  pages: AsyncIterable<DocumentPage>,
  fieldsOf: (document: DocumentPage['documents'][number]) => Fields | undefined,
): AsyncIterable<readonly (readonly [string, Fields])[]> {
  for await (const { documents } of pages)
    yield documents.flatMap((document) => {
      const fields = fieldsOf(document);
      if (fields === undefined) return [];
      return [[document.id, fields] as const];
    });
}

/** All document ids in the fields, also inside texts and in keys of records, except the document's own. */
export function idsIn(fields: Fields): Set<string> {
  const found = new Set<string>();
  const walk = (value: unknown) => {
    if (typeof value === 'string')
      replaceIds(value, (id) => {
        found.add(id);
        return id;
      });
    else if (Array.isArray(value)) for (const each of value) walk(each);
    else if (typeof value === 'object' && value !== null)
      for (const [name, each] of Object.entries(value)) {
        walk(name);
        walk(each);
      }
  };
  for (const [name, value] of Object.entries(fields)) if (name !== '_id') walk(value);

  return found;
}

function withNames(fields: Fields, names: ReadonlyMap<string, string>): Fields {
  if (names.size === 0) return fields;

  const renamed = (text: string) => replaceIds(text, (id) => names.get(id) ?? id);
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return renamed(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [renamed(name), walk(each)]));
  };
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, name === '_id' ? value : walk(value)]),
  );
}
