import { check } from '../../support/check/index.ts';
import { backendsWithSchema, deployedIndexes, judgeIndexes, schemasOf } from '../../support/platforms/convex/index.ts';

check({
  id: 'convex/indexes-present',
  title: 'every index of the schema is in the deployment, with the same fields, and backfilled',
  platform: 'convex',
  effect: 'read',
  severity: 'critical',
  why: 'A query that uses an index which is missing or still being backfilled fails on every call.',
  remedy: 'Deploy the backend with its schema, and wait until its indexes are backfilled.',
  needs: ['platforms.convex.backend'],
  subjects: backendsWithSchema,
  sends: { to: ['convex'], requests: 8, bound: 'with those of the environment that `backend` names' },
  async verify({ subject: convex, reachableOthers, read, count }) {
    const [schemas, states] = await Promise.all([
      schemasOf({ convex, reachableOthers }, read),
      read(deployedIndexes, convex),
    ]);
    count('indexes', schemas.expected.tables.flatMap(({ indexes }) => indexes).length);
    return judgeIndexes(schemas, states);
  },
});
