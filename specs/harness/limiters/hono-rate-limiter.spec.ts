import { expect, test } from 'vitest';
import { limiterFaults } from '../../../fixtures/limiters/limiter-fault.ts';
import { startHonoLimiter } from '../../../fixtures/limiters/start-hono-limiter.ts';
import { caughtFaults } from './caught-faults.ts';
import { lookAtLimiter } from './look-at-limiter.ts';

const promised = { limit: 20, windowMs: 6_000, headers: ['ratelimit' as const] };

test.concurrent('hono-rate-limiter keeps what it promises', async () => {
  await using limiter = await startHonoLimiter(promised);
  expect(await lookAtLimiter(limiter.url, promised)).toEqual({
    enforced: [],
    exact: [],
    scoped: [],
    headers: [],
    recovers: [],
  });
});

test.concurrent.each(limiterFaults)('hono-rate-limiter with the fault %s is caught', async (fault) => {
  const [check, words] = caughtFaults[fault];
  await using limiter = await startHonoLimiter({ ...promised, fault });
  expect((await lookAtLimiter(limiter.url, promised, [check]))[check]).toContain(words);
});
