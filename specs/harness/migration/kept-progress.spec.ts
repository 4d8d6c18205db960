import { readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { compareMigration, type MigrationComparison, parsePlan } from '../../../support/families/migration/index.ts';
import { openArchive } from '../../../support/snapshot/index.ts';
import { memorySource } from '../snapshot/memory-source.ts';
import { MigrationFolder, sampleTables, type Tables, wholePlan } from './migration-files.ts';

const folder = new MigrationFolder();
afterAll(() => folder[Symbol.dispose]());
const progress = path.join(folder.directory, 'progress');
beforeEach(() => rmSync(progress, { recursive: true, force: true }));

const lost = sampleTables().sites?.[1]?._id;
/** What arrived: one site is missing, and an incident is another. */
function arrived(): Tables {
  const tables = sampleTables();
  tables.sites?.splice(1, 1);
  Object.assign(tables.incidents?.[0] ?? {}, { severity: 'another' });
  return tables;
}

/** The live target, of which each page has one document. */
function target({ breaksAfter, secret = 'made-up-key', tables = arrived() }: TargetOptions = {}) {
  const source = memorySource(tables, {
    name: 'https://calm-river-456.convex.cloud',
    pageDocuments: 1,
    ...(breaksAfter !== undefined && { breaksAfter }),
  });
  return Object.assign(source, { secret: async () => secret });
}

interface TargetOptions {
  breaksAfter?: number;
  secret?: string;
  tables?: Tables;
}

const source = async () => openArchive(await folder.snapshot('before', sampleTables()));
const pages = Object.values(arrived()).reduce((sum, documents) => sum + documents.length, 0);
const without = ({ resumed: _, ...found }: MigrationComparison) => found;
const compare = async (to: ReturnType<typeof target>, plan = wholePlan, from = source()) =>
  compareMigration(parsePlan(plan, 'plan.yaml'), { from: await from, to, progress });

describe('a comparison with a live deployment', () => {
  test('reads each of its pages once, also without a folder of progress', async () => {
    const to = target();
    const found = await compareMigration(parsePlan(wholePlan, 'plan.yaml'), { from: await source(), to });
    expect(found.missing.list).toMatchObject([{ table: 'sites', id: lost }]);
    expect(to.pagesRead).toBe(pages);
  });

  test('that is cut off after any page goes on there, and finds the same', async () => {
    const whole = without(await compare(target()));
    expect(readdirSync(progress)).toEqual([]);
    // One export: another file is another comparison.
    const from = await source();
    for (let page = 1; page < pages; page += 1) {
      await expect(compare(target({ breaksAfter: page }), wholePlan, Promise.resolve(from))).rejects.toThrow(
        'was lost',
      );
      const again = target();
      const found = await compare(again, wholePlan, Promise.resolve(from));
      expect(again.pagesRead).toBe(pages - page);
      expect(found.resumed.documents).toBe(page);
      expect(without(found)).toEqual(whole);
      expect(readdirSync(progress)).toEqual([]);
    }
  });

  test('takes over the tables that were compared', async () => {
    const from = await source();
    await expect(compare(target({ breaksAfter: 5 }), wholePlan, Promise.resolve(from))).rejects.toThrow('was lost');
    const { resumed } = await compare(target(), wholePlan, Promise.resolve(from));
    expect(resumed).toMatchObject({ documents: 5, steps: 2, readAt: expect.any(String) });
  });

  test.each<[string, Parameters<typeof target>[0], string | undefined]>([
    ['with another key', { secret: 'made-up-other' }, undefined],
    ['with another plan', {}, wholePlan.replace('sites:', 'sites: { ignore: [name] }')],
  ])('begins again %s', async (_, options, plan) => {
    const from = await source();
    await expect(compare(target({ breaksAfter: 6 }), wholePlan, Promise.resolve(from))).rejects.toThrow('was lost');
    const again = target(options);
    expect((await compare(again, plan, Promise.resolve(from))).resumed).toEqual({ documents: 0, steps: 0 });
    expect(again.pagesRead).toBe(pages);
  });

  test('that was read a day ago is read again', async () => {
    const from = await source();
    await expect(compare(target({ breaksAfter: 6 }), wholePlan, Promise.resolve(from))).rejects.toThrow('was lost');
    const { now } = Date;
    try {
      Date.now = () => now() + 25 * 3_600_000;
      const again = target();
      await compare(again, wholePlan, Promise.resolve(from));
      expect(again.pagesRead).toBe(pages);
    } finally {
      Date.now = now;
    }
  });

  test('leaves nothing that is readable without the key', async () => {
    await expect(compare(target({ breaksAfter: 6 }))).rejects.toThrow('was lost');
    const kept = readdirSync(progress, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(kept.length).toBeGreaterThan(3);
    for (const { parentPath, name } of kept) {
      const text = readFileSync(path.join(parentPath, name), 'latin1');
      expect(text).not.toContain('company-0');
      expect(text).not.toContain(String(lost));
    }
  });

  test.each<[string, (file: string) => void]>([
    ['removed', (file) => rmSync(file)],
    ['emptied', (file) => truncateSync(file)],
    ['cut off', (file) => truncateSync(file, 40)],
  ])('trusts no file of progress that was %s', async (_, tamper) => {
    const whole = without(await compare(target()));
    const from = await source();
    const files = () =>
      readdirSync(progress, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.name.startsWith('lock'))
        .map(({ parentPath, name }) => path.join(parentPath, name));
    await expect(compare(target({ breaksAfter: 6 }), wholePlan, Promise.resolve(from))).rejects.toThrow('was lost');
    const count = files().length;
    for (let index = 0; index < count; index += 1) {
      rmSync(progress, { recursive: true, force: true });
      await expect(compare(target({ breaksAfter: 6 }), wholePlan, Promise.resolve(from))).rejects.toThrow('was lost');
      const file = files().sort()[index];
      if (file !== undefined) tamper(file);
      expect(without(await compare(target(), wholePlan, Promise.resolve(from)))).toEqual(whole);
    }
  });

  test('keeps a second run out of its folder', async () => {
    const from = await source();
    const second = compare(target({ breaksAfter: 6 }), wholePlan, Promise.resolve(from));
    const both = await Promise.allSettled([second, compare(target(), wholePlan, Promise.resolve(from))]);
    expect(both.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
    expect(JSON.stringify(both.map((each) => ('reason' in each ? each.reason.message : '')))).toContain(
      'another run uses',
    );
  });
});

describe('two sides that are one deployment', () => {
  test('are refused, whatever they are called', async () => {
    const database = 'https://calm-river-456.convex.cloud';
    const [from, to] = ['dev', 'prod'].map((name) =>
      Object.assign(memorySource(sampleTables(), { name }), { database }),
    );
    if (from === undefined || to === undefined) throw new Error('there are two');
    const plan = parsePlan(wholePlan, 'plan.yaml');
    await expect(compareMigration(plan, { from, to })).rejects.toThrow('dev and prod are the same deployment');
    const before = await source();
    await expect(compareMigration(plan, { from: before, to, after: from })).rejects.toThrow('are the same deployment');
  });
});
