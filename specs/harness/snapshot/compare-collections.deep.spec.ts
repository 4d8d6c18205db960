import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { generateDocuments } from '../../../fixtures/snapshots/generate-documents.ts';
import { writeSnapshot } from '../../../fixtures/snapshots/write-snapshot.ts';
import {
  canonicalText,
  collectDocuments,
  markCompared,
  missProbability,
  openArchive,
} from '../../../support/snapshot/index.ts';
import fc from '../property.ts';
import { compareSources } from './compare-sources.ts';
import { memorySource } from './memory-source.ts';

const letters = [...'0123456789abcdef'];
const id = fc
  .string({ unit: fc.constantFrom(...letters), minLength: 2, maxLength: 2 })
  .map((end) => end.padStart(32, 'k'));
const long = 'A sentence that is long enough not to be equal by chance.';
const document = fc.record({ _id: id, text: fc.constantFrom('a', 'b', 'c', 'd'), _creationTime: fc.nat() });
const table = fc
  .uniqueArray(document, { selector: ({ _id }) => _id, maxLength: 30 })
  .map((documents) => documents.map((each) => ({ ...each, long })));
const database = fc.record({ users: table, sites: table }).map((tables) => {
  // Within a deployment, an id belongs to one table only.
  const users = new Set(tables.users.map(({ _id }) => _id));
  return { users: tables.users, sites: tables.sites.filter(({ _id }) => !users.has(_id)) };
});
type Database = Parameters<typeof memorySource>[0];

/** A naive implementation that compares all pairs. */
function naive(left: Database, right: Database) {
  const flat = (all: Database) =>
    Object.entries(all).flatMap(([name, documents]) => documents.map((each) => ({ name, each })));
  const contentOf = ({ _id, _creationTime, ...rest }: Record<string, unknown>) => canonicalText(rest);
  const pairs = flat(left).map((own) => ({
    own,
    sameId: flat(right).some(({ each }) => each._id === own.each._id),
    sameContent: flat(right).some(({ each }) => contentOf(each) === contentOf(own.each)),
  }));

  return {
    sameId: pairs.filter(({ sameId }) => sameId).length,
    sameContent: pairs.filter(({ sameContent, sameId }) => sameContent && !sameId).length,
  };
}

const totalOf = (overlaps: readonly { total: number }[]) => overlaps.reduce((sum, { total }) => sum + total, 0);

describe('two sets of documents', () => {
  test('overlap by id and by content exactly as in a naive comparison', async () => {
    await fc.assert(
      fc.asyncProperty(database, database, async (left, right) => {
        const comparison = await compareSources(memorySource(left), memorySource(right));
        const altered = comparison.sameContent.reduce((sum, each) => sum + each.altered, 0);
        const sameContent = totalOf(comparison.sameContent) - altered;
        expect({ sameId: totalOf(comparison.sameId), sameContent }).toEqual(naive(left, right));
      }),
      { numRuns: 25 },
    );
  });

  test('are equal regardless of the order of fields', async () => {
    const left = { users: [{ _id: 'k1', a: 1, b: { c: [1, 2], d: long } }] };
    const right = { users: [{ b: { d: long, c: [1, 2] }, a: 1, _id: 'k2' }] };
    const { sameId, sameContent } = await compareSources(memorySource(left), memorySource(right));
    expect(sameId).toEqual([]);
    expect(sameContent).toEqual([{ tables: ['users', 'users'], total: 1, altered: 0, examples: [['k1', 'k2']] }]);
  });

  test('still share ids if one of them renamed a table', async () => {
    const comparison = await compareSources(
      memorySource({ users: [{ _id: 'k1', name: long }] }),
      memorySource({ people: [{ _id: 'k1', name: long }] }),
    );
    expect(comparison.sameId).toEqual([
      { tables: ['users', 'people'], total: 1, altered: 0, examples: [['k1', 'k1']] },
    ]);
  });

  test('with equal but short content are not reported as copies', async () => {
    const comparison = await compareSources(
      memorySource({ settings: [{ _id: 'k1', theme: 'dark' }] }),
      memorySource({ settings: [{ _id: 'k2', theme: 'dark' }] }),
    );
    expect(comparison.sameContent).toEqual([]);
  });

  test('are compared without an excluded table', async () => {
    const both = { flags: [{ _id: 'k1', name: long }], users: [{ _id: 'k2', name: long }] };
    const comparison = await compareSources(memorySource(both), memorySource(both), { exclude: ['flags'] });
    expect(comparison.sameId.map(({ tables }) => tables[0])).toEqual(['users']);
  });
});

describe('three copied documents among thirty thousand', () => {
  test('are found in exports, with their ids', async () => {
    await using directory = await mkdtempDisposable(path.join(tmpdir(), 'airlock-snapshot-'));
    const [devFile, prodFile] = ['dev.zip', 'prod.zip'].map((name) => path.join(directory.path, name)) as [
      string,
      string,
    ];
    const copied = [...generateDocuments({ namespace: 'dev', count: 3, first: 11_000 })];
    await writeSnapshot(devFile, { tables: { incidents: generateDocuments({ namespace: 'dev', count: 30_000 }) } });
    await writeSnapshot(prodFile, {
      tables: { incidents: [...generateDocuments({ namespace: 'prod', count: 30_000 }), ...copied] },
    });
    const comparison = await compareSources(await openArchive(devFile), await openArchive(prodFile));

    expect(comparison.counts).toEqual([{ table: 'incidents', documents: [30_000, 30_003], sampled: [30_000, 30_003] }]);

    const ids = copied.map(({ _id }) => [_id, _id]);
    expect(comparison.sameId).toEqual([
      { tables: ['incidents', 'incidents'], total: 3, altered: 0, examples: expect.arrayContaining(ids) },
    ]);
  });
});

describe('a sample', () => {
  const count = 4_000;
  const documents = [...generateDocuments({ namespace: 'dev', count })];

  test('keeps the same documents on both sides', async () => {
    const { counts, sameId } = await compareSources(
      memorySource({ incidents: documents }),
      memorySource({ incidents: documents.toReversed() }),
      { oneIn: 16 },
    );
    const [incidents] = counts;

    expect(incidents?.documents).toEqual([count, count]);
    expect(incidents?.sampled[0]).toBeGreaterThan(150);
    expect(incidents?.sampled[0]).toBeLessThan(350);
    expect(totalOf(sameId)).toBe(incidents?.sampled[0]);
  });

  test('misses a few shared documents as often as predicted', () => {
    expect(missProbability(1, 1)).toBe(0);
    expect(missProbability(16, 3)).toBeCloseTo((15 / 16) ** 3);
    expect(missProbability(16, 100)).toBeLessThan(0.002);
  });
});

describe('progress that was tampered with', () => {
  const documents = Array.from({ length: 200 }, (_, index) => ({ _id: `k${index}`, index }));

  test.each<[string, (directory: string) => void]>([
    ['a file removed', (directory) => rmSync(path.join(directory, 'ids.7'))],
    ['a file emptied', (directory) => truncateSync(path.join(directory, 'ids.7'), 0)],
    ['a file shortened by a record', (directory) => truncateSync(path.join(directory, 'documents.0'), 44)],
    [
      'a file with other bytes',
      (directory) => {
        const file = path.join(directory, 'ids.7');
        writeFileSync(file, readFileSync(file).reverse());
      },
    ],
    ['every file removed', (directory) => rmSync(directory, { recursive: true })],
    ['a manifest that is cut off', (directory) => truncateSync(path.join(directory, 'manifest.json'), 20)],
  ])('is not trusted: %s', async (_, tamper) => {
    await using directory = await mkdtempDisposable(path.join(tmpdir(), 'airlock-resume-'));
    const progress = path.join(directory.path, 'progress');
    const other = () => memorySource({ users: documents.slice(150) }, { name: 'other', breaksAfter: 3 });
    const left = () => memorySource({ users: documents }, { name: 'left' });
    await expect(compareSources(left(), other(), { directory: progress })).rejects.toThrow('was lost');
    tamper(path.join(progress, 'left'));

    const again = left();
    const whole = memorySource({ users: documents.slice(150) }, { name: 'other' });
    const comparison = await compareSources(again, whole, { directory: progress });
    expect(totalOf(comparison.sameId)).toBe(50);
    expect(again.pagesRead).toBe(20);
  });
});

describe('an interrupted comparison', () => {
  const documents = Array.from({ length: 60_000 }, (_, index) => ({ _id: `k${index}`, index }));

  test('resumes, and reports how much it had already read', async () => {
    await using directory = await mkdtempDisposable(path.join(tmpdir(), 'airlock-resume-'));
    const progress = path.join(directory.path, 'progress');
    const other = memorySource({ users: [{ _id: 'k59999', index: 0 }] }, { name: 'other' });
    const options = { pageDocuments: 1_000, name: 'live' };
    const broken = memorySource({ users: documents }, { ...options, breaksAfter: 45 });

    await expect(compareSources(broken, other, { directory: progress })).rejects.toThrow('the connection was lost');

    const again = memorySource({ users: documents }, options);
    const comparison = await compareSources(again, other, { directory: progress });

    expect(again.pagesRead).toBe(15);
    // The other side, which had been read completely, counts too.
    expect(comparison.resumed).toBe(45_001);
    expect(comparison.counts).toEqual([{ table: 'users', documents: [60_000, 1], sampled: [60_000, 1] }]);
    expect(totalOf(comparison.sameId)).toBe(1);
  });

  test('resumes after the last complete page, whichever that was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 29 }), fc.integer({ min: 1, max: 29 }), async (page, second) => {
        await using directory = await mkdtempDisposable(path.join(tmpdir(), 'airlock-resume-'));
        const progress = path.join(directory.path, 'progress');
        const users = documents.slice(0, 300);
        const other = () => memorySource({ users: users.slice(100, 120) }, { name: 'other' });
        let left = 30;

        for (const breaksAfter of [page, second].filter((pages) => pages < left)) {
          if (breaksAfter >= left) continue;
          const broken = memorySource({ users }, { name: 'live', breaksAfter });
          await expect(compareSources(broken, other(), { directory: progress })).rejects.toThrow('was lost');
          left -= breaksAfter;
        }

        const last = memorySource({ users }, { name: 'live' });
        const comparison = await compareSources(last, other(), { directory: progress });

        expect(last.pagesRead).toBe(left);
        expect(comparison.counts).toEqual([{ table: 'users', documents: [300, 20], sampled: [300, 20] }]);
        expect(totalOf(comparison.sameId)).toBe(20);
      }),
      { numRuns: 12 },
    );
  });

  test('starts again if the snapshot has changed', async () => {
    await using directory = await mkdtempDisposable(path.join(tmpdir(), 'airlock-resume-'));
    const progress = path.join(directory.path, 'progress');
    const users = documents.slice(0, 50);
    const of = (state: string, breaksAfter?: number) =>
      Object.assign(memorySource({ sites: users, users }, { name: 'dev.zip', ...(breaksAfter && { breaksAfter }) }), {
        state,
      });
    const other = memorySource({ sites: [], users: [] }, { name: 'other' });

    await expect(compareSources(of('of yesterday', 7), other, { directory: progress })).rejects.toThrow('was lost');

    const changed = of('of today');
    const comparison = await compareSources(changed, other, { directory: progress });

    expect([changed.pagesRead, comparison.resumed]).toEqual([10, 0]);
    expect(comparison.counts.map(({ documents: [count] }) => count)).toEqual([50, 50]);
  });

  test('starts again after a complete comparison', async () => {
    await using directory = await mkdtempDisposable(path.join(tmpdir(), 'airlock-resume-'));
    const collect = () =>
      collectDocuments(memorySource({ users: documents.slice(0, 50) }), { directory: directory.path, oneIn: 1 });
    expect((await collect()).resumed).toBe(0);
    const again = await collect();
    expect(again.resumed).toBe(50);
    markCompared(again);
    expect((await collect()).resumed).toBe(0);
  });
});
