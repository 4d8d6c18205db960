import type { Profile } from '../../../profile/index.ts';
import type { BurstInput } from './read-burst.ts';

/** Every limit that the profile promises, each with its Worker; undefined where it promises none. */
export function rateLimitSubjects({ worker }: Profile): BurstInput[] | undefined {
  return worker && worker.rateLimits.length > 0
    ? worker.rateLimits.map((rateLimit) => ({ worker, rateLimit }))
    : undefined;
}
