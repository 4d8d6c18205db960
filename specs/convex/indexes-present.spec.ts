import { check } from '../../support/check/index.ts';
import { backendsWithSchema, deployedIndexes, judgeIndexes, schemasOf } from '../../support/platforms/convex/index.ts';

check({
  id: 'convex/indexes-present',
  title: 'every index of the schema is in the deployment, over the same fields, and filled',
  platform: 'convex',
  effect: 'read',
  severity: 'critical',
  why: 'A query over an index that is missing or not filled yet fails on every call.',
  remedy: 'Deploy the backend with its schema, and wait until its indexes are filled.',
  needs: ['platforms.convex.backend'],
  subjects: backendsWithSchema,
  async verify({ subject: convex, reachableOthers, read, count }) {
    const [schemas, states] = await Promise.all([
      schemasOf({ convex, reachableOthers }, read),
      read(deployedIndexes, convex),
    ]);
    count('indexes', schemas.expected.tables.flatMap(({ indexes }) => indexes).length);
    return judgeIndexes(schemas, states);
  },
});
