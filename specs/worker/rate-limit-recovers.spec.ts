import { check } from '../../support/check/index.ts';
import { rateLimitSubjects, recoverySends, workerRecovery } from '../../support/platforms/worker/index.ts';
import { judgeRecovery } from './rate-limit-recovers.judge.ts';

check({
  id: 'worker/rate-limit-recovers',
  title: 'a key that has spent its quota is let through again after the window, and not before',
  platform: 'worker',
  effect: 'burst',
  severity: 'critical',
  why: 'A window that never ends shuts a client out for good.',
  remedy: 'Start a new window when the old one has ended, by a clock that runs.',
  needs: ['platforms.worker.rateLimits'],
  subjects: rateLimitSubjects,
  sends: recoverySends,
  async verify({ subject, read }) {
    return judgeRecovery(await read(workerRecovery, subject), subject.rateLimit);
  },
});
