import type { Outcome, OutcomeKind } from '../check/outcome.ts';
import { outcomeKinds } from '../check/outcome.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';

/** Something that kept checks from running: a spec that does not load, an error outside every test, an interruption. */
export interface Breakage {
  /** The spec, or "the run". */
  place: string;
  message: string;
}

export interface Reduction {
  exitCode: ExitCode;
  counts: Record<OutcomeKind, number>;
  /** One sentence: why the gate is open or closed. */
  headline: string;
}

/**
 * From outcomes to the verdict: the one place where that is decided.
 * @param strict warnings close the gate too
 */
export function reduceOutcomes(
  outcomes: readonly Outcome[],
  breakages: readonly Breakage[],
  strict: boolean,
): Reduction {
  const counts = Object.fromEntries(outcomeKinds.map((kind) => [kind, 0])) as Record<OutcomeKind, number>;
  for (const { kind } of outcomes) counts[kind] += 1;
  const unread = outcomes.filter(({ kind, optional }) => kind === 'not verified' && optional !== true);
  const unreadCritical = unread.filter(({ severity }) => severity === 'critical').length;
  const warnings = counts.warned + unread.length - unreadCritical;
  const looked = outcomes.length - counts.refused - counts['not applicable'];
  const decide = (): [ExitCode, string] => {
    if (counts.failed > 0) return [exitCodes.failed, `Gate closed: ${many(counts.failed, 'critical check')} failed.`];
    if (breakages.length > 0)
      return [exitCodes.notVerified, `Gate closed: the run is not whole (${breakages[0]?.message}).`];
    if (looked === 0) return [exitCodes.configuration, 'Gate closed: no check ran.'];
    if (unreadCritical > 0)
      return [
        exitCodes.notVerified,
        `Gate closed: nothing failed, but ${many(unreadCritical, 'critical check')} could not be verified.`,
      ];
    if (strict && warnings > 0)
      return [exitCodes.warnings, `Gate closed: ${many(warnings, 'warning')}, and strict mode lets none pass.`];
    return [exitCodes.held, 'Gate open: every critical check held.'];
  };
  const [exitCode, headline] = decide();
  return { exitCode, counts, headline };
}

function many(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
