import { check } from '../../support/check/index.ts';
import { workerHealth } from '../../support/platforms/worker/index.ts';
import { judgeHealth } from './healthy.judge.ts';

check({
  id: 'worker/healthy',
  title: '`/health` says healthy, and so does each component that it has to report',
  platform: 'worker',
  effect: 'read',
  severity: 'critical',
  first: true,
  why: 'A Worker that cannot reach its store loses every log that it is sent.',
  remedy:
    'Look at the Worker, and at the component if one is named: `npx wrangler tail` shows the errors, `npx wrangler deploy` redeploys it.',
  subjects: ({ workers }) => workers,
  sends: { to: ['worker'], requests: 1 },
  async verify({ subject: worker, read }) {
    return judgeHealth(await read(workerHealth, worker), worker);
  },
});
