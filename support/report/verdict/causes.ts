import type { Outcome } from '../../check/outcome.ts';

export type Cause = NonNullable<Outcome['causeOf']>[number];

/** What is wrong, once: the checks that show it, and those that could not be judged because of it. */
export interface CauseGroup {
  /** Undefined where a check stands for itself. */
  cause?: Cause;
  /** Failed or warned because of it; the first one is told in full. */
  shown: readonly Outcome[];
  unread: readonly Outcome[];
}

/** Outcomes in the order in which they are told. */
export interface Causes {
  /** What closes the gate, the gravest first. */
  closing: readonly CauseGroup[];
  /** Warnings, and what could not be verified and need not be. */
  warnings: readonly CauseGroup[];
  waived: readonly Outcome[];
  refused: readonly Outcome[];
  inapplicable: readonly Outcome[];
  held: readonly Outcome[];
}

/** Whether an outcome keeps the gate closed. */
export function closesGate({ kind, severity, optional }: Outcome): boolean {
  return kind === 'failed' || (kind === 'not verified' && severity === 'critical' && optional !== true);
}

/**
 * Groups outcomes by what is behind them: the one place where that is decided. Checks belong together where a reading that failed is the
 * same one (`causeOf`), or where they are one check on several environments.
 */
export function groupByCause(outcomes: readonly Outcome[]): Causes {
  const told = outcomes.filter(({ kind }) => kind === 'failed' || kind === 'warned' || kind === 'not verified');
  const groups = [...Map.groupBy(told.flatMap(keyed), ({ key }) => key).values()].map((group) => groupOf(group));
  const isClosing = ({ shown, unread }: CauseGroup) => [...shown, ...unread].some(closesGate);
  const of = (kind: Outcome['kind']) => outcomes.filter((outcome) => outcome.kind === kind);
  return {
    closing: groups.filter(isClosing).toSorted(byGravity),
    warnings: groups.filter((group) => !isClosing(group)).toSorted(byGravity),
    waived: of('waived'),
    refused: of('refused'),
    inapplicable: of('not applicable'),
    held: of('held'),
  };
}

interface Keyed {
  key: string;
  cause?: Cause;
  outcome: Outcome;
}

/** A check that met several causes is told with each of them. */
function keyed(outcome: Outcome): Keyed[] {
  const { causeOf = [], check, kind } = outcome;
  if (causeOf.length === 0) return [{ key: `check ${check} ${kind === 'not verified' ? 'unread' : 'shown'}`, outcome }];
  return causeOf.map((cause) => ({ key: cause.id, cause, outcome }));
}

function groupOf(group: readonly Keyed[]): CauseGroup {
  const outcomes = group.map(({ outcome }) => outcome);
  const cause = (group.find(({ outcome }) => outcome.first) ?? group[0])?.cause;
  const shown = outcomes.filter(({ kind }) => kind !== 'not verified').toSorted(byRank);
  const unread = outcomes.filter(({ kind }) => kind === 'not verified').toSorted(byRank);
  return { ...(cause && { cause }), shown, unread };
}

/** What failed before what could not be read; what others fail because of before them; then what keeps more checks from being judged. */
function byGravity(one: CauseGroup, other: CauseGroup): number {
  return rankOf(other) - rankOf(one) || sizeOf(other) - sizeOf(one);
}

function rankOf({ shown, unread }: CauseGroup): number {
  const failed = shown.some(({ kind }) => kind === 'failed') ? 4 : 0;
  const closing = unread.some(closesGate) ? 2 : 0;
  const first = [...shown, ...unread].some((outcome) => outcome.first) ? 1 : 0;
  return failed + (failed > 0 ? Math.min(closing, 0) : closing) + first;
}

function sizeOf({ shown, unread }: CauseGroup): number {
  return shown.length + unread.length;
}

function byRank(one: Outcome, other: Outcome): number {
  return Number(other.first ?? false) - Number(one.first ?? false);
}
