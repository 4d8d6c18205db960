import { check } from '../../support/check/index.ts';
import { allSchemasOf, backendsWithSchema, judgeTables } from '../../support/platforms/convex/index.ts';

check({
  id: 'convex/tables-present',
  title: 'every table of the schema is in the deployment',
  platform: 'convex',
  effect: 'read',
  severity: 'critical',
  why: 'Functions that read a table which the deployment does not have fail when they are called.',
  remedy: 'Deploy the backend with its schema.',
  needs: ['platforms.convex.backend'],
  subjects: backendsWithSchema,
  sends: { to: ['convex'], requests: 64, bound: 'with those of the environment that `backend` names' },
  async verify({ subject: convex, reachableOthers, read, count }) {
    const { own, ofComponents } = await allSchemasOf({ convex, reachableOthers }, read);
    count('tables', own?.expected.tables.length ?? 0);
    count('tables of components', ofComponents.flatMap(({ expected }) => expected.tables).length);
    return [...(own ? [own] : []), ...ofComponents].flatMap(judgeTables);
  },
});
