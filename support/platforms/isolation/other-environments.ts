import { NotApplicable } from '../../check/not-applicable.ts';
import type { Profile } from '../../profile/index.ts';

/**
 * The environments that E is held against. Where this run reaches none, that is not a pass.
 * @throws NotApplicable where the deployment has one environment only, or the run is a gate, which reaches E alone
 */
export function requireOthers(profile: Profile, reachableOthers: readonly Profile[]): readonly Profile[] {
  if (profile.others.length === 0)
    throw new NotApplicable(`the deployment has no environment beside ${profile.environment}`);
  if (reachableOthers.length === 0)
    throw new NotApplicable(
      `a gate run reaches ${profile.environment} alone; the audit compares it with ${profile.others.map(({ environment }) => environment).join(', ')}: npx vitest run --project isolation`,
    );
  return reachableOthers;
}
