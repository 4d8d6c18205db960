import { check, NotApplicable } from '../../support/check/index.ts';
import {
  judgeFlag,
  limitedServices,
  meantFlag,
  requireService,
  serviceBurst,
} from '../../support/platforms/services/index.ts';
import { judgeBurst, limitByBurst } from './rate-limited.judge.ts';

check({
  id: 'services/rate-limited',
  title: 'past the limit that a service promises, requests are refused',
  platform: 'services',
  effect: 'burst',
  severity: 'critical',
  why: 'A limiter that was switched off for a test lets one client take the service down for all.',
  remedy: 'Switch the limiter on in the service’s environment, and start it again.',
  needs: ['platforms.services.rateLimit'],
  subjects(profile) {
    const asked = limitedServices(profile);
    if (asked.length > 0) return asked;
    throw new NotApplicable(`rate limiting is off in ${profile.environment} on purpose (\`offIn\`)`);
  },
  sends: ({ rateLimit }) => {
    const requests = 2 * (rateLimit?.limit ?? 0) + 1;
    return { to: ['services'], requests: 1 + requests, quota: requests };
  },
  async verify({ subject: service, profile, read }) {
    await requireService(service, read);
    const asked = limitedServices(profile);
    const after = asked.slice(0, asked.indexOf(service));
    const seen = limitByBurst(await read(serviceBurst, { service, after }), service);
    const flag = meantFlag(profile, service.rateLimit?.flag);
    return [...judgeBurst(seen, service), ...judgeFlag(flag, seen.isOn, seen.shown, seen.url)];
  },
});
