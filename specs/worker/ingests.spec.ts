import { check } from '../../support/check/index.ts';
import { canarySends, storesLogs, workerCanary, workerStoredKey } from '../../support/platforms/worker/index.ts';
import { judgeCanary } from './ingests.judge.ts';
import { judgeStoredInOwnRedis } from './retention.judge.ts';

check({
  id: 'worker/ingests',
  title: 'a log that is posted is found by its trace, whole, without its secrets, and among the recent traces',
  platform: 'worker',
  effect: 'canary',
  severity: 'critical',
  why: 'A Worker that answers success and stores nothing is only noticed when a log is needed.',
  remedy: 'Post a log by hand and read it back, and look at what the Worker says of it: `npx wrangler tail`.',
  needs: ['platforms.worker.endpoints.log', 'platforms.worker.endpoints.logs'],
  subjects: ({ workers }) => workers.filter(storesLogs),
  sends: canarySends,
  async verify({ subject: worker, read }) {
    const findings = judgeCanary(await read(workerCanary, worker), worker);
    if (findings.length > 0 || !worker.redis || !worker.retention) return findings;
    // Which Redis it stands in is told besides: where that cannot be read, worker/retention says so.
    return read(workerStoredKey, worker).then(judgeStoredInOwnRedis, () => []);
  },
});
