import { describe, expect, test } from 'vitest';
import { type ForeignAlgorithm, startForeignLimiter } from '../../../fixtures/limiters/start-foreign-limiter.ts';
import { lookAtLimiter } from './look-at-limiter.ts';

const windowMs = 2_000;

/** What the recovery of a window that slides says; `limit` in one window of two seconds. */
async function recovery(algorithm: ForeignAlgorithm, limit: number, fault?: 'refused-takes', cost = 1) {
  await using limiter = await startForeignLimiter({ algorithm, limit, windowMs, fault, cost });
  const promised = { limit, windowMs, algorithm: 'sliding-window' as const, cost };
  return (await lookAtLimiter(limiter.url, promised, ['recovers'])).recovers;
}

describe.each(['sliding-log', 'sliding-counters'] as const)('%s', (algorithm) => {
  test.concurrent.each([1, 4, 20])('that counts refused requests is told, with a limit of %d', async (limit) => {
    expect(await recovery(algorithm, limit, 'refused-takes')).toEqual(['requests that are refused keep a key shut']);
  });

  test.concurrent.each([1, 4, 20])('that counts accepted requests alone is not, with a limit of %d', async (limit) => {
    expect(await recovery(algorithm, limit)).toEqual([]);
  });
});

test.concurrent('a request of several units is reckoned by them, both ways', async () => {
  expect(await recovery('sliding-log', 20, 'refused-takes', 3)).toEqual(['requests that are refused keep a key shut']);
  expect(await recovery('sliding-log', 20, undefined, 3)).toEqual([]);
});
