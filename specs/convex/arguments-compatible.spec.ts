import { check } from '../../support/check/index.ts';
import {
  deployedFunctions,
  readCalls,
  readExpected,
  requireAnswer,
  requireResolved,
  settleTexts,
  shownDeployment,
} from '../../support/platforms/convex/index.ts';
import { judgeCompatibility } from './arguments-compatible.judge.ts';

check({
  id: 'convex/arguments-compatible',
  title: 'the backend accepts the arguments that the front end may send, and returns what it expects',
  platform: 'convex',
  effect: 'read',
  severity: 'critical',
  why: 'A function that rejects its arguments fails just as one that is missing.',
  remedy: 'Deploy the backend that the front end was written against.',
  needs: ['platforms.convex.backend'],
  subjects: ({ backends }) => backends.filter(({ backend }) => backend),
  sends: { to: ['convex'], requests: 8, bound: 'with those of the environment that `backend` names' },
  async verify({ subject: convex, reachableOthers, read, count }) {
    const [expected, deployed, name, ...callers] = await Promise.all([
      readExpected({ convex, reachableOthers }, read),
      read(deployedFunctions, convex),
      requireAnswer(convex, read),
      ...convex.frontends.map((frontend) => readCalls({ convex, frontend }, read)),
    ]);
    const { calls, open } = settleTexts(
      { calls: callers.flatMap((each) => each.calls), open: callers.flatMap((each) => each.open) },
      deployed,
    );
    const { findings, compared, unvalidated } = judgeCompatibility({
      calls,
      expected: expected.functions,
      expectedShown: expected.shown,
      deployed,
      deployment: shownDeployment(name, convex),
      deployCommand: convex.deployCommand,
    });
    count('functions compared', compared);
    count('functions that take any arguments, since they declare none', unvalidated);
    if (findings.length > 0) return findings;

    const accepted = requireResolved({ what: ['reference', 'references'], places: open }, convex.unresolved);
    count('references that are resolved only at run time and accepted', accepted);
    return findings;
  },
});
