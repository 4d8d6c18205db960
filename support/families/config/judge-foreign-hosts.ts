import type { Finding } from '../../check/finding.ts';
import type { KeyRule, Profile, TableValue } from '../../profile/index.ts';
import { addressesIn, decoded, isLoopback } from './hosts.ts';
import { isolatedValues } from './isolated-values.ts';
import { type MarkKind, markId, marksIn, valueMarks } from './value-marks.ts';

/** A mark by which another environment is recognised in a value. */
export interface ForeignMark {
  kind: MarkKind;
  text: string;
  environment: string;
  /** Where the other environment's own value stands. */
  from: string;
}

/**
 * The hosts, deployment names, databases and buckets that are another environment's own: those of its isolated values,
 * and those that stand in its column and in no cell that both environments have alike.
 */
export function marksOf(other: Profile, own?: Profile): ForeignMark[] {
  const isolated = isolatedValues(other);
  const shared = own ? sharedMarks(other, own) : undefined;
  const derived = shared ? other.table.values.filter((value) => !isolated.includes(value)) : [];
  const marks = [
    ...marksFrom(isolated, other.environment),
    ...marksFrom(derived, other.environment).filter((mark) => shared?.has(markId(mark)) === false),
  ];
  return [...new Map(marks.map((mark) => [markId(mark), mark])).values()];
}

function marksFrom(values: readonly TableValue[], environment: string): ForeignMark[] {
  return values.flatMap((value) =>
    valueMarks(value).map(({ kind, text }) => ({ kind, text, environment, from: `${value.cell} (${environment})` })),
  );
}

/** Marks that are no sign of `other`: a key has them in both environments, or they are E's own by nature. */
function sharedMarks(other: Profile, own: Profile): Set<string> {
  const others = new Map(other.table.values.map((value) => [value.line, new Set(valueMarks(value).map(markId))]));
  const common = own.table.values.flatMap((value) =>
    valueMarks(value)
      .map(markId)
      .filter((id) => others.get(value.line)?.has(id)),
  );
  return new Set([...common, ...isolatedValues(own).flatMap((value) => valueMarks(value).map(markId))]);
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
  const { key, setting, secret, rule } = value;
  const shown = secret ? 'a secret that contains it' : setting.value;
  const local = loopback ? [] : addressesIn(setting.value).filter(({ hostname }) => isLoopback(hostname));
  return [
    ...foreignMarksIn(key, setting.value, marks, rule).map((mark) => ({
      what: `${key} of ${environment} contains the ${mark.kind} ${mark.text} of ${mark.environment}`,
      expected: `nothing of ${mark.environment}`,
      received: shown,
      from: [setting.origin, mark.from],
    })),
    ...local.map((url) => ({
      what: `${key} of ${environment} contains an address of this machine, ${url.host}`,
      expected: `an address that ${environment} can reach`,
      received: shown,
      from: [setting.origin],
    })),
  ];
}

/** The marks of other environments that a text under a key carries. */
export function foreignMarksIn(
  key: string,
  value: string,
  marks: readonly ForeignMark[],
  rule: KeyRule = {},
): ForeignMark[] {
  const held = new Set(marksIn(key, value, rule).map(markId));
  const text = decoded(value).toLowerCase();
  return marks.filter((mark) => held.has(markId(mark)) || (standsAlone(mark) && holdsWord(text, mark)));
}

/** A deployment name or a host is looked for in any text, and a bucket where its name is no ordinary word. */
function standsAlone({ kind, text }: ForeignMark): boolean {
  // A machine's own address is only told apart by its port, which a reader of addresses finds.
  if (kind === 'host') return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*$/.test(text) && !isLoopback(text);
  return kind === 'deployment' || (kind === 'bucket' && text.length >= 8 && text.includes('-'));
}

/**
 * A name as a whole word: `steady-otter-902`, not the middle of `unsteady-otter-9021`. A host is also no part of a longer
 * host, nor the end of an e-mail address.
 */
function holdsWord(text: string, { kind, text: word }: ForeignMark): boolean {
  const isHost = kind === 'host';
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const after = text.slice(at + word.length);
    const begins = !(isHost ? /[a-z0-9.@-]/ : /[a-z0-9]/).test(text[at - 1] ?? '');
    if (begins && !(isHost ? /^(?:[a-z0-9-]|\.[a-z0-9])/ : /^[a-z0-9]/).test(after)) return true;
  }
  return false;
}
