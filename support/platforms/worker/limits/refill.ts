import type { RateLimitSource } from '../../../profile/index.ts';
import type { CountedAnswer } from './send-counted.ts';

type Refilled = Pick<RateLimitSource, 'algorithm' | 'limit' | 'windowMs'>;

/**
 * How many units the algorithm may give back within a time: a bucket fills all the time, and a sliding window forgets
 * gradually. A fixed window gives back nothing before its end.
 */
export function unitsBackIn({ algorithm, limit, windowMs }: Refilled, spanMs: number): number {
  return algorithm === 'fixed-window' ? 0 : Math.ceil((limit * Math.max(0, spanMs)) / windowMs);
}

/** How many requests more than the limit those units are enough for. */
export function refillIn(rateLimit: Refilled & Pick<RateLimitSource, 'cost'>, spanMs: number): number {
  return Math.ceil(unitsBackIn(rateLimit, spanMs) / rateLimit.cost);
}

/** How many requests a whole quota is enough for: fewer than its units, where a request takes several. */
export function mostRequests({ limit, cost }: Pick<RateLimitSource, 'limit' | 'cost'>): number {
  return Math.floor(limit / cost);
}

/** From the first request to the last answer, in milliseconds. */
export function spanOf(answers: readonly Pick<CountedAnswer, 'atMs' | 'waitedMs'>[]): number {
  if (answers.length === 0) return 0;
  const begun = Math.min(...answers.map(({ atMs, waitedMs }) => atMs - waitedMs));
  return Math.max(...answers.map(({ atMs }) => atMs)) - begun;
}

/** Within this share of a window the end of one may lie that begins at a time of its own. */
const edgeShare = 100;

/** Whether the end of a fixed window may lie between two of the answers: then twice the limit is rightly accepted. */
export function mayCrossEdge({ algorithm, windowMs }: RateLimitSource, answers: readonly CountedAnswer[]): boolean {
  return algorithm === 'fixed-window' && spanOf(answers) * edgeShare > windowMs;
}
