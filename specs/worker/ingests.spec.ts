import { check } from '../../support/check/index.ts';
import { judgeCanary, workerCanary } from '../../support/platforms/worker/index.ts';

check({
  id: 'worker/ingests',
  title: 'a log that is posted is found by its trace, whole, and among the recent traces',
  platform: 'worker',
  effect: 'canary',
  severity: 'critical',
  why: 'A Worker that answers success and stores nothing is only noticed when a log is needed.',
  remedy: "Check the Worker's Redis URL and token, then post a log by hand and read it back.",
  subjects: ({ worker }) => worker && [worker],
  async verify({ subject: worker, read }) {
    return judgeCanary(await read(workerCanary, worker), worker);
  },
});
