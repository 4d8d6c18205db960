import type { Finding } from '../../check/finding.ts';
import { NotVerified } from '../../check/not-verified.ts';
import type { KeyRule, Setting } from '../../profile/index.ts';
import { comparable } from './isolated-values.ts';

/** What is compared: a row of the table, or a setting that stands in none. */
export interface ComparedValue {
  key: string;
  rule: KeyRule;
  secret: boolean;
  setting: Setting;
  /** The cell as written; undefined for a setting that stands in no row. */
  written?: string;
  /** The environment variable that takes the place of the cell. */
  variable?: string;
  /** Every reference of the cell is filled in by a variable of this environment alone. */
  ownReferences?: boolean;
}

export interface Pair<Value extends ComparedValue = ComparedValue> {
  environment: string;
  own: Value & { from: string };
  otherEnvironment: string;
  other: Value & { from: string };
}

/** What became of one pair: it has no fourth end. */
export type PairOutcome =
  | { verdict: 'equal'; finding: Finding }
  | { verdict: 'different' }
  /** One of the values is not known to this run. */
  | { verdict: 'not verified'; reason: string; enable: string; isSecret: boolean };

/** Compares one key in two environments. Secrets are not shown. */
export function comparePair(pair: Pair): PairOutcome {
  const { own, other } = pair;
  if (!own.setting.isSet || !other.setting.isSet) return compareWritten(pair);
  // A line end that a shell left behind makes no secret another one.
  if (comparable(own).trim() !== comparable(other).trim()) return { verdict: 'different' };

  const spelling = own.setting.value === other.setting.value;
  const shown = spelling
    ? `${own.setting.value} in both`
    : `${own.setting.value} and ${other.setting.value}, which are one`;
  return equal(pair, own.secret ? 'one secret in both' : shown);
}

/** Where a value is not known, what is written decides as far as it can: one reference in both cells is one value. */
function compareWritten(pair: Pair): PairOutcome {
  const { own, other, environment, otherEnvironment } = pair;
  // What an environment rightly does without is nobody else's.
  if (isLeftEmpty(own, environment) || isLeftEmpty(other, otherEnvironment)) return { verdict: 'different' };
  const isOneReference = own.written !== undefined && own.written !== '' && own.written === other.written;
  const isSplit = [own, other].some(({ variable, ownReferences }) => variable !== undefined || ownReferences === true);
  if (isOneReference && !isSplit)
    return equal(pair, `${own.written} in both cells, and no variable of its own for each`);

  const absence = own.setting.absence ?? other.setting.absence;
  return {
    verdict: 'not verified',
    reason: `${own.key} of ${environment} and ${otherEnvironment}: ${absence?.message ?? 'no value'} (${absence?.origin ?? own.from})`,
    enable: absence?.enable ?? '',
    isSecret: own.secret || other.secret,
  };
}

function isLeftEmpty({ setting, written, rule }: ComparedValue, environment: string): boolean {
  return !setting.isSet && written === '' && rule.optionalIn?.includes(environment) === true;
}

function equal({ own, other, environment, otherEnvironment }: Pair, received: string): PairOutcome {
  const finding = {
    what: `${own.key} is the same in ${environment} and ${otherEnvironment}`,
    expected: `a different value in ${environment}`,
    received,
    from: [own.from, other.from],
  };
  return { verdict: 'equal', finding };
}

/** What became of many pairs, each counted once. */
export interface PairSummary {
  findings: Finding[];
  /** Pairs that were compared. */
  compared: number;
  unknown: Extract<PairOutcome, { verdict: 'not verified' }>[];
}

export function summarizePairs(outcomes: readonly PairOutcome[]): PairSummary {
  const unknown = outcomes.filter((outcome) => outcome.verdict === 'not verified');
  const findings = outcomes.flatMap((outcome) => (outcome.verdict === 'equal' ? [outcome.finding] : []));
  return { findings, compared: outcomes.length - unknown.length, unknown };
}

/** Whether all pairs are of secrets that this run is not given: then nothing was compared, and nothing held. */
export function isNothingGiven(outcomes: readonly PairOutcome[]): boolean {
  return outcomes.length > 0 && outcomes.every((outcome) => outcome.verdict === 'not verified' && outcome.isSecret);
}

/** @throws NotVerified where a pair could not be compared: it names each, with its reason */
export function requireCompared(unknown: PairSummary['unknown'], total: number): void {
  const [first] = unknown;
  if (first === undefined) return;
  const enable = [...new Set(unknown.map((each) => each.enable))].join(' ');
  throw new NotVerified(
    `${total - unknown.length} of ${total} pairs could be compared: ${unknown.map(({ reason }) => reason).join('; ')}`,
    enable,
  );
}
