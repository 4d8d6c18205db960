import { check, NotApplicable } from '../../support/check/index.ts';
import { requireService, serviceAnswer } from '../../support/platforms/services/index.ts';
import { judgeDebugRoute } from './debug-closed.judge.ts';

check({
  id: 'services/debug-closed',
  title: 'outside of development and staging, the routes for debugging are closed',
  platform: 'services',
  effect: 'read',
  severity: 'critical',
  why: 'Debug endpoints show variables, queries and stack traces to everybody who knows their paths.',
  remedy: 'Switch the debug endpoints off in the service’s environment, and start it again.',
  needs: ['platforms.services.debugRoutes'],
  subjects(profile) {
    if (profile.class !== 'production') throw new NotApplicable(`${profile.environment} is not a production`);
    return profile.services.flatMap((service) => service.debugRoutes.map((path) => ({ service, path })));
  },
  async verify({ subject: { service, path }, profile, read }) {
    // A service that is down keeps every route closed.
    await requireService(service, read);
    const flag = profile.table.values.find(({ key }) => key === service.debugFlag)?.setting;
    return judgeDebugRoute(await read(serviceAnswer, { service, path }), service, flag?.isSet ? flag.value : undefined);
  },
});
