import type { Profile } from '../../../profile/index.ts';
import type { BurstInput } from './read-burst.ts';

/** Every limit that the profile promises, each with its Worker. */
export function rateLimitSubjects({ workers }: Pick<Profile, 'workers'>): BurstInput[] {
  return workers.flatMap((worker) => worker.rateLimits.map((rateLimit) => ({ worker, rateLimit })));
}
