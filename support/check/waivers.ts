import type { Waiver } from '../profile/index.ts';
import { countWords } from '../text/count-words.ts';
import { dayMs } from '../text/duration.ts';
import type { Finding } from './finding.ts';
import { identityOf } from './fingerprint.ts';
import type { Outcome, OutcomeKind } from './outcome.ts';

/** The end of a waiver's last day, in UTC. */
export function endOf(waiver: Pick<Waiver, 'until'>): Date {
  return new Date(`${waiver.until}T23:59:59.999Z`);
}

/**
 * Turns a failure, a warning or something not verified into `waived` where a waiver covers it. What was found stays in
 * the outcome. Past its last day a waiver stops counting, and the outcome says so.
 *
 * A waiver of one finding covers that finding alone: a check with another one still fails.
 */
export function applyWaivers(outcome: Outcome, waivers: readonly Waiver[], today: Date): Outcome {
  if (outcome.kind !== 'failed' && outcome.kind !== 'warned' && outcome.kind !== 'not verified') return outcome;
  const fitting = waivers.filter(
    (waiver) => waiver.check === outcome.check && (waiver.environments?.includes(outcome.environment) ?? true),
  );
  const counting = fitting.filter((waiver) => today <= endOf(waiver));
  const whole = counting.find(({ finding }) => finding === undefined);
  if (whole) return waived(outcome, whole, today);

  const covered = coveredFindings(outcome, counting);
  const [soonest] = covered.map(({ waiver }) => waiver).toSorted((one, other) => (one.until < other.until ? -1 : 1));
  if (soonest === undefined) return withEnded(outcome, fitting, counting);

  const marked = { ...outcome, waivedFindings: covered.map(({ waiver }) => waiver.finding ?? '') };
  const left = outcome.findings.filter((finding) => covered.every((each) => each.finding !== finding));
  if (left.length === 0 && outcome.reason === undefined) return waived(marked, soonest, today);

  const note = `${covered.length} of ${outcome.findings.length} findings are waived: ${covered.map(({ finding }) => finding.what).join('; ')}`;
  return withReason({ ...marked, kind: kindWithout(outcome, left), findings: left }, note);
}

/** What an outcome comes to with these findings alone; what could not be read stays unread. */
function kindWithout({ kind }: Outcome, left: readonly Finding[]): OutcomeKind {
  if (left.length === 0) return 'not verified';
  return kind === 'failed' && left.every(({ severity }) => severity === 'warning') ? 'warned' : kind;
}

/** The waivers of a config that count for nothing: past their day, or of nothing that was found. As sentences. */
export function idleWaivers(waivers: readonly Waiver[], outcomes: readonly Outcome[], today: Date): string[] {
  return waivers.flatMap((waiver) => {
    const own = outcomes.filter(
      ({ check, environment }) => check === waiver.check && (waiver.environments?.includes(environment) ?? true),
    );
    // A run that does not look at the check, or at its environments, says nothing about the waiver.
    if (own.length === 0) return [];

    const name = `the waiver of ${waiver.check}${waiver.finding === undefined ? '' : ` (finding ${waiver.finding})`}`;
    if (today > endOf(waiver)) return `${name} ended on ${waiver.until}: ${waiver.reason}`;
    return own.some((outcome) => uses(outcome, waiver))
      ? []
      : `${name} matches nothing that was found: ${waiver.reason}`;
  });
}

function uses(outcome: Outcome, { finding, until, reason }: Waiver): boolean {
  if (outcome.waivedFindings?.includes(finding ?? '')) return true;
  return (
    finding === undefined &&
    outcome.kind === 'waived' &&
    outcome.reason?.startsWith(`waived until ${until} (`) === true &&
    outcome.reason.includes(` left): ${reason}`)
  );
}

function coveredFindings(
  { check, findings }: Outcome,
  waivers: readonly Waiver[],
): { finding: Finding; waiver: Waiver }[] {
  return findings.flatMap((finding) => {
    const { fingerprint } = identityOf(check, finding);
    const waiver = waivers.find((each) => each.finding === fingerprint);
    return waiver === undefined ? [] : { finding, waiver };
  });
}

function waived(outcome: Outcome, waiver: Waiver, today: Date): Outcome {
  const { until, reason } = waiver;
  const behind = outcome.reason === undefined ? '' : ` (not verified: ${outcome.reason})`;
  return {
    ...outcome,
    kind: 'waived',
    reason: `waived until ${until} (${timeLeft(waiver, today)}): ${reason}${behind}`,
  };
}

/** How long a waiver still counts: "12 days left", "less than a day left". */
function timeLeft(waiver: Waiver, today: Date): string {
  const days = Math.floor((endOf(waiver).getTime() - today.getTime()) / dayMs);
  return days < 1 ? 'less than a day left' : `${countWords(days, 'day')} left`;
}

function withEnded(outcome: Outcome, fitting: readonly Waiver[], counting: readonly Waiver[]): Outcome {
  const ended = fitting.filter((waiver) => !counting.includes(waiver)).at(-1);
  return ended ? withReason(outcome, `a waiver for this ended on ${ended.until}`) : outcome;
}

function withReason(outcome: Outcome, note: string): Outcome {
  return { ...outcome, reason: outcome.reason === undefined ? note : `${outcome.reason}; ${note}` };
}
