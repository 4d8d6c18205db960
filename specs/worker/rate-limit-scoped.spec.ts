import { check } from '../../support/check/index.ts';
import {
  burstSends,
  evidenceOf,
  judgeConfirmed,
  judgeScoped,
  rateLimitSubjects,
  workerBurst,
} from '../../support/platforms/worker/index.ts';

check({
  id: 'worker/rate-limit-scoped',
  title: "a key that has spent its quota leaves another's whole, and gets no new one with a forged address",
  platform: 'worker',
  effect: 'burst',
  severity: 'critical',
  why: 'A quota that all keys share lets one client silence the others.',
  remedy: 'Count by the key itself, and take addresses from the platform only.',
  needs: ['platforms.worker.rateLimits'],
  subjects: rateLimitSubjects,
  sends: burstSends,
  async verify({ subject, read, count }) {
    const burst = await read(workerBurst, subject);
    for (const [what, number] of evidenceOf(burst.plan, subject.rateLimit)) count(what, number);
    return judgeConfirmed(read, subject, judgeScoped, { needsSpentKey: true });
  },
});
