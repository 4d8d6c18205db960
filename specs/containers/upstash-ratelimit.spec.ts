import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limiterFaults } from '../../fixtures/limiters/limiter-fault.ts';
import { startUpstashLimiter, type UpstashAlgorithm } from '../../fixtures/limiters/start-upstash-limiter.ts';
import { caughtFaults } from '../harness/limiters/caught-faults.ts';
import { lookAtLimiter, windowBegins } from '../harness/limiters/look-at-limiter.ts';
import { hasEngine } from './engine.ts';
import { type RedisContainer, startRedisContainer } from './start-redis-container.ts';

// Two thirds of it are left for a burst, on a machine that has other work too; who waits for its end waits with the others.
const windowMs = 3_000;
/** A burst takes long enough for a short window to give back much of what a race lets through. */
const slowMs = 60_000;
const timeoutMs = 60_000;
const promised = { limit: 20, windowMs, headers: ['x-ratelimit' as const] };
const algorithms: readonly UpstashAlgorithm[] = ['fixed-window', 'sliding-window', 'token-bucket'];

describe.runIf(hasEngine)('@upstash/ratelimit on a real Redis', () => {
  let redis: RedisContainer;
  beforeAll(async () => {
    redis = await startRedisContainer();
  });
  afterAll(() => redis[Symbol.asyncDispose]());

  test.concurrent.each(algorithms)('%s keeps what it promises', { timeout: timeoutMs }, async (algorithm) => {
    await using limiter = await startUpstashLimiter({ ...promised, algorithm, redis });
    await windowBegins(windowMs);
    expect(await lookAtLimiter(limiter.url, { ...promised, algorithm })).toEqual({
      enforced: [],
      exact: [],
      scoped: [],
      headers: [],
      recovers: [],
    });
  });

  describe.each(algorithms)('%s', (algorithm) => {
    // A limit that refills may give one request back between two requests, so one too many is not a fault there.
    const faults = limiterFaults.filter((fault) => algorithm === 'fixed-window' || fault !== 'off-by-one');
    test.concurrent.each(faults)('with the fault %s is caught', { timeout: timeoutMs }, async (fault) => {
      const isRefilled = algorithm !== 'fixed-window' && fault === 'check-then-act';
      const refilled = { ...promised, windowMs: isRefilled ? slowMs : windowMs };
      await using limiter = await startUpstashLimiter({ ...refilled, algorithm, redis, fault });
      if (!isRefilled) await windowBegins(windowMs);
      const [check, words] = caughtFaults[fault];
      expect((await lookAtLimiter(limiter.url, { ...refilled, algorithm }, [check]))[check]).toContain(words);
    });
  });

  describe('while Redis is frozen', () => {
    const look = async (whenUnreachable: 'open' | 'closed') => {
      // After its own time-out this limiter lets requests through: it fails open.
      await using limiter = await startUpstashLimiter({
        ...promised,
        algorithm: 'fixed-window',
        redis,
        timeoutMs: 200,
      });
      await redis.pause();
      try {
        return (await lookAtLimiter(limiter.url, { ...promised, whenUnreachable }, ['enforced'])).enforced;
      } finally {
        await redis.unpause();
      }
    };

    test('a limiter that fails open is caught where it promises to fail closed', async () => {
      expect(await look('closed')).toEqual(['the limiter cannot be reached, and requests are let through']);
    });

    test('a limiter that fails open as promised is not judged further', async () => {
      expect(await look('open')).toEqual([expect.stringContaining('it fails open, as promised')]);
    });
  });
});
