import type { Profile } from '../../profile/index.ts';
import { meantFlag } from './judge-flag.ts';
import type { ServiceProfile } from './read-answer.ts';

/** The services whose limit is asked for, in the order of their bursts. */
export function limitedServices(profile: Profile): ServiceProfile[] {
  return profile.services.filter(
    ({ rateLimit }) =>
      rateLimit && (!rateLimit.offIn.includes(profile.environment) || meantFlag(profile, rateLimit.flag) !== undefined),
  );
}
