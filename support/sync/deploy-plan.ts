import { comparePlaces, foreignCells, type KeyComparison } from '../families/config/index.ts';
import type { Profile, SyncPlatform, SyncTarget, TableValue } from '../profile/index.ts';
import { Refusal } from './refusal.ts';

export type PlannedAction = 'add' | 'change' | 'remove' | 'unchanged' | 'left' | 'blocked';

/** What the plan does to one key on one platform. Secrets are masked; the value itself is not included. */
export interface PlannedKey {
  target: string;
  platform: SyncPlatform;
  key: string;
  action: PlannedAction;
  /** How the platform stores it. */
  as: 'secret' | 'variable';
  before: string;
  after: string;
  /** The table's cell. */
  from: string;
  /** Why it is left, blocked, or rewritten. */
  reason?: string;
}

export interface PlanOptions {
  /** Remove keys that the table does not have. */
  prune: boolean;
}

/**
 * What has to be written so that the platforms match the table. Removal is never implied: without `prune`, what
 * the table does not have is left alone.
 * @throws Refusal if a value that must be written is not known here, or would go to a place that is production's
 */
export function planDeploy(
  profile: Profile,
  comparisons: readonly KeyComparison[],
  { prune }: PlanOptions,
): PlannedKey[] {
  requireOwnPlaces(profile, comparisons);
  const foreign = foreignCells(profile);
  const plan = comparisons.map((comparison) => {
    const row = rowOf(profile, comparison);
    return withForeign(planKey(comparison, row, prune), row && foreign.get(row.line));
  });
  const unknown = comparisons.filter(
    (comparison) => comparison.verdict === 'missing' && rowOf(profile, comparison)?.setting.isSet !== true,
  );
  if (unknown.length > 0)
    throw new Refusal(
      'unknown',
      unknown.map(({ key, target, enable, from }) =>
        `${key} for ${target} must be written, but its value is not known here (${from[0]}). ${enable ?? ''}`.trim(),
      ),
    );
  return plan;
}

/** Values of another environment never overwrite those of production. @throws Refusal where a target leads to its place */
function requireOwnPlaces(profile: Profile, comparisons: readonly KeyComparison[]): void {
  if (profile.class === 'production') return;
  const targets = new Set(comparisons.map(({ target }) => target));
  const ofProduction = comparePlaces(profile).shared.filter(
    ({ target, other }) => targets.has(target) && other.class === 'production',
  );
  if (ofProduction.length === 0) return;
  throw new Refusal(
    'configuration',
    ofProduction.map(
      ({ target, place, other, rows }) =>
        `${target} of ${profile.environment} is the place of ${other.environment} too, ${place}: ${rows.map(({ key }) => key).join(', ')} would be overwritten there. Give ${profile.environment} its own in sync.targets.${target}, or leave it out of its \`environments\`.`,
    ),
  );
}

function planKey(comparison: KeyComparison, row: TableValue | undefined, prune: boolean): PlannedKey {
  const { key, target, platform, verdict, expected, received, from } = comparison;
  const as = keptAs(comparison, row);
  const plan = (action: PlannedAction, reason?: string): PlannedKey => ({
    target,
    platform,
    key,
    action,
    as,
    before: received,
    after: action === 'remove' ? 'nothing' : expected,
    from: from[0] ?? '',
    ...(reason !== undefined && { reason }),
  });
  if (verdict === 'equal' || verdict === 'attested') return plan('unchanged');
  if (verdict === 'unmanaged')
    return prune ? plan('remove') : plan('left', 'it is not in the table; --prune removes it');
  if (row?.setting.isSet !== true) return plan('left', "the table's value is not known here");
  if (verdict === 'missing') return plan('add');
  // A variable of a Worker belongs to its script's config: the next `wrangler deploy` would restore it.
  if (platform === 'worker' && as === 'variable')
    return plan('blocked', "a variable of the Worker's own config: change `vars` there and deploy the Worker");
  return verdict === 'present, value unproved'
    ? plan('change', 'it cannot be read back, so it is written again')
    : plan('change');
}

/** A value of another environment is never written to a platform: that is how environments get mixed up. */
function withForeign(planned: PlannedKey, why: string | undefined): PlannedKey {
  if (why === undefined || !['add', 'change'].includes(planned.action)) return planned;
  return { ...planned, action: 'blocked', reason: `${why}: correct the table first (${planned.from})` };
}

/** An existing key keeps its kind; a new one is a secret if its value is, and always on a Worker. */
function keptAs({ platform, readable }: KeyComparison, row: TableValue | undefined): 'secret' | 'variable' {
  if (platform === 'convex') return 'variable';
  if (readable === undefined) return platform === 'worker' || row?.secret ? 'secret' : 'variable';
  return readable ? 'variable' : 'secret';
}

function rowOf({ table }: Profile, { key, target, verdict }: KeyComparison): TableValue | undefined {
  if (verdict === 'unmanaged') return undefined;
  return table.values.find((value) => value.key === key && value.targets.some(({ text }) => text === target));
}

/** Keys that one request writes to a platform, together or not at all. */
export interface DeployStep {
  target: SyncTarget;
  writes: { key: string; value: string | null; as: 'secret' | 'variable'; isNew: boolean }[];
}

/** The steps of a plan. GitHub takes one key at a time; the other platforms take all keys of a target together. */
export function stepsOf(profile: Profile, plan: readonly PlannedKey[]): DeployStep[] {
  return (profile.sync?.targets ?? []).flatMap((target) => {
    const writes = plan
      .filter((each) => each.target === target.target && ['add', 'change', 'remove'].includes(each.action))
      .map(({ key, action, as }) => ({
        key,
        as,
        isNew: action === 'add',
        value: action === 'remove' ? null : writtenValue(profile, target, key),
      }));
    if (writes.length === 0) return [];
    return target.platform === 'github' ? writes.map((write) => ({ target, writes: [write] })) : [{ target, writes }];
  });
}

function writtenValue({ table }: Profile, { target }: SyncTarget, key: string): string {
  const row = table.values.find((value) => value.key === key && value.targets.some(({ text }) => text === target));
  if (!row) throw new Error(`no row has ${key} for ${target}`);
  return row.setting.value;
}
