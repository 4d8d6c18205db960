import { check } from '../../support/check/index.ts';
import {
  burstSends,
  evidenceOf,
  judgeConfirmed,
  judgeExact,
  rateLimitSubjects,
  workerBurst,
} from '../../support/platforms/worker/index.ts';

check({
  id: 'worker/rate-limit-exact',
  title: 'of requests in flight all at once as many are accepted as the limit says, and not one more',
  platform: 'worker',
  effect: 'burst',
  severity: 'critical',
  why: 'A limiter that counts after it answers lets a burst through whole.',
  remedy: 'Count and decide inside one Durable Object request; redeploy the Worker.',
  needs: ['platforms.worker.rateLimits'],
  subjects: rateLimitSubjects,
  sends: burstSends,
  async verify({ subject, read, count }) {
    const burst = await read(workerBurst, subject);
    for (const [what, number] of evidenceOf(burst.plan, subject.rateLimit)) count(what, number);
    return judgeConfirmed(read, subject, judgeExact);
  },
});
