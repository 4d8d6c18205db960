import { check } from '../../support/check/index.ts';
import { workerHealthLatency } from '../../support/platforms/worker/index.ts';
import { judgeHealthLatency } from './health-latency.judge.ts';

check({
  id: 'worker/health-latency',
  title: 'the health answer comes in time, at the median and at the 95th percentile',
  platform: 'worker',
  effect: 'read',
  severity: 'warning',
  why: 'A Worker that answers late is one that loses logs under load.',
  remedy: 'Look at what the health endpoint asks and how far away it is: Redis first, then the Durable Object.',
  subjects: ({ workers }) => workers,
  sends: ({ healthLatency }) => ({ to: ['worker'], requests: 1 + healthLatency.probes }),
  async verify({ subject: worker, read, count }) {
    const reading = await read(workerHealthLatency, worker);
    count('probes', reading.answerMs.length);
    return judgeHealthLatency(reading, worker);
  },
});
