import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { expect, test } from 'vitest';
import { startAnswers } from '../../../../fixtures/answers/start-answers.ts';
import { allowedOrigins, judgeAllowed, workerCors } from '../../../../support/platforms/worker/index.ts';
import type { Profile } from '../../../../support/profile/index.ts';
import { openReadings } from '../../reading/open-readings.ts';
import { sampleWorker } from '../sample-worker.ts';

const app = 'https://app.example.com';

/** What `worker/cors-allows` says of a Worker that has CORS on `/log` alone, where its pages may GET and POST. */
async function judged(source: Parameters<typeof sampleWorker>[0] = {}): Promise<string[]> {
  const other = new Hono().use('/log', cors({ origin: [app], allowMethods: ['GET', 'POST'] }));
  other.get('/health', (context) => context.json({ status: 'healthy' }));
  other.post('/log', (context) => context.json({ success: true }));
  await using served = await startAnswers(getRequestListener(other.fetch, { overrideGlobalObjects: false }));
  const { url } = served;
  const worker = sampleWorker({ origins: app, ...source }, url);
  const [subject] = allowedOrigins({
    environment: 'prod',
    workers: [worker],
    sites: [],
    others: [],
  } as unknown as Profile);
  if (!subject) throw new Error('the list holds an origin');
  await using readings = openReadings([{ origin: url, environment: 'prod' }]);
  const { read } = readings.reader('worker/cors-allows');
  const unasked = await read(workerCors, { worker, origin: undefined });
  return judgeAllowed(subject, await read(workerCors, subject), unasked).map(({ what }) => what);
}

test('a Worker whose pages read one route alone is judged by that route', async () => {
  expect(await judged({ corsPath: '/log' })).toEqual([]);
  expect(await judged()).toEqual([`the answer to an origin of prod, ${app}, is kept from its page`]);
});

test('every method that its pages use is asked for by a preflight of its own', async () => {
  expect(await judged({ corsPath: '/log', corsMethods: ['POST', 'GET'] })).toEqual([]);
  expect(await judged({ corsPath: '/log', corsMethods: ['POST', 'DELETE', 'PUT'] })).toEqual([
    `the preflight of ${app} does not allow DELETE`,
    `the preflight of ${app} does not allow PUT`,
  ]);
});
