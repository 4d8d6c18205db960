import { NotApplicable } from '../../../check/not-applicable.ts';
import type { Profile, SyncPlatform, SyncTarget } from '../../../profile/index.ts';
import { wildcard } from '../../../text/wildcard.ts';
import type { TargetInput } from '../providers/held-keys.ts';

/**
 * The targets whose wrangler configuration the config names.
 * @throws NotApplicable where there are none
 */
export function targetsWithWrangler(profile: Profile, platform?: SyncPlatform): TargetInput[] {
  const targets = (profile.sync?.targets ?? []).filter(
    (target) => target.wrangler !== undefined && (platform === undefined || target.platform === platform),
  );
  if (targets.length > 0) return targets.map((target) => ({ profile, target }));
  throw new NotApplicable(`no target of \`sync.targets\` has a \`wrangler\` in ${profile.environment}`);
}

/** The names that the config says are rightly unknown. */
export function overlooked({ unmanaged }: SyncTarget): RegExp[] {
  return unmanaged.map((pattern) => wildcard(pattern));
}
