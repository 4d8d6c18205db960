import { check } from '../../support/check/index.ts';
import { requireWorker } from '../../support/platforms/worker/index.ts';
import { judgeDurableState } from './durable-state.judge.ts';

check({
  id: 'worker/durable-state',
  title: 'the state that the Durable Object holds is of the version that the deployed code knows',
  platform: 'worker',
  effect: 'read',
  severity: 'critical',
  why: 'Code that was rolled back does not know the state that newer code left.',
  remedy: 'Deploy the newer code again, or migrate the state.',
  needs: ['platforms.worker.durableState'],
  subjects: ({ workers }) => workers.filter((worker) => worker.durableState),
  sends: { to: ['worker'], requests: 1 },
  async verify({ subject: worker, read }) {
    return judgeDurableState(await requireWorker(worker, read), worker);
  },
});
