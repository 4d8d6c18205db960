import { describe, expect, test } from 'vitest';
import { expressHeaders, startExpressLimiter } from '../../../fixtures/limiters/start-express-limiter.ts';
import { lookAtLimiter } from './look-at-limiter.ts';

const promised = { limit: 20, windowMs: 4_000 };
/** A window that no burst outlasts, for what need not wait for its end. */
const unhurried = { limit: 20, windowMs: 60_000 };
const held = { enforced: [], exact: [], scoped: [], recovers: [] };
const untold = ['not verified: the Worker sends no rate-limit headers, and the profile promises none'];

describe('express-rate-limit', () => {
  const telling = expressHeaders.filter((headers) => headers !== 'none');
  test.concurrent.each(telling)('keeps what it promises, with the headers %s', async (headers) => {
    await using limiter = await startExpressLimiter({ ...promised, headers });
    expect(await lookAtLimiter(limiter.url, promised)).toEqual({ ...held, headers: [] });
  });

  test.concurrent('that tells nothing holds where no `Retry-After` is promised', async () => {
    await using limiter = await startExpressLimiter({ ...promised, headers: 'none' });
    const seen = await lookAtLimiter(limiter.url, { ...promised, refusal: { retryAfter: false } });
    expect(seen).toEqual({ ...held, headers: untold });
  });

  test.concurrent.each(['draft-6', 'draft-7', 'draft-8'] as const)(
    'of seconds where an hour is promised is caught, with the headers %s',
    async (headers) => {
      await using limiter = await startExpressLimiter({ ...promised, headers });
      const seen = await lookAtLimiter(limiter.url, { ...promised, windowMs: 3_600_000 });
      expect(seen.enforced?.join('\n')).toMatch(/is not the promised one/);
    },
  );

  test.concurrent('of seconds where an hour is promised is caught by its recovery, where it tells nothing', async () => {
    await using limiter = await startExpressLimiter({ ...promised, headers: 'none' });
    const seen = await lookAtLimiter(limiter.url, { ...promised, windowMs: 3_600_000 }, ['recovers']);
    expect(seen.recovers).toEqual(['the window that the recovery tells is not the promised one']);
  });

  test.concurrent('with one more than promised is caught', async () => {
    await using limiter = await startExpressLimiter({ ...unhurried, limit: 21, headers: 'draft-7' });
    const seen = await lookAtLimiter(limiter.url, unhurried, ['enforced']);
    expect(seen.enforced).toContain('the rate limit does not hold');
  });

  test.concurrent('behind a proxy that is trusted blindly is caught', async () => {
    await using limiter = await startExpressLimiter({ ...promised, headers: 'draft-7', countsForgedAddress: true });
    const seen = await lookAtLimiter(limiter.url, promised, ['scoped']);
    expect(seen.scoped?.join('\n')).toMatch(/forged/);
  });
});
