import { check, NotApplicable } from '../../support/check/index.ts';
import { judgeFlag, meantFlag, requireService, serviceAnswer } from '../../support/platforms/services/index.ts';
import { isDebugOpen, judgeDebugRoute } from './debug-closed.judge.ts';

const nobodyHas = '/airlock-asks-for-a-path-that-nobody-has';

check({
  id: 'services/debug-closed',
  title:
    'outside of development and staging the routes for debugging are closed, and elsewhere they are as their flag says',
  platform: 'services',
  effect: 'read',
  severity: 'critical',
  why: 'Debug endpoints show variables, queries and stack traces to everybody who knows their paths.',
  remedy: 'Switch the debug endpoints off in the service’s environment, and start it again.',
  needs: ['platforms.services.debugRoutes'],
  subjects(profile) {
    const asked = profile.services.filter(
      ({ debugFlag }) => profile.class === 'production' || meantFlag(profile, debugFlag) !== undefined,
    );
    const routes = asked.flatMap((service) => service.debugRoutes.map((path) => ({ service, path })));
    if (routes.length > 0 || profile.class === 'production') return routes;
    throw new NotApplicable(`${profile.environment} may have them open, and no \`debugFlag\` says whether it does`);
  },
  // Its health, the route, and one that no service has.
  sends: { to: ['services'], requests: 3 },
  async verify({ subject: { service, path }, profile, read }) {
    // A service that is down keeps every route closed.
    await requireService(service, read);
    const [answer, control] = await Promise.all(
      [path, nobodyHas].map((each) => read(serviceAnswer, { service, path: each })),
    );
    if (!answer || !control) return [];

    const isOpen = isDebugOpen(answer, control, service);
    const flag = meantFlag(profile, service.debugFlag);
    return [
      ...(profile.class === 'production' ? judgeDebugRoute(answer, isOpen, service) : []),
      ...judgeFlag(flag, isOpen, `${path} is ${isOpen ? 'open' : 'closed'}`, answer.url),
    ];
  },
});
