import { check } from '../../support/check/index.ts';
import {
  burstSends,
  evidenceOf,
  judgeConfirmed,
  judgeEnforced,
  rateLimitSubjects,
  workerBurst,
} from '../../support/platforms/worker/index.ts';

check({
  id: 'worker/rate-limit-enforced',
  title: 'past the limit comes 429 with `Retry-After`, and as many are accepted as the limit says',
  platform: 'worker',
  effect: 'burst',
  severity: 'critical',
  why: 'A limiter that does not count lets one broken client spend the store of all.',
  remedy: 'Count and decide inside one Durable Object request; redeploy the Worker.',
  needs: ['platforms.worker.rateLimits'],
  subjects: rateLimitSubjects,
  sends: burstSends,
  async verify({ subject, read, count }) {
    const burst = await read(workerBurst, subject);
    for (const [what, number] of evidenceOf(burst.plan, subject.rateLimit)) count(what, number);
    return judgeConfirmed(read, subject, judgeEnforced);
  },
});
