import type { Profile, SyncPlatform, SyncTarget } from '../../../profile/index.ts';
import type { Read } from '../../../reading/index.ts';
import { compareKeys, type KeyComparison } from './compare-keys.ts';
import type { TargetInput } from './held-keys.ts';
import { readHeldKeys } from './read-held-keys.ts';

/** The targets that a platform holds in this environment; undefined where it holds none, or none at all. */
export function targetsOn(profile: Profile, platform?: SyncPlatform): TargetInput[] | undefined {
  const targets = (profile.sync?.targets ?? []).filter(
    (target) => target.platform !== undefined && (platform === undefined || target.platform === platform),
  );
  return targets.length === 0 ? undefined : targets.map((target) => ({ profile, target }));
}

/** Reads what a platform holds for a target, and compares it with the table. */
export async function compareTarget(read: Read, input: TargetInput): Promise<KeyComparison[]> {
  const { profile, target } = input;
  const held = await readHeldKeys(read, input);
  return compareKeys(rowsOf(profile, target), held, { ignored: target.unmanaged });
}

function rowsOf({ table }: Profile, { target }: SyncTarget) {
  return table.values.filter((value) => value.targets.some(({ text }) => text === target));
}
