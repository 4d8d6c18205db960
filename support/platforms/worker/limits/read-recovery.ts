import { setTimeout as delay } from 'node:timers/promises';
import { NotVerified } from '../../../check/not-verified.ts';
import type { Fetch } from '../../../http/index.ts';
import type { RateLimitSource } from '../../../profile/index.ts';
import { defineReading, type Reading } from '../../../reading/index.ts';
import { routeUrl } from '../worker-url.ts';
import { limitBefore } from './burst-order.ts';
import { retryAfterSeconds } from './rate-limit-fields.ts';
import { type BurstInput, type CountedAnswer, sendCounted, workerBurst } from './read-burst.ts';

export interface RecoveryReading {
  url: string;
  /** How the window's end was reached. */
  by: 'waiting' | 'moving the clock';
  /** What was waited, or how far the clock was moved, in milliseconds. */
  passedMs: number;
  /** The key a little before the window's end, where the clock allows to look. */
  before: CountedAnswer | undefined;
  after: CountedAnswer;
}

/** Refusals round up, windows end on time: both are met with a little more. */
const marginMs = 250;

/**
 * Asks once more for a key whose quota the burst has spent, when its window has ended: the limiter's clock is moved where
 * the deployment has one that can be, else the end is waited for.
 * @throws NotVerified where the window is longer than `recoveryWithinMs`, and where the quota could not be spent
 */
export const workerRecovery: Reading<BurstInput, RecoveryReading> = defineReading({
  name: 'worker.recovery',
  effect: 'burst',
  key: ({ worker, rateLimit }: BurstInput) => `${worker.url.url.href} ${JSON.stringify(rateLimit)}`,
  async read({ worker, rateLimit }, { fetch, read, runId, signal }): Promise<RecoveryReading> {
    const earlier = limitBefore(worker, rateLimit);
    // A clock that is moved ends every window: all bursts come before, and one recovery follows the other.
    if (worker.testClock !== undefined) {
      const bursts = worker.rateLimits.map((each) => read(workerBurst, { worker, rateLimit: each }));
      await Promise.allSettled([...bursts, ...(earlier ? [read(workerRecovery, { worker, rateLimit: earlier })] : [])]);
    }
    const { again, plan, url } = await read(workerBurst, { worker, rateLimit });
    if (again.accepted || again.status !== rateLimit.refusal.status)
      throw new NotVerified('the quota could not be spent (worker/rate-limit-enforced), so its recovery is not seen');
    const ask = () => sendCounted(fetch, { worker, rateLimit, key: plan.key, runId, number: 0 });
    const told = retryAfterSeconds(again.retryAfter, again.atMs);
    const windowEndsMs = endOf(rateLimit, told);
    if (worker.testClock !== undefined) {
      const clock = routeUrl(worker, worker.testClock);
      const almostMs = Math.max(1, Math.floor(windowEndsMs / 2));
      await moveClock(fetch, clock, almostMs);
      // A bucket fills all the time: only a window stays shut until its end. An end that is not told may come any time,
      // and has come where the recovery of another limit has moved the clock past it.
      const staysShut = rateLimit.algorithm === 'fixed-window' && told !== undefined && earlier === undefined;
      const before = staysShut && told <= Math.ceil(rateLimit.windowMs / 1000) ? await ask() : undefined;
      await moveClock(fetch, clock, windowEndsMs - almostMs + marginMs);
      return { url, by: 'moving the clock', passedMs: windowEndsMs + marginMs, before, after: await ask() };
    }
    const waitMs = windowEndsMs + marginMs;
    if (waitMs > worker.recoveryWithinMs)
      throw new NotVerified(
        `the window ends in ${waitMs} ms, longer than the ${worker.recoveryWithinMs} ms that are waited`,
        'Raise `recoveryWithinMs` and `limits.checkMs`, look at an environment with a short window, or list the check in `optional`.',
      );
    await delay(waitMs, undefined, { signal });
    return { url, by: 'waiting', passedMs: waitMs, before: undefined, after: await ask() };
  },
});

/** When the key has to be let through again: as the refusal told, and no later than the window's length says. */
function endOf({ algorithm, windowMs }: RateLimitSource, toldSeconds: number | undefined): number {
  // A sliding window keeps a share of the one before, whatever it says of its end.
  if (algorithm === 'sliding-window') return 2 * windowMs;
  return toldSeconds === undefined ? windowMs : Math.min(toldSeconds * 1000, windowMs);
}

async function moveClock(fetch: Fetch, url: string, advanceMs: number): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advance_ms: advanceMs }),
  });
  if (!response.ok)
    throw new NotVerified(
      `the clock at ${url} does not move: status ${response.status}`,
      'Correct `testClock` in the deployment config, or leave it out: then the end of the window is waited for.',
    );
}
