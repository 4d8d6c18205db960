import { expect, test } from 'vitest';
import { startForeignLimiter } from '../../../fixtures/limiters/start-foreign-limiter.ts';
import { lookAtLimiter } from './look-at-limiter.ts';

const promised = { limit: 20, windowMs: 4_000 };
const start = (status: number) => startForeignLimiter({ ...promised, algorithm: 'window-from-first-request', status });

test.concurrent.each([200, 403, 418, 503])(
  'a limiter that refuses with %d, as the config says, holds',
  async (status) => {
    await using limiter = await start(status);
    const seen = await lookAtLimiter(limiter.url, { ...promised, refusal: { status } });
    expect(seen).toMatchObject({ enforced: [], exact: [], scoped: [], recovers: [] });
  },
);

test.concurrent.each([200, 403, 418, 503])(
  'and %d where 429 is promised is told as that, not as a broken Worker',
  async (status) => {
    await using limiter = await start(status);
    const seen = await lookAtLimiter(limiter.url, promised, ['enforced', 'exact']);
    expect(seen).toEqual({ enforced: ['a refusal is not 429'], exact: [] });
  },
);
