import { NotApplicable } from '../../check/not-applicable.ts';
import { NotVerified } from '../../check/not-verified.ts';
import type { Profile } from '../../profile/index.ts';
import type { Read } from '../../reading/index.ts';
import { gitHubProtection, type Protection } from './providers/read-protection.ts';

/** The environment under test. @throws NotApplicable where the policy asks for nobody, or it is not production */
export function withApproval(profile: Profile): readonly Profile[] {
  if (profile.delivery?.approval !== 'reviewer')
    throw new NotApplicable("`delivery.approval` is not 'reviewer': nobody has to agree to a deploy");
  if (profile.class !== 'production') throw new NotApplicable(`${profile.environment} is not production`);
  return [profile];
}

/** @throws NotVerified where the config has no `platforms.github`: no file says whether an environment has reviewers */
export async function protectionOf({ github }: Profile, read: Read): Promise<Protection> {
  if (github) return read(gitHubProtection, github);
  throw new NotVerified(
    '`platforms.github` is not set, and only GitHub tells whether an environment has reviewers',
    'Add it to the deployment config, with a token that may read environments.',
  );
}
