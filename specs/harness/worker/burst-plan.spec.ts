import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { startAnswers } from '../../../fixtures/answers/start-answers.ts';
import { workerBurst } from '../../../support/platforms/worker/index.ts';
import { traceLimit } from '../../../support/profile/index.ts';
import { openReadings } from '../reading/open-readings.ts';
import { sampleWorker } from './sample-worker.ts';

/** A Worker whose health answer says how much of its quotas is used, and which counts what it is posted. */
async function startCounting(used: { system: unknown; global: unknown }) {
  let posts = 0;
  const app = new Hono();
  app.get('/health', (context) =>
    context.json({
      status: 'healthy',
      components: {
        rate_limiter: { status: 'healthy', current_state: { perSystem: { manual: used.system }, global: used.global } },
      },
    }),
  );
  app.post('/log', (context) => {
    posts += 1;
    return context.json({ success: true });
  });
  return Object.assign(await startAnswers(getRequestListener(app.fetch, { overrideGlobalObjects: false })), {
    posts: () => posts,
  });
}

async function burstOn(used: { system: unknown; global: unknown }) {
  await using server = await startCounting(used);
  await using readings = openReadings([{ origin: server.url, environment: 'prod' }]);
  const rateLimits = [traceLimit({ perTrace: 20, perSystem: 400, global: 1_000, windowMs: 3_600_000 })];
  const worker = sampleWorker({ rateLimits, components: [] }, server.url);
  const [rateLimit] = worker.rateLimits;
  if (!rateLimit) throw new Error('the sample promises no limit');
  const { read } = readings.reader('worker/rate-limit-exact', { effect: 'burst' });
  const outcome = await read(workerBurst, { worker, rateLimit }).then(
    () => 'sent',
    (error: Error) => error.message,
  );
  return { outcome, posts: server.posts() };
}

test('a burst starts where there is room for all of it, and stops at its budget whatever is answered', async () => {
  expect(await burstOn({ system: 371, global: 0 })).toEqual({ outcome: 'sent', posts: 29 });
});

test.each([
  [{ system: 372, global: 0 }, 'the burst needs room for 29 requests, and the quota system has 28 of 400 left'],
  [{ system: 0, global: 1_000 }, 'the burst needs room for 29 requests, and the quota global has 0 of 1000 left'],
  [
    { system: null, global: 0 },
    'how much of the quota system is left is not known, and the burst would spend up to 29 of it',
  ],
])('a burst without room sends nothing: %j', async (used, words) => {
  expect(await burstOn(used)).toEqual({ outcome: words, posts: 0 });
});
