import { NotApplicable } from '../../../check/not-applicable.ts';
import type { Profile, SyncPlatform, SyncTarget, TableValue } from '../../../profile/index.ts';
import type { Read } from '../../../reading/index.ts';
import { type CellChange, isLiteral, judgeCellChange } from '../judge-cell-change.ts';
import { tableHistory } from '../read-table-history.ts';
import { type Attested, compareKeys, type KeyComparison } from './compare-keys.ts';
import type { HeldKeys, TargetInput } from './held-keys.ts';
import { attestation, judgeAttestation } from './read-attestation.ts';
import { readHeldKeys } from './read-held-keys.ts';

export interface TargetComparison {
  comparisons: KeyComparison[];
  /** Why an attest route that the config names proved nothing. */
  unproved?: unknown;
  /** Requests that had to be repeated before the platform answered. */
  repeated: number;
}

/**
 * The targets that a platform holds in this environment.
 * @throws NotApplicable where it holds none
 */
export function targetsOn(profile: Profile, platform?: SyncPlatform): TargetInput[] {
  const targets = (profile.sync?.targets ?? []).filter(
    (target) => target.platform !== undefined && (platform === undefined || target.platform === platform),
  );
  if (targets.length > 0) return targets.map((target) => ({ profile, target }));
  const has = platform === undefined ? 'a `platform`' : `\`platform: '${platform}'\``;
  throw new NotApplicable(`no target of \`sync.targets\` has ${has} in ${profile.environment}`);
}

/**
 * Reads what a platform holds for a target, and compares it with the table. What cannot be read back is proved by the
 * service itself, where the config names its attest route.
 */
export async function compareTarget(read: Read, input: TargetInput): Promise<TargetComparison> {
  const { profile, target } = input;
  const rows = rowsOf(profile, target);
  const held = await readHeldKeys(read, input);
  const { repeated } = held;
  const keys = writeOnlyKeys(rows, held);
  const changes = await changesOf(
    read,
    profile,
    rows.filter(({ key }) => keys.includes(key)),
  );
  const compare = (attested?: Attested) =>
    compareKeys(rows, held, {
      ignored: target.unmanaged,
      changes,
      table: profile.table.values,
      ...(attested && { attested }),
    });
  if (!target.attest || keys.length === 0) return { comparisons: compare(), repeated };
  try {
    const attested = judgeAttestation(await read(attestation, { ...input, keys }), rows);
    return { comparisons: compare(attested), repeated };
  } catch (unproved) {
    return { comparisons: compare(), unproved, repeated };
  }
}

/** When the values of some rows were changed. git is asked only where the table itself holds one of them. */
async function changesOf(
  read: Read,
  profile: Profile,
  rows: readonly TableValue[],
): Promise<ReadonlyMap<string, CellChange>> {
  const asksGit = rows.some((row) => row.rule.changed === undefined && isLiteral(row));
  const history = asksGit ? await read(tableHistory, profile) : { versions: [], isWhole: false };
  return new Map(rows.map((row) => [row.key, judgeCellChange(row, profile, history)]));
}

function writeOnlyKeys(rows: readonly TableValue[], held: HeldKeys): string[] {
  const writeOnly = new Set(held.keys.filter(({ readable }) => !readable).map(({ name }) => name));
  return rows.filter(({ key, setting }) => setting.isSet && writeOnly.has(key)).map(({ key }) => key);
}

/** The rows of a target. */
export function rowsOf({ table }: Profile, { target }: SyncTarget): TableValue[] {
  return table.values.filter((value) => value.targets.some(({ text }) => text === target));
}
