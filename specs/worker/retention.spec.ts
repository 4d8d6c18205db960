import { check } from '../../support/check/index.ts';
import { canarySends, workerStoredKey } from '../../support/platforms/worker/index.ts';
import { judgeRetention } from './retention.judge.ts';

check({
  id: 'worker/retention',
  title: 'what is stored expires when it has to',
  platform: 'worker',
  effect: 'canary',
  severity: 'warning',
  why: 'Logs that never expire fill the store, and keep what had to be forgotten.',
  remedy: 'Set the expiry together with the log, in one pipeline.',
  needs: ['platforms.worker.retention'],
  subjects: ({ workers }) => workers.filter((worker) => worker.retention),
  sends: canarySends,
  async verify({ subject: worker, read }) {
    return judgeRetention(await read(workerStoredKey, worker), worker);
  },
});
