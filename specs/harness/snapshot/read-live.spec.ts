import { describe, expect, test } from 'vitest';
import { openLive, type RunQuery } from '../../../support/snapshot/index.ts';

const all = Array.from({ length: 25 }, (_, index) => ({ _id: `k${index}` }));

/** Answers like the system queries; a page of more than `most` documents is too large. */
function answering(most: number, asked: number[] = []): RunQuery {
  return async (path, args) => {
    const { numItems, cursor } = args.paginationOpts as { numItems: number; cursor: string | null };
    if (path === '_system/cli/tables') return { page: [{ name: 'users' }], isDone: true, continueCursor: 'end' };

    asked.push(numItems);
    if (numItems > most) throw new Error('Too many documents read in a single function execution (limit: 16384)');

    const start = Number(cursor ?? 0);
    return {
      page: all.slice(start, start + numItems),
      isDone: start + numItems >= all.length,
      continueCursor: String(start + numItems),
    };
  };
}

async function idsOf(query: RunQuery, pageDocuments: number, from?: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of openLive({ name: 'live', query, pageDocuments }).pages('users', from))
    ids.push(...page.documents.map(({ id }) => id));
  return ids;
}

describe('a live deployment', () => {
  test('has its tables and the table of files', async () => {
    expect(await openLive({ name: 'live', query: answering(10), pageDocuments: 10 }).tables()).toEqual([
      '_storage',
      'users',
    ]);
  });

  test('returns every document, page by page', async () => {
    expect(await idsOf(answering(100), 7)).toEqual(all.map(({ _id }) => _id));
  });

  test('returns smaller pages if a page is too large', async () => {
    const asked: number[] = [];
    expect(await idsOf(answering(20, asked), 40)).toHaveLength(25);
    expect(asked).toEqual([40, 20, 20]);
  });

  test('resumes from a cursor', async () => {
    expect(await idsOf(answering(100), 10, '20')).toEqual(['k20', 'k21', 'k22', 'k23', 'k24']);
  });

  test.each<[string, unknown, string]>([
    ['in an unknown format', { rows: [] }, 'in an unknown format'],
    [
      'that does not advance',
      { page: [{ _id: 'k1' }], isDone: false, continueCursor: 'same' },
      'keeps returning the same page of users',
    ],
  ])('with a page %s is unreadable', async (_, answer, message) => {
    await expect(idsOf(async () => answer, 10, 'same')).rejects.toThrow(message);
  });
});
