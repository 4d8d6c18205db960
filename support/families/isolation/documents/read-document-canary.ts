import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { NotVerified } from '../../../check/not-verified.ts';
import type { ConvexProfile, DocumentCanary } from '../../../profile/index.ts';
import { defineReading, type ReadingContext } from '../../../reading/index.ts';
import { filledIn } from '../links/read-links.ts';
import { callWithKey, runAdminQuery } from '../read-admin-query.ts';

const Page = z.looseObject({ page: z.array(z.looseObject({ _id: z.string() })) });
const newest = 100;

export interface CanaryInput {
  convex: ConvexProfile;
  canary: DocumentCanary;
}

/** A document that was created, and by which it is known again. */
export interface CanaryDocument {
  id: string;
  table: string;
}

/** Creates a document at home and finds it there: the search that has to find nothing elsewhere finds it here. */
export const documentCanary = defineReading({
  name: 'isolation.document-canary',
  effect: 'canary',
  key: ({ convex, canary }: CanaryInput) => JSON.stringify([convex.url.url.origin, canary]),
  async read({ convex, canary }, context): Promise<CanaryDocument> {
    const mark = `${context.runId}-document`;
    const answered = await mutate(convex, canary.create, { canary: mark }, context);
    const needles = [mark, ...longTexts(answered)];
    // Another client may write at the same time: only what carries the run's mark, or what the mutation gave back, is ours.
    const created = (await newestDocuments(convex, canary.table, context)).find((document) => {
      const text = JSON.stringify(document);
      return needles.some((needle) => text.includes(needle));
    });
    if (created !== undefined) return { id: created._id, table: canary.table };
    throw new NotVerified(
      `the canary document was not found in its own deployment: ${canary.create.path} succeeded on ${convex.url.value}, and none of the newest documents of ${canary.table} contains the run's mark or the returned id`,
      'Correct platforms.isolation.canary.document: `table` is the table that `create` writes to.',
    );
  },
});

export interface CanarySearch {
  convex: ConvexProfile;
  canary: CanaryDocument;
  /** After which time it is looked for, in milliseconds. */
  absentForMs: number;
}

/** Looks for a document in another deployment, once it had long enough to arrive there. */
export const documentElsewhere = defineReading({
  name: 'isolation.document-elsewhere',
  effect: 'read',
  key: ({ convex, canary }: CanarySearch) => `${convex.url.url.origin} ${canary.id}`,
  async read({ convex, canary, absentForMs }, context): Promise<{ seen: boolean; documents: number }> {
    // What was copied stays: one search at the end sees whatever came meanwhile.
    await delay(absentForMs, undefined, { signal: context.signal });
    const ids = (await newestDocuments(convex, canary.table, context)).map(({ _id }) => _id);
    return { seen: ids.includes(canary.id), documents: ids.length };
  },
});

/** Takes the canary away again. */
export const documentCanaryRemoval = defineReading({
  name: 'isolation.document-canary-removal',
  effect: 'canary',
  key: ({ convex, id }: { convex: ConvexProfile; canary: DocumentCanary; id: string }) =>
    `${convex.url.url.origin} ${id}`,
  async read({ convex, canary, id }, context): Promise<void> {
    if (canary.remove) await mutate(convex, canary.remove, { id, canary: `${context.runId}-document` }, context);
  },
});

async function newestDocuments(convex: ConvexProfile, table: string, context: ReadingContext) {
  const answer = await runAdminQuery(
    convex,
    '_system/cli/tableData',
    { table, order: 'desc', paginationOpts: { numItems: newest, cursor: null } },
    context,
  );
  const page = Page.safeParse(answer);
  if (page.success) return page.data.page;
  throw new NotVerified(`${convex.url.value} returned the documents of ${table} in an unknown form`);
}

/** The texts of an answer that are long enough to tell one document from all others: an id, a token. */
function longTexts(value: unknown): string[] {
  if (typeof value === 'string') return value.length >= 16 ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(longTexts) : [];
}

function mutate(
  convex: ConvexProfile,
  { path, ...call }: DocumentCanary['create'],
  words: Readonly<Record<string, string>>,
  context: ReadingContext,
): Promise<unknown> {
  return callWithKey(convex, { kind: 'mutation', path, args: filledIn(call, convex, words) }, context);
}
