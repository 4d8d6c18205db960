import type { RateLimitSource, WorkerProfile } from '../../../profile/index.ts';
import { sharesItsKey } from './counted-request.ts';

/**
 * The limit of the same Worker that has its turn before this one; undefined where it is the first. Two bursts at once would
 * spend each other's room. Limits whose keys others share come last: their burst leaves nothing for those after it.
 */
export function limitBefore({ rateLimits }: WorkerProfile, rateLimit: RateLimitSource): RateLimitSource | undefined {
  const ordered = rateLimits.toSorted((one, other) => Number(sharesItsKey(one)) - Number(sharesItsKey(other)));
  return ordered[ordered.indexOf(rateLimit) - 1];
}
