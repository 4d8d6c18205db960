import type { RateLimitSource } from '../../../profile/index.ts';
import type { CountedAnswer } from './send-counted.ts';

/**
 * How many requests the algorithm may give back within a time: a bucket fills all the time, and a sliding window forgets
 * gradually. A fixed window gives back nothing before its end.
 */
export function refillIn(
  { algorithm, limit, windowMs }: Pick<RateLimitSource, 'algorithm' | 'limit' | 'windowMs'>,
  spanMs: number,
): number {
  return algorithm === 'fixed-window' ? 0 : Math.ceil((limit * Math.max(0, spanMs)) / windowMs);
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
