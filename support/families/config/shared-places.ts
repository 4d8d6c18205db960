import type { Finding } from '../../check/finding.ts';
import type { Profile, Setting, SyncTarget, TableValue } from '../../profile/index.ts';
import { rowsOf } from './providers/target-comparisons.ts';

/** One place of a platform that holds a target of two environments: the values of the one overwrite those of the other. */
export interface SharedPlace {
  target: string;
  /** "the Worker logs". */
  place: string;
  other: Profile;
  /** The rows whose values differ: one of the two is not what runs. */
  rows: readonly TableValue[];
}

export interface ComparedPlaces {
  shared: SharedPlace[];
  /** Pairs of places that were compared, and pairs of which one is not known here. */
  compared: number;
  unknown: number;
}

/** Holds the places of E's targets against those of the same targets in other environments. Backends are compared by their addresses. */
export function comparePlaces(profile: Profile): ComparedPlaces {
  const pairs = profile.others.flatMap((other) =>
    placedTargets(profile).flatMap((target) => {
      const theirs = placedTargets(other).find((each) => each.target === target.target);
      return theirs === undefined
        ? []
        : [{ target, other, own: placeOf(profile, target), second: placeOf(other, theirs) }];
    }),
  );
  const known = pairs.filter(({ own, second }) => own !== undefined && second !== undefined);
  return {
    compared: known.length,
    unknown: pairs.length - known.length,
    shared: known.flatMap(({ target, other, own, second }) => {
      const rows = own?.id === second?.id ? conflicting(profile, other, target) : [];
      return rows.length === 0 || own === undefined ? [] : [{ target: target.target, place: own.shown, other, rows }];
    }),
  };
}

/** Targets of two environments in one place. Whether anybody syncs both is not known: it warns. */
export function judgePlaces(profile: Profile, { shared }: ComparedPlaces): Finding[] {
  return shared.map(({ target, place, other, rows }) => ({
    what: `${target} of ${profile.environment} and of ${other.environment} is one place, ${place}`,
    expected: 'a place of its own for each environment that is synced, since their values differ',
    received: `${rows.map(({ key }) => key).join(', ')} in two versions, of which the one that is synced last runs`,
    from: [`deployment config › sync.targets.${target}`, ...rows.map(({ cell }) => cell).slice(0, 4)],
    remedy: `Give each its own \`name\` or \`environment\` in sync.targets.${target}, or list in its \`environments\` those that the platform holds.`,
    severity: 'warning' as const,
  }));
}

function placedTargets({ sync }: Profile): SyncTarget[] {
  return (sync?.targets ?? []).filter(({ platform }) => platform !== undefined && platform !== 'convex');
}

/** Undefined where a part of it is not known here. */
function placeOf(
  { cloudflare, github }: Profile,
  { platform, name, within }: SyncTarget,
): { id: string; shown: string } | undefined {
  const isGitHub = platform === 'github';
  const account = isGitHub ? [github?.api, github?.repository] : [cloudflare?.api, cloudflare?.accountId, name];
  if ([...account, ...(within ? [within] : [])].some((each) => each?.isSet !== true)) return undefined;
  const values = (account as Setting[]).map(({ value }) => value.trim().toLowerCase().replace(/\/$/, ''));
  const inside = within?.value ?? (platform === 'pages' ? 'production' : '');
  const shown = isGitHub ? github?.repository.value : name?.value;
  const called = { worker: 'the Worker', pages: 'the Pages project', github: 'the repository', convex: '' };
  return {
    id: JSON.stringify([platform, ...values, inside.toLowerCase()]),
    shown: `${called[platform ?? 'convex']} ${shown}${inside === '' ? '' : ` (${inside})`}`,
  };
}

/** Rows that both environments have a value for, and not the same. An empty cell is not synced. */
function conflicting(profile: Profile, other: Profile, target: SyncTarget): TableValue[] {
  const theirs = new Map(rowsOf(other, target).map((row) => [row.line, row]));
  return rowsOf(profile, target).filter((row) => {
    const second = theirs.get(row.line);
    if (second === undefined || isLeftEmpty(row) || isLeftEmpty(second)) return false;
    if (row.setting.isSet && second.setting.isSet) return row.setting.value !== second.setting.value;
    return row.written !== second.written || row.ownReferences === true || second.ownReferences === true;
  });
}

function isLeftEmpty({ written, setting }: TableValue): boolean {
  return written === '' && !setting.isSet;
}
