import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { compareMigration, judgeReferences, parsePlan } from '../../../support/families/migration/index.ts';
import { schemaOfPlan } from '../../../support/families/migration/plan-schema.ts';
import { openArchive } from '../../../support/snapshot/index.ts';
import { MigrationFolder, sampleTables, type Tables } from './migration-files.ts';

const folder = new MigrationFolder();
afterAll(() => folder[Symbol.dispose]());

const plan = parsePlan('schema: convex\ntables:\n  companies:\n  sites:\n  incidents:\n', 'plan.yaml');
const schema = `import { defineSchema, defineTable } from 'convex/server';
import { v } from 'convex/values';
export default defineSchema({
  companies: defineTable({ slug: v.string(), status: v.string() }),
  sites: defineTable({ companyId: v.id('companies'), name: v.string(), owner: v.optional(v.union(v.id('companies'), v.null())) }),
  incidents: defineTable({
    siteId: v.id('sites'),
    severity: v.string(),
    reporters: v.array(v.object({ companyId: v.id('companies') })),
    about: v.optional(v.union(v.object({ kind: v.literal('site'), id: v.id('sites') }), v.object({ kind: v.literal('company'), id: v.id('companies') }))),
    seen: v.optional(v.record(v.id('companies'), v.boolean())),
    note: v.optional(v.union(v.id('sites'), v.string())),
  }),
});
`;

async function wrongIn(tables: Tables) {
  const convex = path.join(folder.directory, 'convex');
  mkdirSync(convex, { recursive: true });
  writeFileSync(path.join(convex, 'schema.ts'), schema);
  const file = await folder.snapshot('from', tables);
  const to = await folder.snapshot('to', tables);
  return compareMigration(plan, {
    from: await openArchive(file),
    to: await openArchive(to),
    schema: await schemaOfPlan(plan, path.join(folder.directory, 'plan.yaml')),
  });
}

const { companies = [], sites = [], incidents = [] } = sampleTables();
const [company, site] = [companies[0]?._id ?? '', sites[0]?._id ?? ''];
const withIncident = (over: object): Tables => ({
  companies,
  sites,
  incidents: incidents.map((each, index) => (index === 0 ? { ...each, ...over } : each)),
});

describe('a reference to a document of another table than the schema says', () => {
  test.each<[string, Tables, string]>([
    ['in a field', { companies, incidents, sites: sites.map((each) => ({ ...each, companyId: site })) }, 'companyId'],
    [
      'that may also be null',
      { companies, incidents, sites: sites.map((each) => ({ ...each, owner: site })) },
      'owner',
    ],
    ['in a list', withIncident({ reporters: [{ companyId: company }, { companyId: site }] }), 'reporters[1].companyId'],
    ['in one of two forms', withIncident({ about: { kind: 'company', id: site } }), 'about.id'],
    ['as the key of a record', withIncident({ seen: { [site]: true } }), 'seen'],
    ['by a text that is not an id', withIncident({ siteId: 'undefined' }), 'siteId'],
  ])('is told: %s', async (_, tables, field) => {
    const { misdirected } = await wrongIn(tables);
    expect(misdirected.list[0]).toMatchObject({ field, expected: expect.stringContaining('as the schema says') });
  });

  test('is worded with both tables', async () => {
    const comparison = await wrongIn(withIncident({ siteId: company }));
    expect(judgeReferences(comparison)).toMatchObject([
      {
        what: '1 reference in `incidents` does not point to a document of the table in the schema',
        expected: 'a document of sites, as the schema says',
        received: expect.stringContaining(`${company}, a document of companies`),
      },
    ]);
  });
});

test.each<[string, Tables]>([
  ['as the schema says', { companies, sites, incidents }],
  ['in either form', withIncident({ about: { kind: 'site', id: site } })],
  ['or any text', withIncident({ note: company })],
])('references %s are left alone', async (_, tables) => {
  expect((await wrongIn(tables)).misdirected.total).toBe(0);
});

test('a folder without a schema is a mistake of the plan', async () => {
  const other = parsePlan('schema: nowhere\ntables:\n  companies:\n', 'plan.yaml');
  await expect(schemaOfPlan(other, path.join(folder.directory, 'plan.yaml'))).rejects.toThrow(
    "the plan's `schema` nowhere could not be read",
  );
});
