import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { limitBy, ownKeyOf, startLimitedApp } from '../../../fixtures/limiters/limited-app.ts';
import { lookAtLimiter } from './look-at-limiter.ts';

const windowMs = 3_600_000;
const promised = { limit: 20, windowMs, algorithm: 'sliding-window' as const };

/** A sliding window of an hour by two counters, of which the one before weighs less and less; its clock can be moved. */
function startSlidingLimiter({ neverEnds = false, countsRefused = false } = {}) {
  let movedMs = 0;
  const counts = new Map<string, number>();
  const startedAtMs = Date.now();
  const limiter = limitBy(ownKeyOf, async (key) => {
    const atMs = Date.now() - startedAtMs + (neverEnds ? 0 : movedMs);
    const number = Math.floor(atMs / windowMs);
    const into = (atMs % windowMs) / windowMs;
    const used = (counts.get(`${key} ${number - 1}`) ?? 0) * (1 - into) + (counts.get(`${key} ${number}`) ?? 0);
    const allowed = used + 1 <= promised.limit;
    if (allowed || countsRefused) counts.set(`${key} ${number}`, (counts.get(`${key} ${number}`) ?? 0) + 1);
    const remaining = Math.floor(promised.limit - used) - 1;
    return { allowed, limit: promised.limit, remaining, resetAtMs: Date.now() + (1 - into) * windowMs };
  });
  const clock = new Hono().post('/clock', async (context) => {
    movedMs += (await context.req.json<{ advance_ms: number }>()).advance_ms;
    return context.json({ success: true });
  });
  return startLimitedApp({ limiter, routes: clock });
}

test('a sliding window is let run out whole before its key is expected to pass: no hour is waited for', async () => {
  await using limiter = await startSlidingLimiter();
  const seen = await lookAtLimiter(limiter.url, promised, ['exact', 'recovers'], '/clock');
  expect(seen).toEqual({ exact: [], recovers: [] });
});

test('a sliding window whose clock stands still is caught', async () => {
  await using limiter = await startSlidingLimiter({ neverEnds: true });
  const seen = await lookAtLimiter(limiter.url, promised, ['recovers'], '/clock');
  expect(seen.recovers).toEqual(['a window never ends: the key is refused after it']);
});

test('a sliding window that counts what it refuses is caught', async () => {
  await using limiter = await startSlidingLimiter({ countsRefused: true });
  const seen = await lookAtLimiter(limiter.url, promised, ['recovers'], '/clock');
  expect(seen.recovers).toEqual(['requests that are refused keep a key shut']);
});
