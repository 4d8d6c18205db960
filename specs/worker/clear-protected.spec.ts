import { check, NotApplicable } from '../../support/check/index.ts';
import { workerAdminRoute } from '../../support/platforms/worker/index.ts';
import { judgeAdminRoute } from './clear-protected.judge.ts';

check({
  id: 'worker/clear-protected',
  title: 'administrative routes refuse a caller without the right token',
  platform: 'worker',
  effect: 'read',
  severity: 'critical',
  why: 'One request of a stranger deletes every log.',
  remedy: 'Ask for a token before anything else on the route, and redeploy the Worker.',
  needs: ['platforms.worker.adminRoutes'],
  subjects({ workers, environment, class: kind }) {
    if (kind === 'development') throw new NotApplicable(`${environment} is a development environment`);
    return workers.flatMap((worker) => worker.adminRoutes.map((route) => ({ worker, route })));
  },
  async verify({ subject, read, count }) {
    const reading = await read(workerAdminRoute, subject);
    // How it is known: the method that does the work is never among them.
    count('harmless calls without the right token', reading.answers.length);
    return judgeAdminRoute(reading, subject.route);
  },
});
