import { afterAll, describe, expect, test } from 'vitest';
import { createDocumentIds } from '../../../fixtures/twin/convex/values/document-id.ts';
import {
  judgeCleaned,
  judgeComplete,
  judgeIdentical,
  judgeReferences,
} from '../../../support/families/migration/index.ts';
import { MigrationFolder, sampleTables, type Tables, wholePlan } from './migration-files.ts';

const folder = new MigrationFolder();
afterAll(() => folder[Symbol.dispose]());

function changed(change: (tables: Tables) => void): Tables {
  const tables = sampleTables();
  change(tables);
  return tables;
}

const first = <Value>(list: readonly Value[] | undefined): Value => {
  if (list?.[0] === undefined) throw new Error('expected an element');
  return list[0];
};

describe('a migration', () => {
  test('that moved everything is complete and identical, and has no broken references', async () => {
    const comparison = await folder.compare(wholePlan, sampleTables(), sampleTables());
    expect(judgeComplete(comparison)).toEqual([]);
    expect(judgeIdentical(comparison)).toEqual([]);
    expect(judgeReferences(comparison)).toEqual([]);
    expect(comparison.references).toBe(3 + 4 + 4);
    expect(comparison.tables.map(({ compared }) => compared)).toEqual([2, 3, 4]);
    expect(() => judgeCleaned(comparison)).toThrow('no table of the plan has `source: cleaned`');
  });

  test('that lost one document is reported with its id', async () => {
    const to = changed((tables) => tables.incidents?.shift());
    const comparison = await folder.compare(wholePlan, sampleTables(), to);

    expect(judgeComplete(comparison)).toMatchObject([
      {
        what: '1 document of `incidents` did not arrive',
        received: `${first(sampleTables().incidents)._id}: no document with this id`,
      },
    ]);
  });

  test('that changed one field is reported with the field and both values', async () => {
    const to = changed((tables) => Object.assign(first(tables.sites), { name: 'Harbour' }));
    const comparison = await folder.compare(wholePlan, sampleTables(), to);
    const { _id: id } = first(to.sites);

    expect(comparison.changed).toEqual({
      total: 1,
      list: [{ table: 'sites', id, field: 'name', expected: '"Site 0"', received: '"Harbour"' }],
    });
    expect(judgeIdentical(comparison)).toMatchObject([{ what: '1 field of `sites` differs from the plan' }]);
  });

  test('that broke a reference is reported with its field, also deep inside a document', async () => {
    const to = changed((tables) => tables.companies?.shift());
    const comparison = await folder.compare(wholePlan, sampleTables(), to);

    expect(comparison.dangling.total).toBe(2 + 4);
    expect(comparison.dangling.list.map(({ field }) => field)).toContain('reporters[0].companyId');
    expect(judgeReferences(comparison).map(({ what }) => what)).toEqual(
      expect.arrayContaining([expect.stringContaining('in `sites`'), expect.stringContaining('in `incidents`')]),
    );
  });

  test('with references into a table that no export contains is not verified, with a remedy', async () => {
    const photo = createDocumentIds('files', []).publicId('_storage', 7);
    const withPhoto = changed((tables) => Object.assign(first(tables.sites), { photo }));
    const comparison = await folder.compare(wholePlan, withPhoto, withPhoto);

    expect([comparison.dangling.total, comparison.unfollowed.total]).toEqual([0, 1]);
    expect(() => judgeReferences(comparison)).toThrow(
      /^1 reference points to a document of a table that neither side shows, for example sites \w+\.photo: \w+$/,
    );

    const ignoring = 'tables:\n  companies:\n  sites: { ignore: [photo] }\n  incidents:\n';
    expect(judgeReferences(await folder.compare(ignoring, withPhoto, withPhoto))).toEqual([]);
  });

  test('that did not move files is reported if the source contains them', async () => {
    const photo = createDocumentIds('files', []).publicId('_storage', 7);
    const withPhoto = changed((tables) => Object.assign(first(tables.sites), { photo }));
    const from = { ...withPhoto, _storage: [{ _id: photo, size: 1 }] };
    const comparison = await folder.compare(wholePlan, from, withPhoto);
    expect(judgeReferences(comparison).map(({ what }) => what)).toEqual([
      '1 reference in `sites` points to a document that does not exist',
    ]);
  });

  test('that ran twice is reported with the duplicate documents', async () => {
    const [once, again] = [sampleTables('prod').companies ?? [], sampleTables('again').companies ?? []];
    const plan = 'tables:\n  companies: { match: [slug] }\n';
    const comparison = await folder.compare(plan, sampleTables(), { companies: [...once, ...again] });

    expect(comparison.unexpected.total).toBe(2);
    expect(judgeComplete(comparison)).toMatchObject([
      { received: expect.stringMatching(/a duplicate of \w+ \(\["company-\d"\]\)/) },
    ]);
    expect(judgeIdentical(comparison)).toEqual([]);
  });

  test('with a document that is not in the plan is reported, unless others are allowed', async () => {
    const other = sampleTables('other').companies ?? [];
    const to = changed((tables) => tables.companies?.push(first(other)));
    const comparison = await folder.compare(wholePlan, sampleTables(), to);

    expect(judgeComplete(comparison)).toMatchObject([{ received: expect.stringContaining(first(other)._id) }]);

    const allowing = await folder.compare(
      `${wholePlan.replace('companies:', 'companies: { others: allowed }')}`,
      sampleTables(),
      to,
    );

    expect(judgeComplete(allowing)).toEqual([]);
  });

  test('that did not clean its source is reported', async () => {
    const plan = wholePlan.replace('incidents:', 'incidents: { source: cleaned }');
    const left = changed((tables) => tables.incidents?.splice(1));
    const comparison = await folder.compare(plan, sampleTables(), sampleTables(), left);

    expect(judgeCleaned(comparison)).toMatchObject([
      { what: '1 migrated document of `incidents` is still in the source' },
    ]);

    const cleaned = changed((tables) => tables.incidents?.splice(0));
    expect(judgeCleaned(await folder.compare(plan, sampleTables(), sampleTables(), cleaned))).toEqual([]);
  });

  test('from an empty source is not verified', async () => {
    const empty = changed((tables) => tables.companies?.splice(0));
    const plan = 'tables:\n  companies: { source: cleaned }\n';
    const comparison = await folder.compare(plan, empty, empty);
    expect(() => judgeComplete(comparison)).toThrow('has no document to move in companies');
    expect(() => judgeIdentical(comparison)).toThrow('nothing was compared: no document is on both sides');
    expect(() => judgeCleaned(comparison)).toThrow(
      'it is unknown what was moved: the source has none of the documents',
    );
  });

  test('with thousands of differences lists a few, and counts all', async () => {
    const many = Array.from({ length: 3_000 }, (_, index) => ({ _id: `k${index}`, name: `Name ${index}` }));
    const { changed: differences } = await folder.compare(
      'tables:\n  names:\n',
      { names: many },
      { names: many.map((each) => ({ ...each, name: 'x' })) },
    );

    expect(differences.total).toBe(3_000);
    expect(differences.list).toHaveLength(20);
  });
});

describe('a plan', () => {
  test('moves the documents that match its filter', async () => {
    const plan = 'tables:\n  companies: { filter: { status: [active, paused] } }\n';
    const to = changed((tables) => tables.companies?.pop());
    const comparison = await folder.compare(plan, sampleTables(), to);
    expect(comparison.tables).toEqual([{ table: 'companies', planned: 1, arrived: 1, compared: 1 }]);
    expect(judgeComplete(comparison)).toEqual([]);
  });

  test('maps tables, fields and values, and ignores fields', async () => {
    const plan =
      'tables:\n  companies:\n    to: organisations\n    map: { slug: handle, status: { to: state, values: { active: 1, trial: 0 } } }\n    ignore: [_creationTime]\n';
    const organisations = (sampleTables().companies ?? []).map(({ _id, slug, status }) => ({
      _id,
      _creationTime: 7,
      handle: slug,
      state: status === 'active' ? 1 : 0,
    }));
    const comparison = await folder.compare(plan, sampleTables(), { organisations });

    expect(judgeComplete(comparison)).toEqual([]);
    expect(judgeIdentical(comparison)).toEqual([]);

    organisations[0] = { ...first(organisations), state: 0 };
    expect((await folder.compare(plan, sampleTables(), { organisations })).changed.total).toBe(1);
  });

  test('matches documents by fields, and follows references to their new ids', async () => {
    const plan = 'tables:\n  companies: { match: [slug] }\n  sites: { match: [name] }\n';
    const rekeyed = sampleTables('prod');
    const comparison = await folder.compare(plan, sampleTables(), rekeyed);

    expect(judgeComplete(comparison)).toEqual([]);
    expect(judgeIdentical(comparison)).toEqual([]);

    const [one, other] = rekeyed.companies ?? [];
    for (const site of rekeyed.sites ?? [])
      Object.assign(site, { companyId: site.companyId === one?._id ? other?._id : one?._id });
    const crossed = await folder.compare(plan, sampleTables(), rekeyed);

    expect(crossed.changed.total).toBe(3);
    expect(first(crossed.changed.list).field).toBe('companyId');
  });

  test.each(['companies sites incidents', 'incidents sites companies', 'sites incidents companies'])(
    'matches documents by references, in whatever order the plan lists the tables: %s',
    async (order) => {
      const match = { companies: 'slug', sites: 'companyId, name', incidents: 'siteId, _creationTime' };
      const plan = `tables:\n${order
        .split(' ')
        .map((table) => `  ${table}: { match: [${match[table as keyof typeof match]}] }\n`)
        .join('')}`;
      const rekeyed = sampleTables('prod');
      const comparison = await folder.compare(plan, sampleTables(), rekeyed);

      expect(judgeComplete(comparison)).toEqual([]);
      expect(judgeIdentical(comparison)).toEqual([]);

      Object.assign(first(rekeyed.companies), { slug: 'company-of-another-name' });
      const renamed = await folder.compare(plan, sampleTables(), rekeyed);

      // The company, its two sites and their incidents now differ.
      expect([renamed.missing.total, renamed.unexpected.total]).toEqual([1 + 2 + 3, 1 + 2 + 3]);
    },
  );

  test.each([
    ['that names an unknown table', 'tables:\n  companie:\n', 'Did you mean `companies`'],
    ['with a `match` that is not unique', 'tables:\n  incidents: { match: [severity] }\n', 'that are unique'],
  ])('%s is refused', async (_, plan, message) => {
    await expect(folder.compare(plan, sampleTables(), sampleTables())).rejects.toThrow(message);
  });

  test.each([
    ['tables: {}', 'the plan needs at least one table'],
    ['tables:\n  users: { ignroe: [x] }', 'Did you mean `ignore`'],
    ['tables: [', /^the plan plan\.yaml:1:\d+ is not YAML: /],
  ])('%j is rejected', async (text, message) => {
    await expect(folder.compare(text, sampleTables(), sampleTables())).rejects.toThrow(message);
  });
});

describe('a pre-flight', () => {
  test('shows what would move, and which references would break', async () => {
    const plan = 'tables:\n  sites:\n  incidents: { filter: { severity: low } }\n';
    const preflight = await folder.preflight(plan, sampleTables(), { companies: [first(sampleTables().companies)] });

    expect(preflight.tables).toEqual([
      { table: 'sites', moves: 3, of: 3, alreadyThere: 0 },
      { table: 'incidents', moves: 2, of: 4, alreadyThere: 0 },
    ]);
    expect(preflight.dangling.total).toBe(1);
    expect(first(preflight.dangling.list)).toMatchObject({ table: 'sites', field: 'companyId' });
  });

  test('shows what the target already has', async () => {
    const preflight = await folder.preflight(wholePlan, sampleTables(), sampleTables());
    expect(preflight.present.total).toBe(9);
    expect(preflight.tables.map(({ alreadyThere }) => alreadyThere)).toEqual([2, 3, 4]);
  });
});
