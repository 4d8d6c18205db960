import { describe, expect, test } from 'vitest';
import { type ForeignAlgorithm, startForeignLimiter } from '../../../fixtures/limiters/start-foreign-limiter.ts';
import { workerAccounting } from '../../../support/platforms/worker/index.ts';
import { judgeAccounting } from '../../worker/rate-limit-accounting.judge.ts';
import { workerFrom } from '../profile/worker-from.ts';
import { openReadings } from '../reading/open-readings.ts';
import { lookAtLimiter } from './look-at-limiter.ts';

/** Enough for four requests of five, and two units are left over. */
const limit = 22;
const windowMs = 4_000;

type Algorithm = 'fixed-window' | 'sliding-window' | 'token-bucket';

const kinds: readonly [ForeignAlgorithm, Algorithm][] = [
  ['window-from-first-request', 'fixed-window'],
  ['rate-limiter-flexible', 'fixed-window'],
  ['sliding-log', 'sliding-window'],
  ['sliding-counters', 'sliding-window'],
  ['token-bucket', 'token-bucket'],
  ['generic-cell-rate', 'token-bucket'],
];

const start = (algorithm: ForeignAlgorithm, cost: number) =>
  startForeignLimiter({ algorithm, limit, windowMs, cost, tells: true });

/** What `worker/rate-limit-accounting` says of it: each finding with its remedy. */
async function costOf(url: string, algorithm: Algorithm, cost: number | undefined): Promise<string[]> {
  const promised = { limit, windowMs, algorithm, ...(cost !== undefined && { cost }) };
  const counted = { per: 'user' as const, request: { path: '/take', keyHeader: 'x-user' } };
  const worker = workerFrom({ components: [], rateLimits: [{ ...promised, ...counted }] }, url);
  const [rateLimit] = worker.rateLimits;
  if (rateLimit === undefined) throw new Error('the profile promises a limit');
  await using readings = openReadings([{ origin: worker.url.url.origin, environment: 'prod' }], { deadlineMs: 10_000 });
  const { read } = readings.reader('worker/rate-limit-accounting', { effect: 'canary' });
  const findings = judgeAccounting(await read(workerAccounting, { worker, rateLimit }), rateLimit);
  return findings.map(({ what, remedy = '' }) => `${what}. ${remedy}`);
}

describe('a limiter of which a request takes five units', () => {
  test.concurrent.each(kinds)('by %s holds where the config says so', async (kind, algorithm) => {
    await using limiter = await start(kind, 5);
    const seen = await lookAtLimiter(limiter.url, { limit, windowMs, algorithm, cost: 5 });
    expect(seen).toEqual({ enforced: [], exact: [], scoped: [], headers: [], recovers: [] });
    expect(await costOf(limiter.url, algorithm, 5)).toEqual([]);
  });

  test.concurrent.each(kinds)('by %s refuses too early where the config says nothing', async (kind, algorithm) => {
    await using limiter = await start(kind, 5);
    const seen = await lookAtLimiter(limiter.url, { limit, windowMs, algorithm }, ['enforced', 'exact']);
    expect(seen.exact?.join('\n')).toMatch(/the rate limit refuses too early/);
    const [told] = await costOf(limiter.url, algorithm, undefined);
    expect(told).toMatch(/a request does not cost one of `RateLimit` of 22\./);
  });

  test.concurrent('names the setting that says so', async () => {
    await using limiter = await start('window-from-first-request', 5);
    const [told] = await costOf(limiter.url, 'fixed-window', undefined);
    expect(told).toContain('set `cost: 5` of the limit');
  });
});

describe('a limiter that is promised to take five units and takes one', () => {
  test.concurrent.each(kinds)('by %s does not hold', async (kind, algorithm) => {
    await using limiter = await start(kind, 1);
    const seen = await lookAtLimiter(limiter.url, { limit, windowMs, algorithm, cost: 5 }, ['exact', 'headers']);
    expect(seen.exact).toEqual(['the rate limit does not hold']);
    const [told] = await costOf(limiter.url, algorithm, 5);
    expect(told).toMatch(/a request does not cost 5 of `RateLimit` of 22/);
  });
});

test('a request that takes more than the whole limit is an error of the config', () => {
  const rateLimit = { per: 'user' as const, limit: 4, windowMs, cost: 5 };
  expect(() => workerFrom({ rateLimits: [rateLimit] }, 'http://127.0.0.1')).toThrow(/more than the whole limit/);
});
