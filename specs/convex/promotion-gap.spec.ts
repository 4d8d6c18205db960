import { check, NotApplicable } from '../../support/check/index.ts';
import {
  deployedSurface,
  judgePromotion,
  readFunctionSpecFile,
  requireAnswer,
  shownDeployment,
} from '../../support/platforms/convex/index.ts';

check({
  id: 'convex/promotion-gap',
  title: 'the deployment has all that the environment before it has: functions, HTTP actions, tables, indexes',
  platform: 'convex',
  effect: 'read',
  severity: 'warning',
  why: 'What was tried out in one environment and never promoted is missed on the day that it is needed.',
  remedy: 'Deploy the backend to this environment too.',
  subjects: ({ convex, environment }) =>
    convex?.promotedFrom && convex.promotedFrom.environment !== environment
      ? [{ convex, from: convex.promotedFrom }]
      : undefined,
  async verify({ subject: { convex, from }, reachableOthers, read, count }) {
    const other = reachableOthers.find(({ environment }) => environment === from.environment)?.convex;
    if (!other && !from.functionSpec)
      throw new NotApplicable(
        `this run may not ask ${from.environment}, and platforms.convex.promotedFrom names no function-spec file of it`,
      );
    const [after, name] = await Promise.all([read(deployedSurface, convex), requireAnswer(convex, read)]);
    const before = other
      ? { surface: await read(deployedSurface, other), shown: shownDeployment(await requireAnswer(other, read), other) }
      : {
          surface: await readFunctionSpecFile(from.functionSpec?.path ?? '', from.functionSpec?.shown ?? ''),
          shown: `${from.environment} (${from.functionSpec?.shown})`,
        };
    count('functions compared', before.surface.functions.length);
    return judgePromotion(before, { surface: after, shown: shownDeployment(name, convex) }, convex.deployCommand);
  },
});
