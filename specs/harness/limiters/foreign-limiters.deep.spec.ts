import { describe, expect, test } from 'vitest';
import {
  type ForeignAlgorithm,
  type ForeignFault,
  type ForeignLimiterOptions,
  foreignAlgorithms,
  startForeignLimiter,
} from '../../../fixtures/limiters/start-foreign-limiter.ts';
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
) {
  await using limiter = await startForeignLimiter({ limit, windowMs, ...options });
  const refusal = { status: options.status ?? 429 };
  const promised = { limit, windowMs: promisedMs, algorithm: promisedOf(options.algorithm), refusal };
  return await lookAtLimiter(limiter.url, promised, only);
}

const held = { enforced: [], exact: [], scoped: [], recovers: [] };
const judgedChecks = ['enforced', 'exact', 'scoped', 'recovers'] as const;

describe('a healthy limiter holds', () => {
  test.concurrent.each(foreignAlgorithms)('%s', async (algorithm) => {
    expect(await judged({ algorithm }, judgedChecks)).toEqual(held);
  });

  test.concurrent.each(['token-bucket', 'window-from-first-request'] as const)(
    '%s from a distance',
    async (algorithm) => {
      expect(await judged({ algorithm, latencyMs: 80 }, judgedChecks)).toEqual(held);
    },
  );

  test.concurrent('with headers that tell of it', async () => {
    const seen = await judged({ algorithm: 'window-from-first-request', tells: true });
    expect(seen).toEqual({ ...held, headers: [] });
  });

  test.concurrent('that refuses with 403, where the profile says so', async () => {
    expect(await judged({ algorithm: 'window-from-first-request', status: 403 }, judgedChecks)).toEqual(held);
  });
});

const caught: [algorithm: ForeignAlgorithm, fault: ForeignFault, check: LimitCheck, what: RegExp][] = [
  [
    'window-from-first-request',
    'window-is-shorter',
    'recovers',
    /the window that the recovery tells is not the promised one/,
  ],
  ['window-from-first-request', 'back-before-retry-after', 'recovers', /whole again before its window has ended/],
  ['window-from-first-request', 'refused-prolongs', 'recovers', /requests that are refused keep a key shut/],
  ['token-bucket', 'refused-takes', 'recovers', /not whole when its window has ended/],
  ['window-from-first-request', 'one-more', 'exact', /does not hold/],
  ['window-of-all-keys', 'one-quota-for-all', 'scoped', /spends that of another/],
  ['token-bucket', 'believes-forged-address', 'scoped', /forged/],
  ['generic-cell-rate', 'believes-forged-address', 'scoped', /forged/],
  ['sliding-log', 'one-quota-for-all', 'scoped', /spends that of another/],
  ['token-bucket', 'never-refuses', 'enforced', /does not hold/],
  ['sliding-counters', 'never-refuses', 'enforced', /does not hold/],
];

describe('a broken limiter is caught', () => {
  test.concurrent.each(caught)('%s, %s', async (algorithm, fault, check, what) => {
    const seen = await judged({ algorithm, fault }, [check]);
    expect((seen[check] ?? []).join('\n')).toMatch(what);
    expect(seen[check]).not.toEqual([]);
  });

  test.concurrent('that ends its windows after seconds where an hour is promised, told by its policy or by nothing', async () => {
    const options = { algorithm: 'window-from-first-request', windowMs: 4_000 } as const;
    const told = await judged({ ...options, tells: true }, ['enforced'], 3_600_000);
    expect(told.enforced).toEqual(['the window that `RateLimit-Policy` tells is not the promised one']);
    const silent = await judged(options, ['recovers'], 3_600_000);
    expect(silent.recovers).toEqual(['the window that the recovery tells is not the promised one']);
  });

  test.concurrent('that refuses with 403 where 429 is promised', async () => {
    await using limiter = await startForeignLimiter({
      limit,
      windowMs,
      algorithm: 'window-from-first-request',
      status: 403,
    });
    const seen = await lookAtLimiter(limiter.url, { limit, windowMs }, ['enforced', 'exact', 'scoped']);
    expect(seen).toEqual({ enforced: ['a refusal is no 429'], exact: [], scoped: [] });
  });
});
