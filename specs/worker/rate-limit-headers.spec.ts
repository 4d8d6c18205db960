import { check } from '../../support/check/index.ts';
import {
  burstSends,
  evidenceOf,
  judgeConfirmed,
  rateLimitSubjects,
  workerBurst,
} from '../../support/platforms/worker/index.ts';
import { judgeRateLimitHeaders } from './rate-limit-headers.judge.ts';

check({
  id: 'worker/rate-limit-headers',
  title: 'the headers that tell of the quota agree with what is observed',
  platform: 'worker',
  effect: 'burst',
  severity: 'warning',
  why: 'Clients slow down by what the headers say.',
  remedy: 'Word the headers from the decision itself: limit, what is left after it, seconds to the reset.',
  needs: ['platforms.worker.rateLimits'],
  subjects: rateLimitSubjects,
  sends: burstSends,
  async verify({ subject, read, count }) {
    const burst = await read(workerBurst, subject);
    for (const [what, number] of evidenceOf(burst.plan, subject.rateLimit)) count(what, number);
    return judgeConfirmed(read, subject, judgeRateLimitHeaders);
  },
});
