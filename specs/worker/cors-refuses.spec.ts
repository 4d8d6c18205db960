import { check } from '../../support/check/index.ts';
import {
  corsSends,
  judgeEach,
  judgeOpen,
  judgeRefused,
  mergeFindings,
  originsByWorker,
  refusedOrigins,
  workerCors,
} from '../../support/platforms/worker/index.ts';

check({
  id: 'worker/cors-refuses',
  title: 'no other origin is let in, on any route: no other environment, no look-alike, no `null`',
  platform: 'worker',
  effect: 'read',
  severity: 'critical',
  why: "A Worker that takes any page's logs is anybody's store, and shows them to anybody.",
  remedy: 'Compare origins byte for byte with a list; answer others without `Access-Control-Allow-Origin`.',
  needs: ['platforms.worker.allowedOrigins'],
  subjects: (profile) => originsByWorker(refusedOrigins(profile)),
  sends: corsSends,
  async verify({ subject: { origins }, read, count }) {
    const judged = await Promise.all(
      origins.map(async (subject) => {
        const answers = await read(workerCors, subject);
        count('origins', 1);
        count('look-alikes beyond the bound, not tried', subject.untried ?? 0);
        return () => (subject.isAnybody ? judgeOpen(subject, answers) : judgeRefused(subject, answers));
      }),
    );
    return mergeFindings(judgeEach(judged));
  },
});
