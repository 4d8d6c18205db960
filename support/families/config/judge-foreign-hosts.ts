import type { Finding } from '../../check/finding.ts';
import type { KeyRule, Profile, Setting, TableValue } from '../../profile/index.ts';
import { addressesOf, arePlacesApart, hostIdentity, isLoopback } from './hosts.ts';
import { isolatedValues } from './isolated-values.ts';
import { MarkIndex } from './mark-index.ts';
import { settingsBeyondTable } from './settings-beyond-table.ts';
import { rowOfLine } from './table-index.ts';
import { type ForeignMark, markId, marksIn, valueMarks } from './values/value-marks.ts';

/**
 * The hosts, deployment names, databases and buckets that are another environment's own: those of its isolated values,
 * and those that stand in its column and in no cell that both environments have alike.
 */
export function marksOf(other: Profile, own?: Profile): ForeignMark[] {
  const isolated = isolatedValues(other);
  const known = new Set(isolated);
  const shared = own ? sharedMarks(other, own) : undefined;
  const derived = shared ? other.table.values.filter((value) => !known.has(value)) : [];
  const settings = settingsBeyondTable(other).filter(
    ({ isOwned, secret, role }) => isOwned && (!secret || role === 'connection string'),
  );
  const marks = [
    ...[...isolated, ...settings].flatMap((value) =>
      marksFrom([value], other.environment).filter(
        ({ kind, text }) => kind !== 'host' || !own || !isSharedServer(text, value, own),
      ),
    ),
    ...marksFrom(derived, other.environment).filter((mark) => shared?.has(markId(mark)) === false),
  ];
  return [...new Map(marks.map((mark) => [markId(mark), mark])).values()];
}

/** A host on which E has a place of its own beside the other's: it says nothing of either. */
function isSharedServer(host: string, { key, setting }: Pick<TableValue, 'key' | 'setting'>, own: Profile): boolean {
  const placesIn = (each: Setting) => addressesOf(each).filter((url) => hostIdentity(url) === host);
  const theirs = placesIn(setting);
  return [...own.table.values, ...settingsBeyondTable(own)].some(
    (row) =>
      row.key === key &&
      row.setting.isSet &&
      placesIn(row.setting).some((ours) => theirs.some((each) => arePlacesApart(ours, each))),
  );
}

function marksFrom(
  values: readonly Pick<TableValue, 'key' | 'rule' | 'setting' | 'cell'>[],
  environment: string,
): ForeignMark[] {
  return values.flatMap((value) =>
    valueMarks(value).map(({ kind, text }) => ({ kind, text, environment, from: `${value.cell} (${environment})` })),
  );
}

/** Marks that do not point to `other`: a key has them in both environments, or they are E's own by nature. */
function sharedMarks(other: Profile, own: Profile): Set<string> {
  const common = own.table.values.flatMap((value) => {
    const theirs = rowOfLine(other.table.values, value.line);
    const ids = new Set(theirs && valueMarks(theirs).map(markId));
    return valueMarks(value)
      .map(markId)
      .filter((id) => ids.has(id));
  });
  const ownByNature = [...isolatedValues(own), ...settingsBeyondTable(own).filter(({ isOwned }) => isOwned)];
  return new Set([...common, ...ownByNature.flatMap((value) => valueMarks(value).map(markId))]);
}

/** The values of E that must carry nothing of another environment: all that are set, but for origins that a shared Worker allows. */
export function ownValues({ workers, table }: Pick<Profile, 'workers' | 'table'>): TableValue[] {
  const shared = workers
    .filter(({ sharing }) => sharing === 'shared')
    .map(({ allowedOrigins }) => allowedOrigins?.name);
  return table.values.filter(({ key, setting }) => setting.isSet && !shared.includes(key));
}

/** Marks of another environment, or an address of this machine, in one value of E. */
export function judgeForeignHosts(
  value: Pick<TableValue, 'key' | 'setting' | 'secret' | 'rule'>,
  environment: string,
  marks: readonly ForeignMark[],
  loopback: boolean,
): Finding[] {
  const { key, setting, secret } = value;
  const shown = secret ? 'a secret that contains it' : setting.value;
  const addresses = loopback ? [] : addressesOf(setting).filter(({ hostname }) => isLoopback(hostname));
  // One address is found by its scheme, and again by its host.
  const local = new Set(addresses.map(({ host }) => host));
  return [
    ...indexOf(marks)
      .find(setting.value, valueMarks(value))
      .map((mark) => ({
        what: `${key} of ${environment} contains the ${mark.kind} ${mark.text} of ${mark.environment}`,
        expected: `nothing of ${mark.environment}`,
        received: shown,
        from: [setting.origin, mark.from],
      })),
    ...[...local].map((host) => ({
      what: `${key} of ${environment} contains an address of this machine, ${host}`,
      expected: `an address that ${environment} can reach`,
      received: shown,
      from: [setting.origin],
    })),
  ];
}

/**
 * The same, with what is behind it where a development has a public address in the place of one of this machine: cells, or whole columns,
 * may be swapped.
 */
export function withSwappedCells(findings: readonly Finding[], profile: Profile, line: number | undefined): Finding[] {
  const other = line === undefined || findings.length === 0 ? undefined : swappedWith(profile, line);
  if (other === undefined) return [...findings];
  return findings.map((finding) => ({
    ...finding,
    cause: `${other} has a public address in the same row: the two cells, or the two columns, may be swapped`,
    remedy: 'Swap the two cells; where many are, the headers of the two columns.',
  }));
}

function swappedWith({ table, others }: Profile, line: number): string | undefined {
  const hostsIn = (values: readonly TableValue[]) => {
    const row = rowOfLine(values, line);
    return row?.setting.isSet ? addressesOf(row.setting).map(({ hostname }) => hostname) : [];
  };
  if (!hostsIn(table.values).some(isLoopback)) return undefined;
  const isPublic = (hosts: readonly string[]) => hosts.length > 0 && !hosts.some(isLoopback);
  return others.find((other) => other.class === 'development' && isPublic(hostsIn(other.table.values)))?.environment;
}

/** The marks of other environments that a text under a key carries. */
export function foreignMarksIn(
  key: string,
  value: string,
  marks: readonly ForeignMark[],
  rule: KeyRule = {},
): ForeignMark[] {
  return indexOf(marks).find(value, marksIn(key, value, rule));
}

const indexes = new WeakMap<readonly ForeignMark[], MarkIndex>();

/** One index for each list of marks: a table is read by many values. */
function indexOf(marks: readonly ForeignMark[]): MarkIndex {
  const known = indexes.get(marks) ?? new MarkIndex(marks);
  indexes.set(marks, known);
  return known;
}
