import { expect, test } from 'vitest';
import type { LimiterFault } from '../../../fixtures/limiters/limiter-fault.ts';
import { startHonoLimiter } from '../../../fixtures/limiters/start-hono-limiter.ts';
import { type LimitCheck, lookAtLimiter } from './look-at-limiter.ts';

const promised = { limit: 20, windowMs: 1_000, headers: ['ratelimit' as const] };

test('hono-rate-limiter keeps what it promises', async () => {
  await using limiter = await startHonoLimiter(promised);
  expect(await lookAtLimiter(limiter.url, promised)).toEqual({
    enforced: [],
    exact: [],
    scoped: [],
    headers: [],
    recovers: [],
  });
});

const caught: Record<LimiterFault, [LimitCheck, string]> = {
  'off-by-one': ['enforced', 'the rate limit does not hold'],
  'check-then-act': ['exact', 'the rate limit does not hold'],
  'never-resets': ['recovers', 'a window never ends: the key is refused after it'],
  'per-isolate-memory': ['exact', 'the rate limit does not hold'],
  'trusts-forged-address': ['scoped', 'a forged `X-Forwarded-For` opens a new bucket'],
};

test.each(Object.entries(caught))('hono-rate-limiter with the fault %s is caught', async (fault, [check, words]) => {
  await using limiter = await startHonoLimiter({ ...promised, fault: fault as LimiterFault });
  expect((await lookAtLimiter(limiter.url, promised, [check]))[check]).toContain(words);
});
