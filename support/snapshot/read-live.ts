import { z } from 'zod';
import { type DocumentPage, type DocumentSource, DocumentsUnreadable, documentOf } from './document-source.ts';

const TableNames = z.looseObject({ page: z.array(z.looseObject({ name: z.string() })) });
const TablePage = z.looseObject({
  page: z.array(z.unknown()),
  isDone: z.boolean(),
  continueCursor: z.string(),
});

/** Runs a system query of a deployment, and gives its answer in Convex's encoded form. */
export type RunQuery = (path: string, args: Record<string, unknown>) => Promise<unknown>;

export interface LiveOptions {
  /** As a reader knows it: the deployment's address. */
  name: string;
  query: RunQuery;
  /** Documents a page, at first. */
  pageDocuments: number;
  signal?: AbortSignal;
}

const fewestDocuments = 16;

/**
 * The documents of a live deployment, through its system queries `_system/cli/tables` and `_system/cli/tableData`.
 * Source: convex-backend, npm-packages/system-udfs/convex/_system/cli/{tables,tableData}.ts.
 */
export function openLive({ name, query, pageDocuments, signal }: LiveOptions): DocumentSource {
  return {
    name,
    state: undefined,
    async tables() {
      const answer = TableNames.safeParse(
        await query('_system/cli/tables', { paginationOpts: { numItems: 10_000, cursor: null } }),
      );
      if (!answer.success) throw new DocumentsUnreadable(`${name} lists its tables in an unknown form`);
      return [...answer.data.page.map((table) => table.name), '_storage'].sort();
    },
    async *pages(table, from): AsyncIterable<DocumentPage> {
      let cursor: string | null = from ?? null;
      let numItems = pageDocuments;
      for (;;) {
        signal?.throwIfAborted();
        const page = await pageOf(table, cursor, numItems);
        if (page === undefined) {
          // One read of a function is bounded; what is too large for it comes in smaller pages.
          numItems = Math.max(fewestDocuments, Math.floor(numItems / 2));
          continue;
        }
        const documents = page.page.map((value) => documentOf(value, `${name}, table ${table}`));
        if (!page.isDone && page.continueCursor === cursor)
          throw new DocumentsUnreadable(`${name} gives the same page of ${table} again and again`);
        cursor = page.continueCursor;
        yield { documents, cursor: page.isDone ? undefined : cursor };
        if (page.isDone) return;
      }
    },
  };

  /** @returns undefined where the page is too large, and may be smaller */
  async function pageOf(table: string, cursor: string | null, numItems: number) {
    const args = { table, order: 'asc', paginationOpts: { numItems, cursor } };
    try {
      const answer = TablePage.safeParse(await query('_system/cli/tableData', args));
      if (answer.success) return answer.data;
      throw new DocumentsUnreadable(`${name} gives the documents of ${table} in an unknown form`);
    } catch (error) {
      const tooLarge = /too (many|large|much)|limit|larger than/i.test((error as Error).message);
      if (tooLarge && numItems > fewestDocuments) return undefined;
      throw error;
    }
  }
}
