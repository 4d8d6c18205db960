import { check, NotApplicable, NotVerified } from '../../support/check/index.ts';
import { earlierClearProof, readVersion, workerAdminRoute } from '../../support/platforms/worker/index.ts';
import { judgeAdminRoute, judgeEarlierProof, wordsToProve } from './clear-protected.judge.ts';

check({
  id: 'worker/clear-protected',
  title: 'administrative routes refuse a caller without the right token',
  platform: 'worker',
  effect: 'read',
  severity: 'critical',
  why: 'One request of a stranger deletes every log.',
  remedy: 'Ask for a token before anything else on the route, and redeploy the Worker.',
  needs: ['platforms.worker.adminRoutes'],
  subjects({ workers, environment, class: kind, effects }) {
    if (kind === 'development')
      throw new NotApplicable(
        effects.has('destructive')
          ? 'worker/clear-refuses-strangers proves it here'
          : `${environment} is a development environment; \`destructive\` among its \`effects\` lets worker/clear-refuses-strangers prove it`,
      );
    return workers.flatMap((worker) => worker.adminRoutes.map((route) => ({ worker, route })));
  },
  sends: { to: ['worker'], requests: 11 },
  async verify({ subject: { worker, route }, profile, read, count }) {
    if (route.authenticatesFirst) {
      const reading = await read(workerAdminRoute, { worker, route });
      // How it is known: the method that does the work is never among them.
      count('harmless calls without the right token', reading.answers.length);
      return judgeAdminRoute(reading, route);
    }
    const versions = await readVersion(worker, read);
    if (worker.adminRoutesProof === undefined)
      throw new NotVerified(
        `whether ${route.path} is protected is seen only by a call that may delete, by any method: none was sent`,
        wordsToProve(route),
      );
    const proof = await read(earlierClearProof, worker.adminRoutesProof);
    const findings = judgeEarlierProof(proof, versions, route, profile);
    count(`routes proved in ${proof.environment} at the same commit`, 1);
    return findings;
  },
});
