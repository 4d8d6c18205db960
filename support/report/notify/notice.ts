import { hourMs } from '../../text/duration.ts';
import type { AuditRan, AuditState, Problem } from './audit-state.ts';
import type { Known } from './told-state.ts';

export interface ProblemChange {
  change: 'new' | 'worse' | 'milder' | 'mended' | 'unknown';
  check: string;
  environment: string;
  before: string;
  now: string;
  /** What was found, in one sentence; the values are in the report. */
  what: string;
}

/** A message that is due. */
export interface Notice {
  before: Known['verdict'] | undefined;
  state: AuditState;
  /** The audit did not run before, or does not now, or what was told could not be read. */
  reason: 'changed' | 'did not run' | 'still does not run' | 'runs again' | 'state was lost';
  changes: readonly ProblemChange[];
}

export interface NoticeQuestion {
  known: Known | undefined;
  state: AuditState;
  /** What was told before could not be read: then everything is told. */
  lost: boolean;
  remindAfterHours: number;
  now: Date;
}

/** At least this many times as much of the same is worse. */
const worseFactor = 2;

/**
 * What a receiver does not know yet; undefined where it knows everything. A first verdict is sent only if it closes the gate:
 * that a new audit found nothing is not news.
 */
export function noticeFor({ known, state, lost, remindAfterHours, now }: NoticeQuestion): Notice | undefined {
  const before = known?.verdict;
  if (!state.ran) {
    const silence = known?.silence;
    if (!silence) return { before, state, reason: 'did not run', changes: [] };

    const isDue = Math.abs(now.getTime() - Date.parse(silence.toldAt)) >= remindAfterHours * hourMs;
    return isDue ? { before, state, reason: 'still does not run', changes: [] } : undefined;
  }

  const changes = changesBetween(before?.problems ?? [], state);
  if (lost) return { before, state, reason: 'state was lost', changes };
  if (known?.silence) return { before, state, reason: 'runs again', changes };
  const isNews = before ? changes.length > 0 || before.exitCode !== state.exitCode : state.exitCode !== 0;
  return isNews ? { before, state, reason: 'changed', changes } : undefined;
}

/** What a receiver knows once it took what was due. @param notice undefined where nothing was */
export function knownAfter({ known, state, now }: NoticeQuestion, notice: Notice | undefined, config: string): Known {
  if (!state.ran) {
    if (notice === undefined && known) return known;
    const silence = { because: state.because, toldAt: now.toISOString() };
    return { config: known?.config ?? null, verdict: known?.verdict ?? null, silence };
  }

  const { exitCode, headline, finishedAt } = state;
  const worse = new Set(notice?.changes.filter(({ change }) => change === 'worse').map(keyOf));
  const former = byDigest(known?.verdict?.problems ?? []);
  const problems = state.problems.map((problem) => {
    // Growth is measured from what was told, or a slow one is never told.
    const told = former.get(problem.digest)?.[0]?.amount;
    if (told === undefined || problem.amount === undefined || worse.has(keyOf(problem))) return problem;
    return { ...problem, amount: Math.min(told, problem.amount) };
  });
  return { config, verdict: { exitCode, headline, finishedAt, problems }, silence: null };
}

function keyOf({ check, environment, what }: Pick<Problem, 'check' | 'environment' | 'what'>): string {
  return JSON.stringify([check, environment, what]);
}

function changesBetween(known: readonly Problem[], { problems, outcomes }: AuditRan): ProblemChange[] {
  const [former, current] = [byDigest(known), byDigest(problems)];
  const kindBefore = (problem: Problem) =>
    known.find(({ check, environment }) => check === problem.check && environment === problem.environment)?.kind;

  const arrived = [...current].flatMap(([digest, [problem, ...more]]): ProblemChange[] => {
    const before = former.get(digest);
    if (problem === undefined) return [];
    if (before?.[0]) return changesOf(before[0], problem, before.length - 1 - more.length);
    return [change('new', problem, kindBefore(problem) ?? 'held', problem.kind)];
  });
  const gone = [...former].flatMap(([digest, [problem]]): ProblemChange[] => {
    if (problem === undefined || current.has(digest)) return [];
    const now = outcomes.get(`${problem.check} ${problem.environment}`);
    // What could not be looked at is not mended.
    const isUnknown = now === undefined || (now === 'not verified' && problem.kind !== 'not verified');
    return [change(isUnknown ? 'unknown' : 'mended', problem, problem.kind, now ?? 'unknown')];
  });
  return [...arrived, ...gone].sort((one, other) => compareTexts(keyOf(one), keyOf(other)));
}

/** What changed in a finding that was there before. @param fewer how many equal ones there are less */
function changesOf(before: Problem, now: Problem, fewer: number): ProblemChange[] {
  if (before.kind !== now.kind) {
    const isMilder = gravity(now.kind) < gravity(before.kind);
    return [change(isMilder ? 'milder' : 'worse', now, before.kind, now.kind)];
  }

  const grew = before.amount !== undefined && now.amount !== undefined && now.amount >= before.amount * worseFactor;
  const isWorse = fewer < 0 || (grew && now.amount !== before.amount);
  return isWorse ? [change('worse', now, amountWords(before), amountWords(now))] : [];
}

function change(kind: ProblemChange['change'], problem: Problem, before: string, now: string): ProblemChange {
  const { check, environment, what } = problem;
  return { change: kind, check, environment, before, now, what };
}

function amountWords({ kind, amount }: Problem): string {
  return amount === undefined ? kind : `${kind}, ${amount}`;
}

function gravity(kind: string): number {
  return ['held', 'warned', 'not verified', 'failed'].indexOf(kind);
}

function byDigest(problems: readonly Problem[]): ReadonlyMap<string, readonly Problem[]> {
  return Map.groupBy(problems, ({ digest }) => digest);
}

function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
