import type { DocumentSource } from '../../../support/snapshot/index.ts';

type Fields = Readonly<Record<string, unknown>> & { _id: string };

export interface MemorySourceOptions {
  name?: string;
  pageDocuments?: number;
  /** Reading fails after this many pages. */
  breaksAfter?: number;
}

/** Documents in memory, returned page by page like those of a live deployment. */
export function memorySource(
  tables: Readonly<Record<string, readonly Fields[]>>,
  { name = 'memory', pageDocuments = 10, breaksAfter = Number.POSITIVE_INFINITY }: MemorySourceOptions = {},
): DocumentSource & { pagesRead: number } {
  const source = {
    name,
    state: undefined,
    pagesRead: 0,
    tables: async () => Object.keys(tables),
    async *pages(table: string, cursor?: string) {
      const all = tables[table] ?? [];
      for (let start = Number(cursor ?? 0); start < all.length; start += pageDocuments) {
        if (source.pagesRead >= breaksAfter) throw new Error('the connection was lost');

        source.pagesRead += 1;
        const end = start + pageDocuments;
        yield {
          documents: all.slice(start, end).map((fields) => ({ id: fields._id, fields })),
          cursor: end < all.length ? String(end) : undefined,
        };
      }
    },
  };
  return source;
}
