import { expect, test } from 'vitest';
import { startForeignLimiter } from '../../../fixtures/limiters/start-foreign-limiter.ts';
import { lookAtLimiter } from './look-at-limiter.ts';

const bucket = { limit: 100, windowMs: 60_000, algorithm: 'token-bucket' as const };

test.concurrent('a bucket that refills by one while a request is under way can still be used up', async () => {
  await using limiter = await startForeignLimiter({ ...bucket, latencyMs: 700 });
  const seen = await lookAtLimiter(limiter.url, bucket, ['enforced', 'exact', 'scoped']);
  expect(seen).toEqual({ enforced: [], exact: [], scoped: [] });
});

test.concurrent('and one that never refuses is caught', async () => {
  await using limiter = await startForeignLimiter({ ...bucket, latencyMs: 700, fault: 'never-refuses' });
  const seen = await lookAtLimiter(limiter.url, bucket, ['enforced']);
  expect(seen.enforced).toContain('the rate limit does not hold');
});

test.concurrent('and one that believes a forged address is caught', async () => {
  await using limiter = await startForeignLimiter({ ...bucket, latencyMs: 150, fault: 'believes-forged-address' });
  const seen = await lookAtLimiter(limiter.url, bucket, ['scoped']);
  expect(seen.scoped?.join('\n')).toMatch(/forged/);
});
