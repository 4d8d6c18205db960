import type { DocumentPage } from '../../snapshot/index.ts';
import { isDocumentId } from './document-reference.ts';
import { LineSpill, partitionCount } from './line-spill.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * What stands for the id of a document that has another one in the target: its table, and the fields by which it is
 * matched. Spilled to disk, since a table may hold more ids than memory does.
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
  /** Tells these files from those of another table or side. */
  name: string;
  names: MatchedNames;
}

/**
 * Gives each document with the ids in it replaced by what their documents are matched by. A join on disk: references are
 * brought together with names by the id that is referred to, then with their documents by the document's own id.
 * @param pages documents, and their fields as they are to be compared
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
      const own = byDocument.get(id);
      give(id, own === undefined ? fields : withNames(fields, new Map(own.map(([, entry]) => entry))));
    }
  }
}

/** The pages of a table as what {@link renameReferences} takes. @param fieldsOf undefined for a document that is left out */
export async function* fieldsOfPages(
  pages: AsyncIterable<DocumentPage>,
  fieldsOf: (document: DocumentPage['documents'][number]) => Fields | undefined,
): AsyncIterable<readonly (readonly [string, Fields])[]> {
  for await (const { documents } of pages)
    yield documents.flatMap((document) => {
      const fields = fieldsOf(document);
      return fields === undefined ? [] : [[document.id, fields] as const];
    });
}

/** Every id of a document in the fields, keys of records among them, its own left out. */
export function idsIn(fields: Fields): Set<string> {
  const found = new Set<string>();
  const walk = (value: unknown) => {
    if (typeof value === 'string') {
      if (isDocumentId(value)) found.add(value);
    } else if (Array.isArray(value)) for (const each of value) walk(each);
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
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return names.get(value) ?? value;
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [names.get(name) ?? name, walk(each)]));
  };
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, name === '_id' ? value : walk(value)]),
  );
}
