import { check } from '../../support/check/index.ts';
import { judgeRefused, refusedOrigins, workerCors } from '../../support/platforms/worker/index.ts';

check({
  id: 'worker/cors-refuses',
  title: 'no other origin is let in: no other environment, no look-alike, no `null`',
  platform: 'worker',
  effect: 'read',
  severity: 'critical',
  why: "A Worker that takes any page's logs is anybody's store, and shows them to anybody.",
  remedy: 'Compare origins byte for byte with a list; answer others without `Access-Control-Allow-Origin`.',
  subjects: refusedOrigins,
  async verify({ subject, read, count }) {
    const answers = await read(workerCors, subject);
    count('origins', 1);
    return judgeRefused(subject, answers);
  },
});
