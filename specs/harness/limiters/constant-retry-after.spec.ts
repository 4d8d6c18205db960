import { setTimeout as delay } from 'node:timers/promises';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { ownKeyOf, startLimitedApp } from '../../../fixtures/limiters/limited-app.ts';
import { lookAtLimiter } from './look-at-limiter.ts';

const promisedMs = 6_000;
const limit = 20;

/** Windows that begin with the clock, of a limiter that does not know their end: it always says the whole promised window. */
function startClockLimiter(windowMs: number, tells: boolean) {
  const counts = new Map<string, number>();
  return startLimitedApp({
    routes: new Hono(),
    limiter: async (context, next) => {
      const key = `${ownKeyOf(context.req.raw)} ${Math.floor(Date.now() / windowMs)}`;
      const used = counts.get(key) ?? 0;
      if (used >= limit)
        return context.json(
          { error: 'too many requests' },
          429,
          tells ? { 'retry-after': String(promisedMs / 1_000) } : {},
        );
      counts.set(key, used + 1);
      return next();
    },
  });
}

/** Begins where a burst falls into one window, and half of the promised one later the next has begun. */
async function recoveryOf(windowMs: number, tells = true): Promise<string[] | undefined> {
  await using limiter = await startClockLimiter(windowMs, tells);
  const target = windowMs === promisedMs ? windowMs * 0.6 : 100;
  await delay((target - (Date.now() % windowMs) + windowMs) % windowMs);
  const seen = await lookAtLimiter(limiter.url, { limit, windowMs: promisedMs, refusal: { retryAfter: tells } }, [
    'recovers',
  ]);
  return seen.recovers;
}

test('a limiter that always tells the whole window may let a key in earlier', async () => {
  expect(await recoveryOf(promisedMs)).toEqual([]);
}, 40_000);

test('but not one whose window is shorter than that', async () => {
  expect(await recoveryOf(2_000)).toEqual(['the window that the recovery tells is not the promised one']);
}, 40_000);

test('nor one that tells nothing', async () => {
  expect(await recoveryOf(promisedMs, false)).toEqual([]);
  expect(await recoveryOf(2_000, false)).toEqual(['the window that the recovery tells is not the promised one']);
}, 60_000);
