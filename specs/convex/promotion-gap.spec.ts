import { check, NotApplicable } from '../../support/check/index.ts';
import { counterpart, readFunctionSpecFile, readPromotedSide } from '../../support/platforms/convex/index.ts';
import { judgePromotion, untoldParts } from './promotion-gap.judge.ts';

check({
  id: 'convex/promotion-gap',
  title: 'the deployment has everything that the environment before it has: functions, HTTP actions, tables, indexes',
  platform: 'convex',
  effect: 'read',
  severity: 'warning',
  why: 'A change that was tested in one environment and never promoted is missing when it is needed.',
  remedy: 'Deploy the backend to this environment too.',
  needs: ['platforms.convex.promotedFrom'],
  subjects({ backends, environment }) {
    const promoted = backends.flatMap((convex) => (convex.promotedFrom ? [{ convex, from: convex.promotedFrom }] : []));
    const elsewhere = promoted.filter(({ from }) => from.environment !== environment);
    if (elsewhere.length > 0) return elsewhere;
    throw new NotApplicable(`\`platforms.convex.promotedFrom\` is ${environment} itself: it is deployed to first`);
  },
  sends: { to: ['convex'], requests: 8, bound: 'with those of the environment that `promotedFrom` names' },
  async verify({ subject: { convex, from }, reachableOthers, read, count }) {
    const before = reachableOthers.find(({ environment }) => environment === from.environment);
    const other = before && counterpart(before, convex);
    if (!other && !from.functionSpec)
      throw new NotApplicable(
        `this run may not reach ${from.environment}, and platforms.convex.promotedFrom names no function-spec file of it`,
      );
    const [former, after] = await Promise.all([
      other
        ? readPromotedSide(other, read, true)
        : readFunctionSpecFile(from.functionSpec?.path ?? '', from.functionSpec?.shown ?? '').then((surface) => ({
            surface,
            shown: `${from.environment} (${from.functionSpec?.shown})`,
            hashes: undefined,
          })),
      readPromotedSide(convex, read, other !== undefined),
    ]);
    count('functions compared', former.surface.functions.length);
    count('modules compared by hash', former.hashes && after.hashes ? former.hashes.size : 0);
    for (const part of untoldParts(former, after)) count(`${part} not compared: one side does not tell them`, 1);
    return judgePromotion(former, after, convex.deployCommand);
  },
});
