import { expect, test } from 'vitest';
import { workerBurst } from '../../../support/platforms/worker/index.ts';
import { startServer } from '../http/start-server.ts';
import { openReadings } from '../reading/open-readings.ts';
import { sampleWorker } from './sample-worker.ts';

const limit = 150;
const past = 5;

test('a burst is in flight whole: none of its requests waits for the answer of another', async () => {
  const held: (() => void)[] = [];
  let most = 0;
  let burstIsOver = false;
  let isControlled = false;
  await using server = await startServer(({ path }, response) => {
    const answer = (body: unknown, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '60' }).end(JSON.stringify(body));
    if (path === '/health') return answer({ status: 'healthy', components: { rate_limiter: { status: 'healthy' } } });
    // The request before the burst shows that the quota is not spent.
    if (!isControlled) {
      isControlled = true;
      return answer({ success: true });
    }
    if (burstIsOver) return answer({ success: false }, 429);
    const number = held.push(() => answer({ success: number <= limit }, number <= limit ? 200 : 429));
    most = Math.max(most, number);
    if (number < limit + past) return;
    // Only now that all of them have come is any of them answered: one that waited would wait for ever.
    burstIsOver = true;
    for (const release of held) release();
  });
  const worker = sampleWorker({ components: [], rateLimits: [{ per: 'trace', limit, windowMs: 60_000 }] }, server.url);
  const [rateLimit] = worker.rateLimits;
  if (!rateLimit) throw new Error('the sample promises no limit');
  await using readings = openReadings([{ origin: server.url, environment: 'prod' }], { deadlineMs: 10_000 });
  const { read } = readings.reader('worker/rate-limit-exact', { effect: 'burst' });
  const { answers, plan } = await read(workerBurst, { worker, rateLimit });
  expect(plan.requests).toBe(limit + past);
  expect(most).toBe(plan.requests);
  expect(answers.filter(({ accepted }) => accepted)).toHaveLength(limit);
});
