import type { Waiver } from '../profile/index.ts';
import type { Outcome } from './outcome.ts';

/** The end of a waiver's last day, in UTC. */
function endOf(waiver: Waiver): Date {
  return new Date(`${waiver.until}T23:59:59.999Z`);
}

/**
 * Turns a failure, a warning or something not verified into `waived` where a waiver covers it. What was found stays in
 * the outcome. Past its last day a waiver stops counting, and the outcome says so.
 */
export function applyWaivers(outcome: Outcome, waivers: readonly Waiver[], today: Date): Outcome {
  if (outcome.kind !== 'failed' && outcome.kind !== 'warned' && outcome.kind !== 'not verified') return outcome;
  const fitting = waivers.filter(
    (waiver) => waiver.check === outcome.check && (waiver.environments?.includes(outcome.environment) ?? true),
  );
  const current = fitting.find((waiver) => today <= endOf(waiver));
  if (current) {
    const behind = outcome.reason === undefined ? '' : ` (not verified: ${outcome.reason})`;
    return { ...outcome, kind: 'waived', reason: `waived until ${current.until}: ${current.reason}${behind}` };
  }
  const ended = fitting.at(-1);
  if (!ended) return outcome;
  const note = `a waiver for this ended on ${ended.until}`;
  return { ...outcome, reason: outcome.reason === undefined ? note : `${outcome.reason}; ${note}` };
}
