/** Starts a Worker and never disposes it; the parent reads the runtime's process id and kills this process. */
import { guardChildren } from '../../../fixtures/twin/worker/end-with-parent.ts';
import { startWorkerDouble } from '../../../fixtures/twin/worker/start-worker-double.ts';

const { result, processIds } = await guardChildren('workerd', () =>
  startWorkerDouble({
    serviceName: 'orphan',
    redisUrl: 'http://127.0.0.1:9',
    redisToken: 'made-up',
    allowedOrigins: [],
    adminToken: '',
  }),
);
process.stdout.write(`${JSON.stringify({ url: result.url, processIds })}\n`);
setInterval(() => {}, 60_000);
