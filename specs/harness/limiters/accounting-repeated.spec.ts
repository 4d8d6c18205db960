import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { startAnswers } from '../../../fixtures/answers/start-answers.ts';
import { workerAccounting } from '../../../support/platforms/worker/index.ts';
import { judgeLooks } from '../../worker/rate-limit-accounting.judge.ts';
import { workerFrom } from '../profile/worker-from.ts';
import { openReadings } from '../reading/open-readings.ts';

const limit = 1_000;

interface Counting {
  /** What was counted before the run. */
  begun: number;
  /** Before which requests the window ends. */
  endsBefore?: readonly number[];
  /** By how much each request raises the count. */
  step?: (request: number) => number;
}

/** What the check says of a Worker whose `/health` tells the count, how many requests it took, and how often it was looked at. */
async function looked({ begun, endsBefore = [], step = () => 1 }: Counting) {
  let requests = 0;
  let used = begun;
  const app = new Hono();
  app.get('/health', (context) => context.json({ status: 'ok', used: { global: used } }));
  app.get('/take', (context) => {
    requests += 1;
    used = (endsBefore.includes(requests) ? 0 : used) + step(requests);
    return context.json({ taken: true });
  });
  await using answers = await startAnswers(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  const worker = workerFrom(
    {
      components: [],
      rateLimits: [
        {
          per: 'user',
          name: 'global',
          limit,
          windowMs: 3_600_000,
          request: { path: '/take', keyHeader: 'x-user' },
          reported: { used: 'used.global' },
        },
      ],
    },
    answers.url,
  );
  const [rateLimit] = worker.rateLimits;
  if (!rateLimit) throw new Error('the profile promises no limit');

  await using readings = openReadings([{ origin: answers.url, environment: 'prod' }]);
  const { read } = readings.reader('worker/rate-limit-accounting', { effect: 'canary' });
  const attempts: number[] = [];
  const look = async (attempt: number) => {
    attempts.push(attempt);
    return await read(workerAccounting, { worker, rateLimit, attempt });
  };
  const said = await judgeLooks(look, rateLimit).then(
    (findings) => findings.map(({ what }) => what),
    (error: Error) => `not verified: ${error.message}`,
  );
  return { said, attempts, requests };
}

test('a count that falls since its window has ended is looked at again, and holds', async () => {
  expect(await looked({ begun: 500, endsBefore: [2] })).toEqual({ said: [], attempts: [1, 2], requests: 8 });
});

test('a count that drops both times is not verified, and not asked a third time', async () => {
  const { said, attempts } = await looked({ begun: 500, endsBefore: [2, 7] });
  expect(said).toContain('its window has ended');
  expect(attempts).toEqual([1, 2]);
});

test('what the second look shows is told, though the first one was lost in the end of a window', async () => {
  const { said, attempts } = await looked({ begun: 500, endsBefore: [2], step: (request) => (request > 4 ? 0 : 1) });
  expect(said).toEqual(['the health answer does not count the requests against the quota global']);
  expect(attempts).toEqual([1, 2]);
});

test('a count that rises as it is said to is looked at once', async () => {
  expect(await looked({ begun: 500 })).toEqual({ said: [], attempts: [1], requests: 4 });
});

test('one that is wrong once, and right the second time, holds', async () => {
  const { said, attempts } = await looked({ begun: 500, step: (request) => (request > 4 ? 1 : 0) });
  expect(said).toEqual([]);
  expect(attempts).toEqual([1, 2]);
});
