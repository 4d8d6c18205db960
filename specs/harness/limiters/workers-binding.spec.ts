import { expect, test } from 'vitest';
import { startWorkersLimiter } from '../../../fixtures/limiters/start-workers-limiter.ts';
import { lookAtLimiter, windowBegins } from './look-at-limiter.ts';

// The shortest window that the binding has; its end is not waited for.
const promised = { limit: 20, windowMs: 10_000 };
const unwaited = [expect.stringMatching(/^not verified: the window ends in \d+ ms/)];

test("the Workers runtime's own rate-limit binding keeps what it promises", async () => {
  await using limiter = await startWorkersLimiter(promised);
  await windowBegins(promised.windowMs);
  expect(await lookAtLimiter(limiter.url, promised)).toEqual({
    enforced: [],
    exact: [],
    scoped: [],
    headers: ['not verified: the Worker sends no rate-limit headers, and the profile promises none'],
    recovers: unwaited,
  });
});

test.each([
  ['off-by-one', 'enforced', 'the rate limit does not hold'],
  ['trusts-forged-address', 'scoped', 'a forged `X-Forwarded-For` opens a new bucket'],
  ['never-called', 'exact', 'the rate limit does not hold'],
] as const)('a Worker whose binding is used with the fault %s is caught', async (fault, check, words) => {
  await using limiter = await startWorkersLimiter({ ...promised, fault });
  await windowBegins(promised.windowMs);
  expect((await lookAtLimiter(limiter.url, promised, [check]))[check]).toContain(words);
});
