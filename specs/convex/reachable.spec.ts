import { check, NotVerified } from '../../support/check/index.ts';
import { convexIdentity, convexKey, convexState } from '../../support/platforms/convex/index.ts';

check({
  id: 'convex/reachable',
  title: 'the deployment answers, accepts its key, and is running',
  platform: 'convex',
  effect: 'read',
  severity: 'critical',
  first: true,
  why: 'When the backend is paused or gone, every page of the site shows an error.',
  remedy:
    'Look at the deployment in the Convex dashboard; resume it there if it is paused, or correct its URL in the table.',
  subjects: ({ backends }) => backends,
  sends: { to: ['convex'], requests: 3 },
  async verify({ subject: convex, read, count }) {
    const identity = await read(convexIdentity, convex);
    if (!identity.answers)
      return [
        {
          what: 'no Convex deployment answers',
          expected: identity.expected,
          received: identity.received,
          from: [identity.url, convex.url.origin],
        },
      ];
    if (convex.deployKey === undefined) {
      count('deployments without a deploy key, whose state is not known', 1);
      return [];
    }
    const key = await read(convexKey, convex);
    if (!key.accepted)
      throw new NotVerified(
        `${convex.url.value} answers, but refuses the deploy key (${convex.deployKey.origin}): ${key.reason}`,
        key.remedy,
        convex.deployKey,
      );
    const state = await read(convexState, convex);
    if (state === 'running') return [];
    return [
      {
        what: `the deployment ${identity.name} is ${state}`,
        expected: 'running',
        received: state,
        from: [convex.url.value],
      },
    ];
  },
});
