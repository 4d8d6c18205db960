import { check } from '../../support/check/index.ts';
import {
  allowedOrigins,
  corsSends,
  judgeAllowed,
  mergeFindings,
  originsByWorker,
  workerCors,
} from '../../support/platforms/worker/index.ts';

check({
  id: 'worker/cors-allows',
  title: 'every origin of the environment is let in, at the preflight and at every request itself',
  platform: 'worker',
  effect: 'read',
  severity: 'critical',
  why: 'A site whose logs the browser withholds has no logs, and nobody is told.',
  remedy: 'Add the origin to ALLOWED_ORIGINS of the Worker, byte for byte, and redeploy it.',
  needs: ['platforms.worker.allowedOrigins'],
  subjects: (profile) => originsByWorker(allowedOrigins(profile)),
  sends: corsSends,
  async verify({ subject: { worker, origins }, read, count }) {
    const unasked = await read(workerCors, { worker, origin: undefined });
    const answers = await Promise.all(origins.map((subject) => read(workerCors, subject)));
    count('origins', origins.length);
    const judged = origins.flatMap((subject, index) => {
      const own = answers[index];
      return own ? judgeAllowed(subject, own, unasked, answers[0]) : [];
    });
    return mergeFindings(judged);
  },
});
