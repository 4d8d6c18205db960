import { check } from '../../support/check/index.ts';
import {
  canaryQuery,
  deployedFunctions,
  readExpected,
  requireAnswer,
  shownDeployment,
} from '../../support/platforms/convex/index.ts';
import { judgeCanaryQuery } from './canary-query.judge.ts';

check({
  id: 'convex/canary-query',
  title: 'a query, called as a client calls it, returns what it declares',
  platform: 'convex',
  effect: 'read',
  severity: 'critical',
  why: 'A function may be deployed and still fail: because of data, a variable or an index.',
  remedy: 'Look at the function in the logs of the deployment.',
  needs: ['platforms.convex.canaryQuery'],
  subjects: ({ backends }) =>
    backends.flatMap((convex) => (convex.canaryQuery ? [{ convex, canary: convex.canaryQuery }] : [])),
  sends: { to: ['convex'], requests: 4 },
  async verify({ subject: { convex, canary }, reachableOthers, read, count }) {
    const [reading, name, declared] = await Promise.all([
      read(canaryQuery, convex),
      requireAnswer(convex, read),
      convex.backend
        ? readExpected({ convex, reachableOthers }, read).then(({ functions }) => functions)
        : read(deployedFunctions, convex),
    ]);
    const returns = declared.find(({ path }) => path === canary.path)?.returns;
    count('answers', 1);
    return judgeCanaryQuery(reading, canary, returns, shownDeployment(name, convex));
  },
});
