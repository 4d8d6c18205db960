import { check, NotApplicable } from '../../support/check/index.ts';
import { judgeFlag, meantFlag, requireService, serviceAnswer } from '../../support/platforms/services/index.ts';
import { judgeHeaders, limitByHeaders } from './rate-limit-headers.judge.ts';

check({
  id: 'services/rate-limit-headers',
  title: 'where no burst is allowed, the headers of a limited route tell the promised limit',
  platform: 'services',
  effect: 'read',
  severity: 'critical',
  why: 'Where a limit must not be reached, its headers are the one thing that tells of it.',
  remedy: 'Switch the limiter on in the service’s environment, with the promised limit, and start it again.',
  needs: ['platforms.services.rateLimit'],
  subjects({ environment, effects, services }) {
    if (effects.has('burst'))
      throw new NotApplicable(
        `${environment} allows the effect \`burst\`: services/rate-limited sees the limit itself`,
      );
    const limited = services.filter(({ rateLimit }) => rateLimit && !rateLimit.offIn.includes(environment));
    if (limited.length > 0) return limited;
    throw new NotApplicable(`rate limiting is off in ${environment} on purpose (\`offIn\`)`);
  },
  sends: { to: ['services'], requests: 2 },
  async verify({ subject: service, profile, read }) {
    await requireService(service, read);
    const answer = await read(serviceAnswer, { service, path: service.rateLimit?.path ?? '/' });
    const seen = limitByHeaders(answer, service);
    const flag = meantFlag(profile, service.rateLimit?.flag);
    return [...judgeHeaders(seen, service), ...judgeFlag(flag, seen.isOn, seen.shown, seen.url)];
  },
});
