import { check } from '../../support/check/index.ts';
import {
  callerSends,
  callersOf,
  deployedFunctions,
  judgeKinds,
  readCalls,
  requireAnswer,
  requireResolved,
  settleTexts,
  shownDeployment,
} from '../../support/platforms/convex/index.ts';

check({
  id: 'convex/function-kinds',
  title: 'every function that the front end calls is public and of the kind that it is called as',
  platform: 'convex',
  effect: 'read',
  severity: 'critical',
  why: 'A query that is called as a mutation, or has become internal, fails for every user at once.',
  remedy: 'Deploy the backend that the front end was written against.',
  subjects: callersOf,
  sends: callerSends,
  async verify({ subject: caller, read, count }) {
    const { convex } = caller;
    const [found, deployed] = await Promise.all([readCalls(caller, read), read(deployedFunctions, convex)]);
    const { calls, open } = settleTexts(found, deployed);
    count('references', calls.length);
    count('references whose kind is known', calls.filter(({ kind }) => kind !== undefined).length);
    const findings = judgeKinds({
      calls,
      deployed,
      deployment: shownDeployment(await requireAnswer(convex, read), convex),
      deployCommand: convex.deployCommand,
    });
    if (findings.length > 0) return findings;

    const accepted = requireResolved({ what: ['reference', 'references'], places: open }, convex.unresolved);
    count('references that are resolved only at run time and accepted', accepted);
    return findings;
  },
});
