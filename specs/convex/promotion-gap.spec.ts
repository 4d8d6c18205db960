import { check, NotApplicable } from '../../support/check/index.ts';
import { readFunctionSpecFile, readPromotedSide } from '../../support/platforms/convex/index.ts';
import { judgePromotion } from './promotion-gap.judge.ts';

check({
  id: 'convex/promotion-gap',
  title: 'the deployment has everything that the environment before it has: functions, HTTP actions, tables, indexes',
  platform: 'convex',
  effect: 'read',
  severity: 'warning',
  why: 'A change that was tested in one environment and never promoted is missing when it is needed.',
  remedy: 'Deploy the backend to this environment too.',
  subjects: ({ convex, environment }) =>
    convex?.promotedFrom && convex.promotedFrom.environment !== environment
      ? [{ convex, from: convex.promotedFrom }]
      : undefined,
  async verify({ subject: { convex, from }, reachableOthers, read, count }) {
    const other = reachableOthers.find(({ environment }) => environment === from.environment)?.convex;
    if (!other && !from.functionSpec)
      throw new NotApplicable(
        `this run may not reach ${from.environment}, and platforms.convex.promotedFrom names no function-spec file of it`,
      );
    const [before, after] = await Promise.all([
      other
        ? readPromotedSide(other, read, true)
        : readFunctionSpecFile(from.functionSpec?.path ?? '', from.functionSpec?.shown ?? '').then((surface) => ({
            surface,
            shown: `${from.environment} (${from.functionSpec?.shown})`,
            hashes: undefined,
          })),
      readPromotedSide(convex, read, other !== undefined),
    ]);
    count('functions compared', before.surface.functions.length);
    count('modules compared by hash', before.hashes && after.hashes ? before.hashes.size : 0);
    return judgePromotion(before, after, convex.deployCommand);
  },
});
