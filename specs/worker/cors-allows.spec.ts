import { check } from '../../support/check/index.ts';
import { allowedOrigins, judgeAllowed, workerCors } from '../../support/platforms/worker/index.ts';

check({
  id: 'worker/cors-allows',
  title: 'every origin of the environment is let in, at the preflight and at the request itself',
  platform: 'worker',
  effect: 'read',
  severity: 'critical',
  why: 'A site whose logs the browser withholds has no logs, and nobody is told.',
  remedy: 'Add the origin to ALLOWED_ORIGINS of the Worker, byte for byte, and redeploy it.',
  subjects: allowedOrigins,
  async verify({ subject, read, count }) {
    const [answers, unasked] = await Promise.all([
      read(workerCors, subject),
      read(workerCors, { worker: subject.worker, origin: undefined }),
    ]);
    count('origins', 1);
    return judgeAllowed(subject, answers, unasked);
  },
});
