import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { ownKeyOf, startLimitedApp } from '../../../fixtures/limiters/limited-app.ts';
import { lookAtLimiter } from './look-at-limiter.ts';

const promised = { limit: 20, windowMs: 3_000, refusal: { retryAfter: false } };

/** Windows of keys; that of the first burst ends as soon as it has refused five requests, or of every burst. */
function startLimiter({ endsInEach }: { endsInEach: boolean }) {
  const windows = new Map<string, { endsMs: number; used: number; refused: number }>();
  let ended = 0;
  return startLimitedApp({
    routes: new Hono(),
    limiter: async (context, next) => {
      const key = ownKeyOf(context.req.raw);
      // A burst of a machine that is busy takes a good part of the window.
      await new Promise((resolve) => setTimeout(resolve, 40));
      const known = windows.get(key);
      const window =
        known && known.endsMs > Date.now() ? known : { endsMs: Date.now() + promised.windowMs, used: 0, refused: 0 };
      windows.set(key, window);
      if (window.used < promised.limit) {
        window.used += 1;
        return next();
      }
      window.refused += 1;
      if (window.refused === 5 && (endsInEach || ended === 0)) {
        ended += 1;
        window.endsMs = 0;
      }
      return context.json({ error: 'too many requests' }, 429);
    },
  });
}

test.concurrent('a burst in which a window ended is sent again before keys are told apart', async () => {
  await using limiter = await startLimiter({ endsInEach: false });
  const seen = await lookAtLimiter(limiter.url, promised, ['scoped', 'recovers']);
  expect(seen).toEqual({ scoped: [], recovers: [] });
});

test.concurrent('where one ends in every burst, nothing is concluded', async () => {
  await using limiter = await startLimiter({ endsInEach: true });
  const seen = await lookAtLimiter(limiter.url, promised, ['scoped']);
  expect(seen.scoped?.join()).toContain('not verified: the key was accepted again after the burst');
});
