import { describe, expect, test } from 'vitest';
import { foreignLimiters } from '../../../fixtures/foreign/limiters.ts';
import {
  type ForeignAlgorithm,
  type ForeignLimiterOptions,
  startForeignLimiter,
} from '../../../fixtures/limiters/start-foreign-limiter.ts';
import { foreignCases } from '../faults/foreign-cases.ts';
import type { LimitCheck } from './judge-limit.ts';
import { lookAtLimiter } from './look-at-limiter.ts';

const limit = 20;
const windowMs = 4_000;

type Promised = 'fixed-window' | 'sliding-window' | 'token-bucket';
const promisedOf = (algorithm: ForeignAlgorithm): Promised => {
  if (algorithm.startsWith('sliding')) return 'sliding-window';
  return algorithm === 'token-bucket' || algorithm === 'generic-cell-rate' ? 'token-bucket' : 'fixed-window';
};

async function judged(
  options: Omit<ForeignLimiterOptions, 'limit' | 'windowMs'>,
  only?: readonly LimitCheck[],
  promisedMs = windowMs,
  algorithm: Promised = promisedOf(options.algorithm),
) {
  await using limiter = await startForeignLimiter({ limit, windowMs, ...options });
  const refusal = { status: options.status ?? 429 };
  const promised = { limit, windowMs: promisedMs, algorithm, refusal };
  return await lookAtLimiter(limiter.url, promised, only);
}

const held = { enforced: [], exact: [], scoped: [], recovers: [] };
const judgedChecks = ['enforced', 'exact', 'scoped', 'recovers'] as const;

test.concurrent.for(foreignCases('limiters', foreignLimiters))(
  '$story',
  async ({ record, options, told, promised }, { task, expect }) => {
    task.meta.fault = record;
    const whole = options.tells ? undefined : judgedChecks;
    const seen = await judged(options, told ? [told[0]] : whole, windowMs, promised);
    if (told === undefined) expect(seen).toEqual(options.tells ? { ...held, headers: [] } : held);
    else expect((seen[told[0]] ?? []).join('\n')).toMatch(told[1]);
  },
);

describe('a broken limiter is caught', () => {
  test.concurrent('that ends its windows after seconds where an hour is promised, told by its policy, by nothing, or denied by it', async () => {
    const options = { algorithm: 'window-from-first-request', windowMs: 4_000 } as const;
    const told = await judged({ ...options, tells: true }, ['enforced'], 3_600_000);
    expect(told.enforced).toEqual(['the window that `RateLimit-Policy` tells is not the promised one']);
    for (const more of [{}, { alwaysTells: 3_600 }]) {
      const seen = await judged({ ...options, ...more }, ['recovers'], 3_600_000);
      expect(seen.recovers).toEqual(['the window that the recovery tells is not the promised one']);
    }
  });

  test.concurrent('that refuses with 403 where 429 is promised', async () => {
    await using limiter = await startForeignLimiter({
      limit,
      windowMs,
      algorithm: 'window-from-first-request',
      status: 403,
    });
    const seen = await lookAtLimiter(limiter.url, { limit, windowMs }, ['enforced', 'exact', 'scoped']);
    expect(seen).toEqual({ enforced: ['a refusal is not 429'], exact: [], scoped: [] });
  });
});
