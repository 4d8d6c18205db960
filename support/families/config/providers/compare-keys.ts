import type { TableValue } from '../../../profile/index.ts';
import { wildcard } from '../../../text/wildcard.ts';
import { comparableText } from '../isolated-values.ts';
import type { CellChange } from '../judge-cell-change.ts';
import type { HeldKey, HeldKeys } from './held-keys.ts';

/** What became of comparing one key with what a platform holds. */
const keyVerdicts = [
  'equal',
  'different',
  'missing',
  'older than the table',
  'attested',
  'attested as different',
  'attested as absent',
  'present, value unproved',
  'not known here',
  'unmanaged',
] as const;
export type KeyVerdict = (typeof keyVerdicts)[number];

/** One key on one platform. Values are shown only where they are not secret. */
export interface KeyComparison {
  key: string;
  target: string;
  platform: HeldKeys['platform'];
  place: string;
  verdict: KeyVerdict;
  expected: string;
  received: string;
  /** Where the value that runs comes from: the platform's place, how it keeps it, since when, and by whom where it says. */
  runs: string;
  /** The platform holds it and shows its value; absent where it holds none. */
  readable?: boolean;
  /** The table's cell first, then the platform's address. */
  from: string[];
  /** How the platform's value compares with the table's change, where the value itself cannot be read back. */
  age?: { known: boolean; sentence: string };
  /** Since when the platform holds it, where it says. */
  since?: string;
  /** What the difference looks like, where that is measured. */
  cause?: string;
  /** What would let a value be known that is not known here. */
  enable?: string;
}

/** What an attest route proved of a key: whether its value is the table's, or that it has none. */
export type Attested = ReadonlyMap<string, 'equal' | 'different' | 'absent'>;

const attestedAs = {
  equal: { verdict: 'attested', received: 'the same value, by its own proof' },
  different: { verdict: 'attested as different', received: 'another value, by its own proof' },
  absent: { verdict: 'attested as absent', received: 'nothing, by the answer of the running service' },
} as const;

/** What is known of values beside the values themselves. */
export interface CompareOptions {
  attested?: Attested;
  /** When the table's values were changed, by key. */
  changes?: ReadonlyMap<string, CellChange>;
  /** Names that are rightly unknown to the table; `*` stands for anything. */
  ignored?: readonly string[];
  /** The rows of the whole table: a key may have one whose TARGET is another. */
  table?: readonly TableValue[];
}

/** Compares every row of a target with what the platform holds, and names what the platform holds besides. */
export function compareKeys(
  rows: readonly TableValue[],
  held: HeldKeys,
  { attested = new Map(), changes = new Map(), ignored = [], table = rows }: CompareOptions = {},
): KeyComparison[] {
  const byName = Map.groupBy(held.keys, ({ name }) => nameOn(held.platform, name));
  const wanted = rows
    .filter(({ setting, written }) => setting.isSet || written !== '')
    .map((row) => ({ row, key: keyFor(row, byName.get(nameOn(held.platform, row.key)) ?? []) }));
  const known = new Set(wanted.map(({ key }) => key));
  const ignore = ignored.map((pattern) => wildcard(pattern));
  return [
    ...wanted.map(({ row, key }) =>
      compareRow(row, key, { held, attested: attested.get(row.key), change: changes.get(row.key) }),
    ),
    ...held.keys
      .filter((key) => !known.has(key) && !ignore.some((form) => form.test(key.name)))
      .map((key) =>
        unmanaged(
          key,
          held,
          [...rows, ...table].find((row) => nameOn(held.platform, row.key) === nameOn(held.platform, key.name)),
        ),
      ),
  ];
}

/** GitHub may hold a secret and a variable of one name: the row means the one of its own kind, and nobody the other. */
function keyFor({ secret }: TableValue, named: readonly HeldKey[]): HeldKey | undefined {
  return named.find(({ readable }) => readable !== secret) ?? named[0];
}

function compareRow(
  row: TableValue,
  key: HeldKey | undefined,
  {
    held,
    attested,
    change,
  }: { held: HeldKeys; attested: 'equal' | 'different' | 'absent' | undefined; change: CellChange | undefined },
): KeyComparison {
  const { setting, secret } = row;
  const since = key?.updatedAt;
  const as = (verdict: KeyVerdict, received: string, cause?: string): KeyComparison => ({
    key: row.key,
    target: held.target,
    platform: held.platform,
    place: held.place,
    verdict,
    expected: setting.isSet ? masked(setting.value, secret) : 'a value that is not known here',
    received,
    runs: provenanceOf(key, held),
    ...(key && { readable: key.readable }),
    from: [setting.origin === row.cell ? row.cell : `${row.cell} (value from ${setting.origin})`, held.address],
    ...(since !== undefined && { since }),
    ...(cause !== undefined && { cause }),
    ...(!setting.isSet && setting.absence && { enable: setting.absence.enable }),
  });
  if (key === undefined) {
    const isElsewhere = held.elsewhere?.names.includes(nameOn(held.platform, row.key));
    return as('missing', isElsewhere ? `nothing; it is set ${held.elsewhere?.place}` : 'nothing');
  }
  if (!key.readable || key.value === undefined) {
    if (attested !== undefined) {
      const { verdict, received } = attestedAs[attested];
      return as(verdict, received);
    }
    const age = ageOf(change, key, held);
    if (age.isOlder) return as('older than the table', age.sentence);
    const { known, sentence } = age;
    return { ...as('present, value unproved', 'a value that cannot be read back'), age: { known, sentence } };
  }
  const received = masked(key.value, secret);
  if (!setting.isSet) return as('not known here', received);
  if (comparableText(row, setting.value) === comparableText(row, key.value)) return as('equal', received);
  return as('different', received, differenceOf(setting.value, key.value));
}

/** Where the value that runs comes from. */
function provenanceOf(key: HeldKey | undefined, { platform, place, newestAt, newestBy }: HeldKeys): string {
  if (key === undefined) return `nothing on ${place}`;
  const kept = key.readable ? 'plain text' : 'a secret';
  const by = key.setBy ?? newestBy;
  const set = key.updatedAt === undefined ? newestAt && `released at ${newestAt}` : `set at ${key.updatedAt}`;
  return [
    `${place}, ${platform === 'convex' ? 'a variable' : kept}`,
    ...(set === undefined ? [] : [set]),
    ...(by === undefined ? [] : [`by ${by}`]),
  ].join(', ');
}

/** When the platform got the value, beside the day on which the table's was changed. What is not known is never "newer". */
function ageOf(change: CellChange | undefined, { updatedAt }: HeldKey, { newestAt }: HeldKeys) {
  const heldAt = updatedAt ?? newestAt;
  const held = updatedAt === undefined ? `nothing newer than ${heldAt}` : `set at ${heldAt}`;
  const unknown = (reason: string) => ({ isOlder: false, known: false, sentence: reason });
  if (change === undefined) return unknown('nobody has asked when the table was changed');
  if ('unknown' in change) return unknown(change.unknown);
  const sentence = `${held}, and the table's value was changed on ${change.on} (${change.by})`;
  if (heldAt === undefined || Number.isNaN(Date.parse(heldAt)))
    return unknown('the platform does not say since when it has the value');
  const isOlder = new Date(heldAt) < new Date(`${change.on}T00:00:00Z`);
  // A Worker tells only that something was released since: whether it was this value is not known.
  const known = isOlder || updatedAt !== undefined;
  return {
    isOlder,
    known,
    sentence: known
      ? sentence
      : `released at ${heldAt}, after the table's change on ${change.on} (${change.by}); of this value alone the platform says nothing`,
  };
}

function differenceOf(expected: string, received: string): string | undefined {
  if (expected.trim() === received.trim()) return 'they differ in leading or trailing whitespace only';
  return expected.toLowerCase() === received.toLowerCase() ? 'they differ in upper and lower case only' : undefined;
}

function unmanaged(key: HeldKey, held: HeldKeys, row: TableValue | undefined): KeyComparison {
  const { name, readable, updatedAt } = key;
  return {
    key: name,
    target: held.target,
    platform: held.platform,
    place: held.place,
    verdict: 'unmanaged',
    expected: expectedOf(row, name, held.target),
    received: readable ? 'a value (not shown: the table does not say whether it is a secret)' : 'a secret',
    runs: provenanceOf(key, held),
    readable,
    from: [...(row === undefined ? [] : [row.cell]), held.address],
    ...(updatedAt !== undefined && { since: updatedAt }),
  };
}

/** What is expected of a key whose row is for another TARGET. */
export const otherTarget = 'nothing: its row is for ';

/** What is expected on a platform of a key whose cell is empty. */
export const emptyCell = 'nothing: its cell is empty';

function expectedOf(row: TableValue | undefined, name: string, target: string): string {
  if (row === undefined) return 'a row of the table';
  const targets = row.targets.map(({ text }) => text);
  if (!targets.includes(target)) return `${otherTarget}${targets.join(', ')}`;
  return row.written === '' && !row.setting.isSet ? emptyCell : `one ${name}, a secret or a variable`;
}

/** A name as a platform keeps it: GitHub stores names in capitals (docs.github.com, "Secrets reference"). */
function nameOn(platform: HeldKeys['platform'], name: string): string {
  return platform === 'github' ? name.toUpperCase() : name;
}

/** A value as it may be shown. */
function masked(value: string, secret: boolean): string {
  if (secret) return `a secret of ${value.length} characters`;
  return value === '' ? 'an empty value' : value;
}
