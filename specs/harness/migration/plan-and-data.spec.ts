import { createHash } from 'node:crypto';
import { linkSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createDocumentIds } from '../../../fixtures/twin/convex/values/document-id.ts';
import { formatMigration } from '../../../support/families/migration/format-migration.ts';
import {
  compareMigration,
  judgeCleaned,
  judgeComplete,
  judgeIdentical,
  parsePlan,
  preflightMigration,
} from '../../../support/families/migration/index.ts';
import { openArchive } from '../../../support/snapshot/index.ts';
import { MigrationFolder, sampleTables, type Tables, wholePlan } from './migration-files.ts';

const folder = new MigrationFolder();
afterAll(() => folder[Symbol.dispose]());

describe('a cleaned table', () => {
  const plan = wholePlan.replace('incidents:', 'incidents: { source: cleaned }');
  const cleaned = (after?: Tables) => folder.compare(plan, sampleTables(), sampleTables(), after).then(judgeCleaned);

  test('is not verified without an export from afterwards', async () => {
    await expect(cleaned()).rejects.toThrow('there is no export of it from after the migration');
  });

  test.each<[string, Tables]>([
    ['of another deployment', { ...sampleTables('another'), incidents: [] }],
    ['without any document', { companies: [], sites: [], incidents: [] }],
  ])('is not verified by an export %s', async (_, after) => {
    await expect(cleaned(after)).rejects.toThrow('they have no document in common');
  });

  test('is not verified by an export whose tables have other numbers, and that is said', async () => {
    const another = sampleTables('another');
    const renumbered = { companies: another.sites ?? [], incidents: [] };
    await expect(cleaned(renumbered)).rejects.toThrow('the table companies has the number 10001 in the one, and 10003');
  });

  test.each([
    [
      'snapshot_calm-river-456_1760000000000000000',
      'snapshot_happy-animal-123_1760000000000000001',
      'of happy-animal-123',
    ],
    [
      'snapshot_calm-river-456_1760000000000000001',
      'snapshot_calm-river-456_1760000000000000000',
      'was exported before',
    ],
  ])('is not verified where the names of the exports speak against it: %s, %s', async (before, after, says) => {
    const tables = { ...sampleTables(), incidents: [] };
    const sides = await Promise.all([
      folder.snapshot(before, sampleTables()),
      folder.snapshot('to', sampleTables()),
      folder.snapshot(after, tables),
    ]);
    const [from, to, later] = await Promise.all(sides.map((side) => openArchive(side)));
    if (!from || !to) throw new Error('there are three');
    const comparison = await compareMigration(parsePlan(plan, 'plan.yaml'), { from, to, after: later });
    expect(() => judgeCleaned(comparison)).toThrow(says);
    expect(comparison.binding?.common).toBeGreaterThan(0);
  });

  test('is not verified where a table that stays has another number, although there are documents in common', async () => {
    const another = sampleTables('another');
    await expect(cleaned({ ...sampleTables(), sites: another.companies ?? [], incidents: [] })).rejects.toThrow(
      'the table sites has the number 10003 in the one, and 10001 in the other',
    );
  });

  test('is looked for in every table', async () => {
    const { companies = [], incidents = [] } = sampleTables();
    expect(await cleaned({ companies, old_incidents: incidents })).toMatchObject([
      {
        what: '4 migrated documents of `incidents` are still in the source',
        received: expect.stringContaining('in old_incidents'),
      },
    ]);
  });
});

const sha256Of = (text: string) => createHash('sha256').update(text).digest('base64');

describe('stored files', () => {
  const id = 'kg2bz2gyarr8z8xw3pgq1xg3w17ktrzz';
  const text = 'a picture';
  const stored = { _id: id, _creationTime: 1_760_000_000_000.5, sha256: '', size: text.length };
  const compare = async (files: Record<string, string>, over: object = {}) => {
    const document = { ...stored, sha256: createHash('sha256').update(text).digest('base64'), ...over };
    const tables = { ...sampleTables(), _storage: [document] };
    const from = await folder.snapshot('from', tables, { [`_storage/${id}.png`]: text });
    const to = await folder.snapshot('to', tables, files);
    const plan = parsePlan(wholePlan, 'plan.yaml');
    return compareMigration(plan, { from: await openArchive(from), to: await openArchive(to) });
  };

  test('that are there are identical', async () => {
    const { changed } = await compare({ [`_storage/${id}.png`]: text });
    expect(changed.total).toBe(0);
  });

  test.each<[string, Record<string, string>, string]>([
    ['one is missing', {}, 'no file in the archive'],
    ['one has other bytes', { [`_storage/${id}.png`]: 'A picture' }, '9 bytes with the SHA-256'],
    ['one was cut off', { [`_storage/${id}`]: 'a pic' }, '5 bytes with the SHA-256'],
  ])('differ where %s', async (_, files, received) => {
    const comparison = await compare(files);
    expect(judgeIdentical(comparison)).toMatchObject([{ received: expect.stringContaining(received) }]);
  });

  test('differ where the size is another than the document says', async () => {
    expect((await compare({ [`_storage/${id}.png`]: text }, { size: 8 })).changed.total).toBe(2);
  });

  test('differ where the target has another one under the same id, whatever the plan names', async () => {
    const other = 'another picture';
    const from = await folder.snapshot(
      'from',
      { ...sampleTables(), _storage: [{ ...stored, sha256: sha256Of(text) }] },
      { [`_storage/${id}.png`]: text },
    );
    const to = await folder.snapshot(
      'to',
      { ...sampleTables(), _storage: [{ ...stored, sha256: sha256Of(other), size: other.length }] },
      { [`_storage/${id}.png`]: other },
    );
    for (const named of ['', '  _storage:\n']) {
      const sides = { from: await openArchive(from), to: await openArchive(to) };
      const { changed } = await compareMigration(parsePlan(`${wholePlan}${named}`, 'plan.yaml'), sides);
      expect(changed.list[0]).toMatchObject({ table: '_storage', id });
      expect(changed.total).toBeGreaterThan(0);
    }
  });

  test('that were stored anew are matched by what is in them, and references follow', async () => {
    const [once, again] = ['once', 'again'].map((name) => createDocumentIds(name, []).publicId('_storage', 9)) as [
      string,
      string,
    ];
    const withLogo = (logo: string) => {
      const tables = sampleTables();
      Object.assign(tables.companies?.[0] ?? {}, { logo, page: `https://acme.test/files/${logo}` });
      return { ...tables, _storage: [{ ...stored, _id: logo, sha256: sha256Of(text) }] };
    };
    const from = await folder.snapshot('from', withLogo(once), { [`_storage/${once}.png`]: text });
    const to = await folder.snapshot('to', withLogo(again), { [`_storage/${again}.png`]: text });
    const plan = parsePlan(`${wholePlan}  _storage: { match: [sha256] }\n`, 'plan.yaml');
    const found = await compareMigration(plan, { from: await openArchive(from), to: await openArchive(to) });
    expect([found.missing.total, found.changed.total, found.dangling.total]).toEqual([0, 0, 0]);
  });

  test('that an archive has twice make it unreadable', async () => {
    await expect(compare({ [`_storage/${id}.png`]: text, [`_storage/${id}.jpg`]: text })).rejects.toThrow('twice');
  });
});

test('a size that is written as an int64 is compared too', async () => {
  const [stored, text] = ['kg2bz2gyarr8z8xw3pgq1xg3w17ktrzz', 'a picture'];
  const sha256 = createHash('sha256').update(text).digest('base64');
  const of = (size: number) => ({
    ...sampleTables(),
    _storage: [`{"_id":"${stored}","_creationTime":1760000000000.5,"sha256":"${sha256}","size":${size}}`] as never,
  });
  const files = { [`_storage/${stored}.png`]: text };
  const plan = parsePlan(wholePlan, 'plan.yaml');
  const from = await openArchive(await folder.snapshot('from', of(9), files));
  const to = await openArchive(await folder.snapshot('to', of(8), files));
  expect((await compareMigration(plan, { from, to })).changed.list).toMatchObject([
    { table: '_storage', expected: expect.stringContaining('a file of 8 bytes') },
  ]);
});

describe('renamed ids', () => {
  const plan = 'tables:\n  companies: { match: [slug] }\n  pages: { match: [name] }\n';
  const pages = (own: Tables, text: (id: string) => string): Tables => ({
    companies: own.companies ?? [],
    pages: [
      {
        _id: own.sites?.[0]?._id ?? '',
        _creationTime: 1_760_000_000_000.5,
        name: 'x',
        text: text(own.companies?.[0]?._id ?? ''),
      },
    ],
  });
  const link = (id: string) => `See https://acme.test/companies/${id}?tab=1.`;
  const [dev, prod] = [sampleTables('dev'), sampleTables('prod')];

  test('inside a text are renamed too', async () => {
    const { changed } = await folder.compare(plan, pages(dev, link), pages(prod, link));
    expect(changed.total).toBe(0);
  });

  test('that a text still has are told', async () => {
    const stale = pages(prod, () => link(dev.companies?.[0]?._id ?? ''));
    const { changed } = await folder.compare(plan, pages(dev, link), stale);
    expect(changed.list).toMatchObject([{ table: 'pages', field: 'text' }]);
  });
});

describe('values of Convex', () => {
  const line = (rank: string, id = sampleTables().companies?.[0]?._id) =>
    ({ ranks: [`{"_id":"${id}","_creationTime":1760000000000.5,"rank":${rank}}`] }) as never;

  test.each([
    ['1', '10', '{ map: { rank: { values: { 1: 10 } } } }'],
    ['1', '10.0', '{ map: { rank: { values: { 1: 10 } } } }'],
    ['-0.0', '0.0', ''],
    ['-0.0', '{"$float":"AAAAAAAAAIA="}', ''],
    ['{"$float":"AAAAAAAA+H8="}', '{"$float":"AQAAAAAA+H8="}', ''],
    ['9007199254740993', '9007199254740993', ''],
    ['9007199254740993', '10.0', '{ map: { rank: { values: { 9007199254740993: 10 } } } }'],
    ['"first"', '9007199254740993', '{ map: { rank: { values: { first: 9007199254740993 } } } }'],
    ['-9223372036854775808', '-9223372036854775808', '{ filter: { rank: -9223372036854775808 } }'],
    ['{"a":[{"$integer":"AQAAAAAAAAA="}]}', '{"a":[1]}', ''],
  ])('%s became %s, as the plan has it: %s', async (before, after, plan) => {
    const { changed } = await folder.compare(`tables:\n  ranks: ${plan}\n`, line(before), line(after));
    expect(changed.list).toEqual([]);
  });

  test.each([
    ['1', '1.0', ''],
    ['1', '11', '{ map: { rank: { values: { 1: 10 } } } }'],
    ['{"$bytes":"AQI="}', '{"$bytes":"AQM="}', ''],
    ['9007199254740993', '9007199254740992', ''],
    ['9007199254740993', '9007199254740992.0', ''],
    ['{"$float":"AAAAAAAA+H8="}', '0.0', ''],
    ['{"$float":"AAAAAAAA8H8="}', '{"$float":"AAAAAAAA8P8="}', ''],
    ['"first"', '9007199254740992', '{ map: { rank: { values: { first: 9007199254740993 } } } }'],
    ['{"a":[{"$integer":"AQAAAAAAAAA="}]}', '{"a":[1.0]}', ''],
    ['{}', '[]', ''],
  ])('%s became %s, which the plan does not have: %s', async (before, after, plan) => {
    const { changed } = await folder.compare(`tables:\n  ranks: ${plan}\n`, line(before), line(after));
    expect(changed.total).toBe(1);
  });
});

test('a document is matched by a mapped value, whether it is a float or an int64 in the target', async () => {
  const line = (rank: string) =>
    ({
      ranks: [`{"_id":"${sampleTables().companies?.[0]?._id}","_creationTime":1760000000000.5,"rank":${rank}}`],
    }) as never;
  const plan = 'tables:\n  ranks: { match: [rank], map: { rank: { values: { 1: 10 } } } }\n';
  for (const [before, after] of [
    ['1', '10'],
    ['1', '10.0'],
    ['1.0', '10'],
  ] as const) {
    const found = await folder.compare(plan, line(before), line(after));
    expect([found.missing.total, found.unexpected.total, found.changed.total]).toEqual([0, 0, 0]);
  }
});

test('documents of the target without a key are its own, where others are allowed', async () => {
  const own = (sampleTables('own').companies ?? []).map(({ slug: _, ...each }) => each);
  const to = { companies: [...(sampleTables('prod').companies ?? []), ...own] };
  const allowing = await folder.compare(
    'tables:\n  companies: { match: [slug], others: allowed }\n',
    sampleTables(),
    to,
  );
  expect(judgeComplete(allowing)).toEqual([]);
  const refusing = await folder.compare('tables:\n  companies: { match: [slug] }\n', sampleTables(), to);
  expect(refusing.unexpected.total).toBe(2);
});

test('a large integer that no document has is named as it was written', async () => {
  const line = `{"_id":"${sampleTables().companies?.[0]?._id}","_creationTime":1760000000000.5,"rank":9007199254740993}`;
  const ranks = { ranks: [line] } as never;
  const plan = 'tables:\n  ranks: { filter: { rank: 9007199254740995 } }\n';
  await expect(folder.compare(plan, ranks, ranks)).rejects.toThrow(
    'names the value 9007199254740995, which no document of ranks has. Known here: 9007199254740993',
  );
  const beyond = 'tables:\n  ranks: { filter: { rank: 9223372036854775808 } }\n';
  await expect(folder.compare(beyond, ranks, ranks)).rejects.toThrow(
    'filter.rank: expected a text, a number, an integer of 64 bits',
  );
});

test('tables that the plan leaves out are named, where they have documents', async () => {
  const from = { ...sampleTables(), nothing: [] };
  const comparison = await folder.compare('tables:\n  companies:\n', from, sampleTables());
  expect(comparison.unplanned).toEqual(['incidents', 'sites']);
  expect(formatMigration(comparison)).toContain('not in the plan, and not compared: incidents, sites');
});

test('a table of which the plan ignores every field is not verified', async () => {
  const to = sampleTables();
  for (const each of to.companies ?? []) Object.assign(each, { slug: 'another', status: 'another' });
  const plan = (ignore: string) => `tables:\n  companies: { ignore: [${ignore}] }\n  sites:\n`;
  const unseen = await folder.compare(plan('slug, status'), sampleTables(), to);
  expect(() => judgeIdentical(unseen)).toThrow('nothing was compared in companies: the plan ignores every field');
  expect(formatMigration(unseen)).toContain('? identical: the plan ignores every field of companies');
  expect(judgeIdentical(await folder.compare(plan('slug'), sampleTables(), to))).toHaveLength(1);
});

test('a table that was dropped from the target is missing whole', async () => {
  const { sites: _, ...rest } = sampleTables();
  const comparison = await folder.compare(wholePlan, sampleTables(), rest);
  expect(comparison.missing.total).toBe(3);
  expect(comparison.dangling.total).toBe(4);
});

describe('a slip in a plan', () => {
  test.each([
    [
      '{ map: { statsu: state } }',
      "the plan's `map` names the field statsu, which no document of companies has. Did you mean `status`?",
    ],
    ['{ ignore: [_creationtime] }', 'Did you mean `_creationTime`?'],
    ['{ filter: { Status: active } }', 'Did you mean `status`?'],
    ['{ filter: { deletedat: null } }', 'names the field deletedat'],
    ['{ match: [slgu] }', 'Did you mean `slug`?'],
    [
      '{ filter: { status: actve } }',
      'names the value actve, which no document of companies has. Did you mean `active`?',
    ],
    ['{ filter: { status: [active, trail] } }', 'Did you mean `trial`?'],
    ['{ map: { status: { values: { Active: 1 } } } }', 'Did you mean `active`?'],
    ['{ filter: { status: closed } }', 'Known here: '],
    ['{ filter: { _creationTime: "1760000000000" } }', 'names the text 1760000000000, and the documents of companies'],
  ])('is refused: %s', async (table, message) => {
    const plan = `tables:\n  companies: ${table}\n`;
    await expect(folder.compare(plan, sampleTables(), sampleTables())).rejects.toThrow(message);
    if (!table.includes('ignore') && !table.includes('match'))
      await expect(folder.preflight(plan, sampleTables(), {} as Tables & { companies: [] })).rejects.toThrow();
  });

  test('that left the old table in the target is told', async () => {
    const { companies = [] } = sampleTables();
    const plan = 'tables:\n  companies: { to: organisations }\n';
    const both = await folder.compare(plan, { companies }, { companies, organisations: companies });
    expect(judgeComplete(both)).toMatchObject([
      { received: expect.stringContaining('under the old name of the table') },
    ]);
    const renamed = await folder.compare(plan, { companies }, { organisations: companies });
    expect(judgeComplete(renamed)).toEqual([]);
  });

  test('that names one file twice is refused, however it is written', async () => {
    const file = await folder.snapshot('one', sampleTables());
    const [link, hard] = ['link.zip', 'hard.zip'].map((name) => path.join(folder.directory, name)) as [string, string];
    symlinkSync(file, link);
    linkSync(file, hard);
    const plan = parsePlan(wholePlan, 'plan.yaml');
    for (const other of [path.relative(process.cwd(), file), link, hard]) {
      const sides = [await openArchive(file), await openArchive(other)] as const;
      await expect(compareMigration(plan, { from: sides[0], to: sides[1] })).rejects.toThrow('are the same file');
      await expect(preflightMigration(plan, ...sides)).rejects.toThrow('are the same file');
    }
  });
});
