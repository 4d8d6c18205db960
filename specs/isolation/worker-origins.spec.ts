import { check } from '../../support/check/index.ts';
import { calledRoute, mergeFindings, workerPreflight } from '../../support/platforms/worker/index.ts';
import { judgeOrigin, originSubjects } from './worker-origins.judge.ts';

check({
  id: 'isolation/worker-origins',
  title: "the Worker allows its own environment's site, and no other environment's unless it is shared",
  platform: 'isolation',
  effect: 'read',
  severity: 'critical',
  why: "A Worker that accepts any site's logs mixes the environments.",
  remedy: "Set the Worker's allowed origins to those of its own environment, and redeploy it.",
  needs: ['platforms.worker.allowedOrigins', 'platforms.pages'],
  subjects: originSubjects,
  sends: ({ worker }) => ({ to: ['worker'], requests: 1 + calledRoute(worker).methods.length }),
  async verify({ subject: { worker, origin, ...subject }, read, count }) {
    const { path, methods } = calledRoute(worker);
    const preflights = await Promise.all(
      methods.map((method) => read(workerPreflight, { worker, origin, path, method })),
    );
    count('origins', 1);
    return mergeFindings(preflights.flatMap((preflight) => judgeOrigin({ worker, origin, ...subject }, preflight)));
  },
});
