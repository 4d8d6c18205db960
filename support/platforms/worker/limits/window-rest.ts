import type { RateLimitSource } from '../../../profile/index.ts';

/** A burst and what is asked after it are over by then, also from a distance. */
const burstMs = 1_500;
/** Clocks differ a little: the next window has begun by then. */
const marginMs = 100;
/** Shorter windows end in the middle of a burst wherever it begins. */
const shortestMs = 5_000;

/**
 * How long to wait, in milliseconds, until a burst falls into one window. Many limiters begin their windows with the clock
 * (`@upstash/ratelimit`, the Workers runtime's binding): a burst across the end of one is rightly let through twice.
 * @param nowMs since the epoch
 */
export function windowRestMs({ algorithm, windowMs }: RateLimitSource, nowMs: number): number {
  if (algorithm !== 'fixed-window' || windowMs < shortestMs) return 0;
  const restMs = windowMs - (nowMs % windowMs);
  return restMs < burstMs ? restMs + marginMs : 0;
}
