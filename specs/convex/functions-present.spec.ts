import { check } from '../../support/check/index.ts';
import {
  callerSends,
  callersOf,
  deployedFunctions,
  judgePresence,
  readCalls,
  requireAnswer,
  requireResolved,
  settleTexts,
  shownDeployment,
} from '../../support/platforms/convex/index.ts';

check({
  id: 'convex/functions-present',
  title: 'every function that the front end refers to, in its source and on the live site, exists in the backend',
  platform: 'convex',
  effect: 'read',
  severity: 'critical',
  why: 'A front end that calls a function which the backend does not have was down for 23 hours, with every check green.',
  remedy: 'Deploy the backend before the front end.',
  subjects: callersOf,
  sends: callerSends,
  async verify({ subject: caller, read, count }) {
    const { convex } = caller;
    const [found, deployed] = await Promise.all([readCalls(caller, read), read(deployedFunctions, convex)]);
    const { calls, open } = settleTexts(found, deployed);
    const where = 'site' in caller ? 'of the live site' : 'of the source';
    count(`references ${where}`, calls.length);
    const findings = judgePresence({
      calls,
      deployed,
      deployment: shownDeployment(await requireAnswer(convex, read), convex),
      deployCommand: convex.deployCommand,
    });
    if (findings.length > 0) return findings;

    const accepted = requireResolved({ what: ['reference', 'references'], places: open }, convex.unresolved);
    count(`references ${where} that are resolved only at run time and accepted`, accepted);
    return findings;
  },
});
