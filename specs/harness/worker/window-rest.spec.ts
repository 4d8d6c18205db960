import { expect, test } from 'vitest';
import { windowRestMs } from '../../../support/platforms/worker/limits/window-rest.ts';
import { RateLimitSource } from '../../../support/profile/index.ts';
import fc from '../property.ts';

const limit = (windowMs: number, algorithm: RateLimitSource['algorithm'] = 'fixed-window') =>
  RateLimitSource.parse({ per: 'user', limit: 20, windowMs, algorithm });

test.each([
  [10_000, 0, 0],
  [10_000, 8_499, 0],
  [10_000, 9_000, 1_100],
  [10_000, 9_999, 101],
  [60_000, 59_500, 600],
  [2_000, 1_999, 0],
])('a burst on windows of %d ms, %d ms into one, waits %d ms', (windowMs, intoMs, waitMs) => {
  expect(windowRestMs(limit(windowMs), 1_795_226_340_000 - (1_795_226_340_000 % windowMs) + intoMs)).toBe(waitMs);
});

test('after the wait a burst has the window to itself, whenever it is asked for', () => {
  fc.assert(
    fc.property(fc.constantFrom(5_000, 10_000, 60_000, 3_600_000), fc.nat(4_000_000_000_000), (windowMs, nowMs) => {
      const beginsMs = nowMs + windowRestMs(limit(windowMs), nowMs);
      expect(windowMs - (beginsMs % windowMs)).toBeGreaterThanOrEqual(1_500);
      expect(beginsMs - nowMs).toBeLessThan(1_700);
    }),
  );
});

test('a bucket and a sliding window have no end that a burst could cross', () => {
  expect(windowRestMs(limit(10_000, 'token-bucket'), 9_999)).toBe(0);
  expect(windowRestMs(limit(10_000, 'sliding-window'), 9_999)).toBe(0);
});
