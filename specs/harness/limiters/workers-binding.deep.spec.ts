import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limiterFaults } from '../../../fixtures/limiters/limiter-fault.ts';
import { startWorkersLimiter, type WorkersLimiter } from '../../../fixtures/limiters/start-workers-limiter.ts';
import { caughtFaults } from './caught-faults.ts';
import { limitChecks } from './judge-limit.ts';
import { lookAtLimiter, windowBegins } from './look-at-limiter.ts';

// The shortest window that the binding has. Its clock is the runtime's own and cannot be moved, so that its end is waited
// for: once, by all at the same time.
const promised = { limit: 20, windowMs: 10_000 };
const untold = ['not verified: the Worker sends no rate-limit headers, and the profile promises none'];

describe("the Workers runtime's own rate-limit binding", () => {
  let limiter: WorkersLimiter;
  beforeAll(async () => {
    limiter = await startWorkersLimiter(promised);
    await windowBegins(promised.windowMs);
  });
  afterAll(() => limiter[Symbol.asyncDispose]());

  test.concurrent('keeps what it promises', async () => {
    expect(await lookAtLimiter(limiter.variant('none'), promised)).toEqual({
      enforced: [],
      exact: [],
      scoped: [],
      headers: untold,
      recovers: [],
    });
  });

  test.concurrent.each(limiterFaults)('used with the fault %s is caught', async (fault) => {
    const [check, words] = caughtFaults[fault];
    expect((await lookAtLimiter(limiter.variant(fault), promised, [check]))[check]).toContain(words);
  });

  test.concurrent('that is never called is caught', async () => {
    const seen = await lookAtLimiter(limiter.variant('never-called'), promised, ['exact']);
    expect(seen.exact).toContain('the rate limit does not hold');
  });

  const unwaited = limitChecks.filter((check) => check !== 'recovers');

  test.concurrent('counted by the user keeps what it promises', async () => {
    const seen = await lookAtLimiter(limiter.variant('none', 'user'), { ...promised, per: 'user' }, unwaited);
    expect(seen).toEqual({ enforced: [], exact: [], scoped: [], headers: untold });
  });

  // The request that has to be accepted before the burst counts against the same quota.
  test.concurrent.each(['system', 'ip'] as const)(
    'counted by the %s is not verified: nothing tells how much of it was left',
    async (per) => {
      const { enforced, exact, ...rest } = await lookAtLimiter(
        limiter.variant('none', per),
        { ...promised, per },
        unwaited,
      );
      const { limit } = promised;
      const restUnknown = `not verified: ${limit - 1} of ${limit + 5} are accepted, and how much of the quota of the ${per} (${limit}) was left before is not known`;
      expect({ enforced, exact }).toEqual({ enforced: [restUnknown], exact: [restUnknown] });
      expect(rest).toEqual({ scoped: [], headers: untold });
    },
  );

  test.concurrent.each(['user', 'system', 'ip'] as const)(
    'counted by the %s that a header forges is caught',
    async (per) => {
      const url = limiter.variant('trusts-forged-address', per);
      const seen = await lookAtLimiter(url, { ...promised, per }, ['scoped']);
      expect(seen.scoped).toEqual([caughtFaults['trusts-forged-address'][1]]);
    },
  );

  test.concurrent.each(['user', 'system'] as const)('that gives every %s one quota together is caught', async (per) => {
    const url = limiter.variant('one-quota-for-all', per);
    const seen = await lookAtLimiter(url, { ...promised, per }, ['scoped']);
    expect(seen.scoped).toEqual([`spending the quota of one ${per} spends that of another`]);
  });
});
