import type { Finding } from '../../../check/finding.ts';
import type { Profile, SyncTarget, TableValue } from '../../../profile/index.ts';
import { isolatedValues } from '../isolated-values.ts';
import { foreignMarksIn, marksOf } from '../judge-foreign-hosts.ts';
import { judgeMode } from '../judge-mode.ts';
import { unseenValues } from '../require-seen.ts';
import { localRows } from './local-file.ts';
import type { LocalFileContent } from './read-local-files.ts';

const shortestPart = 12;

/** The profiles of a deployment that are development, and those that are not, seen from any of them. */
export function sidesOf(profile: Profile): { development: Profile | undefined; elsewhere: Profile[] } {
  const all = [profile, ...profile.others];
  return {
    development: all.find((each) => each.class === 'development'),
    elsewhere: all.filter((each) => each.class !== 'development'),
  };
}

/** How many secrets of other environments than development this machine does not know: no file can be searched for them. */
export function secretsNotSearchedFor(profile: Profile): number {
  return sidesOf(profile).elsewhere.reduce((sum, { table }) => sum + unseenValues(table.values).secrets.length, 0);
}

/** Values of another environment than development in a local file, and keys of a provider's live mode. Values are not shown: the file is one of secrets. */
export function judgeLocalFile(profile: Profile, shown: string, { managed, unmanaged }: LocalFileContent): Finding[] {
  const { development, elsewhere } = sidesOf(profile);
  const entries = [...managed, ...unmanaged];
  const ofLiveMode = development
    ? entries.flatMap(([key, value]) =>
        judgeMode({ key, rule: development.table.rules[key] ?? {}, value, from: shown }, development),
      )
    : [];
  const ownValues = new Map(development?.table.values.map(({ line, setting }) => [line, setting]));
  const foreign = elsewhere.flatMap((other) => {
    const marks = marksOf(other, development);
    const isolated = new Set(isolatedValues(other));
    const rows = other.table.values.filter(({ line, setting }) => {
      const own = ownValues.get(line);
      return setting.isSet && !(own?.isSet && own.value === setting.value);
    });
    const isSame = (row: TableValue, key: string, value: string) =>
      row.secret
        ? holdsSecret(value, row.setting.value)
        : row.setting.value === value && row.key === key && isolated.has(row);

    return entries.flatMap(([key, value]) => [
      ...foreignMarksIn(key, value, marks, other.table.rules[key]).map(({ kind, text, from }) => ({
        what: `${key} in ${shown} contains the ${kind} ${text} of ${other.environment}`,
        expected: 'a development value',
        received: `a value of ${other.environment}`,
        from: [shown, from],
      })),
      ...rows
        .filter((row) => isSame(row, key, value))
        .map((row) => ({
          what: `${key} in ${shown} has the value from ${other.environment}`,
          expected: 'a development value',
          received: `what ${row.key} is in ${other.environment}`,
          from: [shown, row.cell],
        })),
    ]);
  });
  return [...ofLiveMode, ...foreign];
}

/** A secret, also inside a longer value; a short one stands in ordinary text. */
function holdsSecret(value: string, secret: string): boolean {
  return value === secret || (secret.length >= shortestPart && value.includes(secret));
}

/** What the table would write now and the file does not hold, and the other way round. */
export function judgeFreshness(
  development: Profile,
  target: SyncTarget,
  shown: string,
  { managed, unmanaged }: LocalFileContent,
): Finding[] {
  const rows = localRows(development, target).filter(({ setting }) => setting.isSet);
  const known = new Set(localRows(development, target).map(({ key }) => key));
  const finding = (key: string, what: string, expected: string, received: string, from: string[]): Finding => ({
    what: `${key} in ${shown} ${what}`,
    expected,
    received,
    from,
  });
  return [
    ...rows.flatMap(({ key, setting, cell }) => {
      const value = managed.get(key) ?? unmanaged.get(key);
      if (value === undefined) return [finding(key, 'is missing', 'the value of the table', 'nothing', [shown, cell])];
      if (value === setting.value) return [];
      return [finding(key, 'is not what the table says', 'the value of the table', 'another value', [shown, cell])];
    }),
    ...[...managed.keys()]
      .filter((key) => !known.has(key))
      .map((key) => finding(key, 'is in the table no longer', 'no line for it', 'a line', [shown])),
  ];
}
