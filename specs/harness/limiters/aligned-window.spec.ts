import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { ownKeyOf, startLimitedApp } from '../../../fixtures/limiters/limited-app.ts';
import { lookAtLimiter } from './look-at-limiter.ts';

const windowMs = 3_600_000;
const limit = 20;

/** Windows of an hour that begin with the hour of the clock, ten minutes from their end, and that tell nobody of it. */
function startSilentLimiter() {
  let clockMs = 50 * 60_000;
  const counts = new Map<string, number>();
  const routes = new Hono().post('/clock', async (context) => {
    clockMs += (await context.req.json<{ advance_ms: number }>()).advance_ms;
    return context.json({ success: true });
  });
  return startLimitedApp({
    routes,
    limiter: async (context, next) => {
      const key = `${ownKeyOf(context.req.raw)} ${Math.floor(clockMs / windowMs)}`;
      const used = counts.get(key) ?? 0;
      if (used >= limit) return context.json({ error: 'too many requests' }, 429);
      counts.set(key, used + 1);
      return next();
    },
  });
}

test('a window whose end nobody tells may end before its length is over: that is not an early recovery', async () => {
  await using limiter = await startSilentLimiter();
  const promised = { limit, windowMs, refusal: { retryAfter: false } };
  const seen = await lookAtLimiter(limiter.url, promised, ['enforced', 'exact', 'recovers'], '/clock');
  expect(seen).toEqual({ enforced: [], exact: [], recovers: [] });
});
