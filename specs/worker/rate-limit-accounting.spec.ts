import { check } from '../../support/check/index.ts';
import { accountingSends, rateLimitSubjects, workerAccounting } from '../../support/platforms/worker/index.ts';
import { judgeLooks } from './rate-limit-accounting.judge.ts';

check({
  id: 'worker/rate-limit-accounting',
  title: 'each request costs one of every quota that it counts against, and the reported counts agree',
  platform: 'worker',
  effect: 'canary',
  severity: 'critical',
  why: 'Where a shared quota must not be exhausted, a handful of requests has to show that it is counted.',
  remedy: 'Count each accepted request once, in every quota, and report the counts from where they are kept.',
  needs: ['platforms.worker.rateLimits'],
  subjects: rateLimitSubjects,
  sends: accountingSends,
  async verify({ subject, read }) {
    return await judgeLooks(
      async (attempt) => await read(workerAccounting, { ...subject, attempt }),
      subject.rateLimit,
    );
  },
});
