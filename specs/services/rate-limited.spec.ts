import { check, NotApplicable } from '../../support/check/index.ts';
import {
  judgeFlag,
  meantFlag,
  requireService,
  serviceAnswer,
  serviceBurst,
} from '../../support/platforms/services/index.ts';
import { judgeLimit, limitByBurst, limitByHeaders } from './rate-limited.judge.ts';

check({
  id: 'services/rate-limited',
  title: 'rate limiting is on: by behaviour where a burst is allowed, else by what the headers say',
  platform: 'services',
  effect: 'read',
  severity: 'critical',
  why: 'A limiter that was switched off for a test lets one client take the service down for all.',
  remedy: 'Switch the limiter on in the service’s environment, and start it again.',
  needs: ['platforms.services.rateLimit'],
  subjects(profile) {
    const canTell = profile.effects.has('burst');
    const limited = profile.services.filter(
      ({ rateLimit }) =>
        rateLimit &&
        (!rateLimit.offIn.includes(profile.environment) || (canTell && meantFlag(profile, rateLimit.flag))),
    );
    if (limited.length > 0) return limited;
    throw new NotApplicable(`rate limiting is off in ${profile.environment} on purpose (\`offIn\`)`);
  },
  async verify({ subject: service, profile, read }) {
    await requireService(service, read);
    const path = service.rateLimit?.path ?? '/';
    const seen = profile.effects.has('burst')
      ? limitByBurst(await read(serviceBurst, service), service)
      : limitByHeaders(await read(serviceAnswer, { service, path }), service);
    const flag = meantFlag(profile, service.rateLimit?.flag);
    return [...judgeLimit(seen, service), ...judgeFlag(flag, seen.isOn, seen.shown, seen.url)];
  },
});
