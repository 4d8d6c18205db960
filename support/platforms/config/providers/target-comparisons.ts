import type { Profile, SyncPlatform, SyncTarget, TableValue } from '../../../profile/index.ts';
import type { Read } from '../../../reading/index.ts';
import { type Attested, compareKeys, type KeyComparison } from './compare-keys.ts';
import type { HeldKeys, TargetInput } from './held-keys.ts';
import { attestation, judgeAttestation } from './read-attestation.ts';
import { readHeldKeys } from './read-held-keys.ts';

export interface TargetComparison {
  comparisons: KeyComparison[];
  /** Why an attest route that the config names proved nothing. */
  unproved?: unknown;
}

/** The targets that a platform holds in this environment; undefined where it holds none, or none at all. */
export function targetsOn(profile: Profile, platform?: SyncPlatform): TargetInput[] | undefined {
  const targets = (profile.sync?.targets ?? []).filter(
    (target) => target.platform !== undefined && (platform === undefined || target.platform === platform),
  );
  return targets.length === 0 ? undefined : targets.map((target) => ({ profile, target }));
}

/**
 * Reads what a platform holds for a target, and compares it with the table. What cannot be read back is proved by the
 * service itself, where the config names its attest route.
 */
export async function compareTarget(read: Read, input: TargetInput): Promise<TargetComparison> {
  const { profile, target } = input;
  const rows = rowsOf(profile, target);
  const held = await readHeldKeys(read, input);
  const compare = (attested?: Attested) =>
    compareKeys(rows, held, { ignored: target.unmanaged, ...(attested && { attested }) });
  const keys = writeOnlyKeys(rows, held);
  if (!target.attest || keys.length === 0) return { comparisons: compare() };
  try {
    return { comparisons: compare(judgeAttestation(await read(attestation, { ...input, keys }), rows)) };
  } catch (unproved) {
    return { comparisons: compare(), unproved };
  }
}

function writeOnlyKeys(rows: readonly TableValue[], held: HeldKeys): string[] {
  const writeOnly = new Set(held.keys.filter(({ readable }) => !readable).map(({ name }) => name));
  return rows.filter(({ key, setting }) => setting.isSet && writeOnly.has(key)).map(({ key }) => key);
}

function rowsOf({ table }: Profile, { target }: SyncTarget): TableValue[] {
  return table.values.filter((value) => value.targets.some(({ text }) => text === target));
}
