import { check } from '../../support/check/index.ts';
import {
  allSchemasOf,
  backendsWithSchema,
  componentIndexes,
  deployedIndexes,
  judgeFields,
  judgeIndexes,
} from '../../support/platforms/convex/index.ts';

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
  sends: { to: ['convex'], requests: 64, bound: 'with those of the environment that `backend` names' },
  async verify({ subject: convex, reachableOthers, read, count }) {
    const [{ own, ofComponents }, states] = await Promise.all([
      allSchemasOf({ convex, reachableOthers }, read),
      read(deployedIndexes, convex),
    ]);
    const ofComponentStates = await Promise.all(
      ofComponents.map(({ id }) => (id === undefined ? undefined : read(componentIndexes, { convex, id }))),
    );
    count('indexes', own ? indexesOf(own) : 0);
    count(
      'indexes of components',
      ofComponents.map(indexesOf).reduce((sum, each) => sum + each, 0),
    );
    return [
      ...(own ? judgeIndexes(own, states) : []),
      ...ofComponents.flatMap((input, index) => {
        const reported = ofComponentStates[index];
        return reported === undefined ? judgeFields(input) : judgeIndexes(input, reported);
      }),
    ];
  },
});

function indexesOf({
  expected: { tables },
}: {
  expected: { tables: readonly { indexes: readonly unknown[] }[] };
}): number {
  return tables.flatMap(({ indexes }) => indexes).length;
}
