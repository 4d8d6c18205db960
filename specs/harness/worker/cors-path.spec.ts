import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { expect, test } from 'vitest';
import { allowedOrigins, judgeAllowed, workerCors } from '../../../support/platforms/worker/index.ts';
import type { Profile } from '../../../support/profile/index.ts';
import { openReadings } from '../reading/open-readings.ts';
import { sampleWorker } from './sample-worker.ts';
import { serveApp } from './serve-app.ts';

const app = 'https://app.example.com';

/** What `worker/cors-allows` says of a Worker that has CORS on `/log` alone, which takes POST alone. */
async function judged(corsPath?: string): Promise<string[]> {
  const other = new Hono().use('/log', cors({ origin: [app] }));
  other.get('/health', (context) => context.json({ status: 'healthy' }));
  other.post('/log', (context) => context.json({ success: true }));
  await using served = await serveApp(other);
  const { url } = served;
  const worker = sampleWorker({ origins: app, ...(corsPath !== undefined && { corsPath }) }, url);
  const [subject] = allowedOrigins({ environment: 'prod', worker, others: [] } as unknown as Profile) ?? [];
  if (!subject) throw new Error('the list holds an origin');
  await using readings = openReadings([{ origin: url, environment: 'prod' }]);
  const { read } = readings.reader('worker/cors-allows');
  const unasked = await read(workerCors, { worker, origin: undefined });
  return judgeAllowed(subject, await read(workerCors, subject), unasked).map(({ what }) => what);
}

test('a Worker whose pages read one route alone is judged by that route', async () => {
  expect(await judged('/log')).toEqual([]);
  expect(await judged()).toEqual([`the answer to an origin of prod, ${app}, is kept from its page`]);
});
