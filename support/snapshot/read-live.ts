import { z } from 'zod';
import { type DocumentPage, type DocumentSource, DocumentsUnreadable, documentOf } from './document-source.ts';

const TableNames = z.looseObject({ page: z.array(z.looseObject({ name: z.string() })) });
const TablePage = z.looseObject({
  page: z.array(z.unknown()),
  isDone: z.boolean(),
  continueCursor: z.string(),
});

/** Runs a system query of a deployment, and returns its result in Convex's encoded form. */
export type RunQuery = (path: string, args: Record<string, unknown>) => Promise<unknown>;

export interface LiveOptions {
  /** The name in messages: the deployment's address. */
  name: string;
  query: RunQuery;
  /** The initial number of documents per page. */
  pageDocuments: number;
  signal?: AbortSignal;
  database?: string;
  secret?: () => Promise<string>;
}

const fewestDocuments = 16;

/**
 * The documents of a live deployment, read with the system queries `_system/cli/tables` and `_system/cli/tableData`.
 * Source: convex-backend, npm-packages/system-udfs/convex/_system/cli/{tables,tableData}.ts.
 */
export function openLive({ name, query, pageDocuments, signal, database, secret }: LiveOptions): DocumentSource {
  return {
    name,
    state: undefined,
    ...(database !== undefined && { database }),
    ...(secret && { secret }),
    async tables() {
      const answer = TableNames.safeParse(
        await query('_system/cli/tables', { paginationOpts: { numItems: 10_000, cursor: null } }),
      );
      if (!answer.success) throw new DocumentsUnreadable(`${name} returned an unknown list of tables`);
      return [...answer.data.page.map((table) => table.name), '_storage'].sort();
    },
    async *pages(table, from): AsyncIterable<DocumentPage> {
      let cursor: string | null = from ?? null;
      let numItems = pageDocuments;
      for (;;) {
        signal?.throwIfAborted();
        const page = await pageOf(table, cursor, numItems);
        if (page === undefined) {
          // The data that one function may read is limited, so the pages are made smaller.
          numItems = Math.max(fewestDocuments, Math.floor(numItems / 2));
          continue;
        }

        const documents = page.page.map((value) => documentOf(value, `${name}, table ${table}`));
        if (!page.isDone && page.continueCursor === cursor)
          throw new DocumentsUnreadable(`${name} keeps returning the same page of ${table}`);

        cursor = page.continueCursor;
        yield { documents, cursor: page.isDone ? undefined : cursor };
        if (page.isDone) return;
      }
    },
  };

  /** @returns undefined if the page is too large and can be made smaller */
  async function pageOf(table: string, cursor: string | null, numItems: number) {
    const args = { table, order: 'asc', paginationOpts: { numItems, cursor } };
    try {
      const answer = TablePage.safeParse(await query('_system/cli/tableData', args));
      if (answer.success) return answer.data;
      throw new DocumentsUnreadable(`${name} returned documents of ${table} in an unknown format`);
    } catch (error) {
      const tooLarge = /too (many|large|much)|limit|larger than/i.test((error as Error).message);
      if (tooLarge && numItems > fewestDocuments) return undefined;
      throw error;
    }
  }
}
