import { describe, expect, test } from 'vitest';
import { startFastifyLimiter } from '../../../fixtures/limiters/start-fastify-limiter.ts';
import { lookAtLimiter } from './look-at-limiter.ts';

const promised = { limit: 20, windowMs: 4_000 };
const held = { enforced: [], exact: [], scoped: [], headers: [], recovers: [] };

describe('@fastify/rate-limit', () => {
  test.concurrent.each([
    ['its own headers', {}],
    ['the headers of the draft', { enableDraftSpec: true }],
  ])('keeps what it promises, with %s', async (_, more) => {
    await using limiter = await startFastifyLimiter({ ...promised, more });
    expect(await lookAtLimiter(limiter.url, promised)).toEqual(held);
  });

  test.concurrent('whose window a refused request begins anew is caught', async () => {
    await using limiter = await startFastifyLimiter({ ...promised, more: { continueExceeding: true } });
    const seen = await lookAtLimiter(limiter.url, promised, ['recovers']);
    expect(seen.recovers).toEqual(['requests that are refused keep a key shut']);
  });

  test.concurrent('that bans who asks on is caught', async () => {
    await using limiter = await startFastifyLimiter({ ...promised, more: { ban: 2 } });
    const seen = await lookAtLimiter(limiter.url, promised, ['enforced', 'exact']);
    expect(seen.enforced?.join('\n')).toMatch(/429/);
  });

  test.concurrent('of seconds where an hour is promised is caught', async () => {
    await using limiter = await startFastifyLimiter(promised);
    const seen = await lookAtLimiter(limiter.url, { ...promised, windowMs: 3_600_000 }, ['recovers']);
    expect(seen.recovers?.join('\n')).toMatch(/is not the promised one/);
  });
});
