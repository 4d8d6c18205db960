import { check } from '../../support/check/index.ts';
import { judgeExact, rateLimitSubjects, workerBurst } from '../../support/platforms/worker/index.ts';

check({
  id: 'worker/rate-limit-exact',
  title: 'of requests in flight all at once as many are accepted as the limit says, and not one more',
  platform: 'worker',
  effect: 'burst',
  severity: 'critical',
  why: 'A limiter that counts after it answers lets a burst through whole.',
  remedy: 'Count and decide inside one Durable Object request; redeploy the Worker.',
  subjects: rateLimitSubjects,
  async verify({ subject, read }) {
    return judgeExact(await read(workerBurst, subject), subject.rateLimit);
  },
});
