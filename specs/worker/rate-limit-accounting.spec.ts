import { check } from '../../support/check/index.ts';
import { accountingSends, rateLimitSubjects, workerAccounting } from '../../support/platforms/worker/index.ts';
import { EndedMeanwhile, judgeAccounting } from './rate-limit-accounting.judge.ts';

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
    const look = async (attempt: number) =>
      judgeAccounting(await read(workerAccounting, { ...subject, attempt }), subject.rateLimit);
    const first = await look(1).catch((error: unknown) => {
      if (error instanceof EndedMeanwhile) return undefined;
      throw error;
    });
    if (first === undefined) return await look(2);
    if (first.length === 0) return [];

    // The end of a window, or others who ask at the same time, explain one series of requests, and hardly two.
    const second = await look(2);
    return second.filter(({ what }) => first.some((each) => each.what === what));
  },
});
