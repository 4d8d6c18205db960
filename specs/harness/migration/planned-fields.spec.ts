import { afterAll, describe, expect, test } from 'vitest';
import { createDocumentIds } from '../../../fixtures/twin/convex/values/document-id.ts';
import { compareMigration, parsePlan, preflightMigration } from '../../../support/families/migration/index.ts';
import { openArchive } from '../../../support/snapshot/index.ts';
import { MigrationFolder, sampleTables, type Tables, wholePlan } from './migration-files.ts';

const folder = new MigrationFolder();
afterAll(() => folder[Symbol.dispose]());

/** Companies, and one document with their ids as the keys of a record: `v.record(v.id('companies'), …)`. */
function withRoles(namespace: string): Tables {
  const { companies = [] } = sampleTables(namespace);
  const ids = createDocumentIds(namespace, ['companies', 'sites', 'incidents', 'roles']);
  const byCompany = Object.fromEntries(companies.map(({ _id }, number) => [_id, number === 0]));
  return {
    companies,
    roles: [{ _id: ids.publicId('roles', 0), _creationTime: 1_760_000_000_000, key: 'a', byCompany }],
  };
}

describe('the keys of a record', () => {
  const plan = 'tables:\n  roles:\n';

  test('are references: a broken one is found before and after the migration', async () => {
    const { companies = [], roles = [] } = withRoles('dev');
    const [lost, kept] = companies;
    const moved = await folder.compare(plan, { companies, roles }, { companies: [kept as never], roles });

    expect(moved.references).toBe(2);
    expect(moved.dangling.list).toMatchObject([{ table: 'roles', field: 'byCompany', received: lost?._id }]);

    const before = await folder.preflight(plan, { companies, roles }, { companies: [kept as never] });
    expect(before.dangling.list).toMatchObject([{ field: 'byCompany', received: lost?._id }]);
  });

  test('are followed to the new ids of documents that are matched by fields', async () => {
    const both = 'tables:\n  companies: { match: [slug] }\n  roles: { match: [key] }\n';
    const there = withRoles('prod');

    expect((await folder.compare(both, withRoles('dev'), there)).changed.total).toBe(0);

    const [roles] = there.roles ?? [];
    const crossed = Object.entries(roles?.byCompany as Record<string, boolean>).map(([id, value]) => [id, !value]);
    Object.assign(roles as object, { byCompany: Object.fromEntries(crossed) });

    expect((await folder.compare(both, withRoles('dev'), there)).changed.list).toMatchObject([{ field: 'byCompany' }]);
  });
});

describe('a plan', () => {
  const lines = (tables: Tables) => ({
    readings: [7, 8].map((count, number) => {
      const { _id } = tables.companies?.[number] ?? { _id: '' };
      return `{"_id":"${_id}","_creationTime":1760000000000.5,"count":${count}}`;
    }) as never,
  });

  test('filters and maps an int64 that is written as a plain number', async () => {
    const text = 'tables:\n  readings: { filter: { count: 7 }, map: { count: { values: { 7: seven } } } }\n';
    const [first] = sampleTables().companies ?? [];
    const readings = [{ _id: first?._id ?? '', _creationTime: 1_760_000_000_000.5, count: 'seven' }];
    const moved = await folder.compare(text, lines(sampleTables()), { readings });
    expect(moved.tables).toMatchObject([{ planned: 1, arrived: 1, compared: 1 }]);
    expect([moved.missing.total, moved.changed.total]).toEqual([0, 0]);
  });

  test('that maps two fields to one is rejected', async () => {
    const text = 'tables:\n  companies: { map: { slug: name, status: name } }\n';
    await expect(folder.compare(text, sampleTables(), sampleTables())).rejects.toThrow(
      /maps two fields of the document \w+ to name: one of their values would be lost/,
    );
  });

  test('that matches by fields makes the pre-flight report documents that the target has by these fields', async () => {
    const text = 'tables:\n  companies: { match: [slug] }\n  sites: { match: [companyId, name] }\n';
    const { present, tables } = await folder.preflight(text, sampleTables(), sampleTables('prod'));
    expect(present.total).toBe(2 + 3);
    expect(tables.map(({ alreadyThere }) => alreadyThere)).toEqual([2, 3]);
    expect((await folder.preflight(text, sampleTables(), { companies: [] })).present.total).toBe(0);
  });

  test('that names a table of a component is rejected for a live side, which does not show it', async () => {
    const { companies = [] } = sampleTables();
    const moved = await openArchive(await folder.snapshot('component', { '_components/pool/jobs': companies }));
    const live = { ...(await openArchive(await folder.snapshot('live', sampleTables()))), state: undefined };
    const plan = parsePlan('tables:\n  pool/jobs: { source: cleaned }\n', 'plan.yaml');
    const refused = /pool\/jobs, of a component, which \S+live\.zip does not show/;

    await expect(compareMigration(plan, { from: moved, to: live })).rejects.toThrow(refused);
    const again = await openArchive(await folder.snapshot('again', { '_components/pool/jobs': companies }));
    await expect(compareMigration(plan, { from: moved, to: again, after: live })).rejects.toThrow(refused);
    await expect(preflightMigration(plan, moved, live)).rejects.toThrow(refused);
    expect((await compareMigration(plan, { from: moved, to: again })).missing.total).toBe(0);
    await expect(compareMigration(parsePlan(wholePlan, 'plan.yaml'), { from: live, to: live })).resolves.toMatchObject({
      missing: { total: 0 },
    });
  });
});
