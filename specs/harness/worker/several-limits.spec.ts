import { expect, test } from 'vitest';
import { workerAccounting } from '../../../support/platforms/worker/index.ts';
import { judgeAccounting } from '../../worker/rate-limit-accounting.judge.ts';
import { judgeLimits } from '../limiters/judge-limit.ts';
import { openReadings } from '../reading/open-readings.ts';
import { limits, type SubjectOptions, startSubject } from '../worker-double/start-subject.ts';
import { sampleWorker } from './sample-worker.ts';

const windowMs = 600_000;
const used = 'components.rate_limiter.current_state.perSystem.manual';
const system = { name: 'system', limit: 60, reported: { used } };
const perSystem = { ...system, per: 'system' as const, windowMs, headers: ['ratelimit' as const] };
const perTrace = {
  per: 'trace' as const,
  name: 'trace',
  limit: 20,
  windowMs,
  headers: ['ratelimit' as const],
  alsoCounts: [system],
};
const held = { enforced: [], exact: [], scoped: [], headers: [], recovers: [] };

/** A Worker that promises both a trace's limit and its system's, each of which the bursts of the other spend as well. */
async function startBoth(options: SubjectOptions = {}) {
  return await startSubject({
    limits: limits({ perTrace: 20, perSystem: { ...limits().perSystem, manual: 60 }, windowMs }),
    testClock: true,
    ...options,
  });
}

test.each([
  ['the system first', [perSystem, perTrace]],
  ['the trace first', [perTrace, perSystem]],
])('limits of which one spends the other are judged in turn: %s', async (_, rateLimits) => {
  await using subject = await startBoth();
  const worker = sampleWorker({ testClock: '/clock', rateLimits }, subject.url);
  expect(await judgeLimits(worker)).toEqual([held, held]);
});

test('a limiter that races is caught at each of its limits', async () => {
  await using subject = await startBoth({ faults: ['limiter-races'] });
  const worker = sampleWorker({ testClock: '/clock', rateLimits: [perTrace, perSystem] }, subject.url);
  const caught = { exact: ['the rate limit does not hold'] };
  expect(await judgeLimits(worker, ['exact'])).toEqual([caught, caught]);
});

test('what one limit costs is told apart from the requests for another', async () => {
  await using subject = await startBoth();
  const worker = sampleWorker({ rateLimits: [perTrace, perSystem] }, subject.url);
  await using readings = openReadings([{ origin: subject.url, environment: 'prod' }], { deadlineMs: 10_000 });
  const { read } = readings.reader('worker/rate-limit-accounting', { effect: 'canary' });
  const judged = await Promise.all(
    worker.rateLimits.map(async (rateLimit) =>
      judgeAccounting(await read(workerAccounting, { worker, rateLimit }), rateLimit),
    ),
  );
  expect(judged).toEqual([[], []]);
});
