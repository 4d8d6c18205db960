import type { Outcome, OutcomeKind } from '../../check/outcome.ts';
import { outcomeKinds } from '../../check/outcome.ts';
import { type ExitCode, exitCodes } from '../../command/exit-code.ts';
import { clip } from '../../text/clip.ts';
import { countWords } from '../../text/count-words.ts';
import { firstLine } from '../../text/one-line.ts';

/** Something that kept checks from running: a spec that does not load, an error outside every test, an interruption. */
export interface Breakage {
  /** The spec, or "the run". */
  place: string;
  message: string;
  /** The table, the config or the command is wrong: nothing could be judged. */
  configuration?: boolean | undefined;
}

/** How much of what was planned the outcomes are. */
export interface Extent {
  /** How the run was narrowed. */
  partial?: string | undefined;
  /** What the plan asks for beside these outcomes, and has not run yet. */
  toRun?: string | undefined;
}

export interface Reduction {
  exitCode: ExitCode;
  counts: Record<OutcomeKind, number>;
  /** One sentence: why the gate is open or closed. */
  headline: string;
}

/**
 * From outcomes to the verdict: the one place where that is decided.
 *
 * In this order: something critical failed (1); the config is wrong (78); the run is incomplete (3); nothing was tried
 * (78); something critical could not be verified, or nothing held (3); only some of the checks ran (3); warnings, where they
 * count (2); held (0).
 * @param strict warnings close the gate too
 */
export function reduceOutcomes(
  outcomes: readonly Outcome[],
  breakages: readonly Breakage[],
  strict: boolean,
  { partial, toRun }: Extent = {},
): Reduction {
  const counts = Object.fromEntries(outcomeKinds.map((kind) => [kind, 0])) as Record<OutcomeKind, number>;
  for (const { kind } of outcomes) counts[kind] += 1;
  const failed = outcomes.filter(({ kind }) => kind === 'failed').length;
  const unread = outcomes.filter(({ kind, optional }) => kind === 'not verified' && optional !== true);
  const unreadCritical = unread.filter(({ severity }) => severity === 'critical').length;
  const warnings = counts.warned + unread.length - unreadCritical;
  const tried = outcomes.filter(
    ({ kind, skipped }) => kind !== 'refused' && kind !== 'not applicable' && skipped !== true,
  ).length;
  const wrongFile = unread.find(({ configuration }) => configuration === true);
  const wrong =
    breakages.find(({ configuration }) => configuration === true)?.message ??
    (wrongFile && (wrongFile.reason ?? `what ${wrongFile.check} reads is wrong`));
  const decide = (): [ExitCode, string] => {
    if (failed > 0) return [exitCodes.failed, `${countWords(failed, 'critical check')} failed`];
    if (wrong !== undefined) return [exitCodes.configuration, headlineOf(wrong)];
    if (breakages[0]) return [exitCodes.notVerified, `the run is incomplete (${wordBreakage(breakages[0])})`];
    if (tried === 0) return [exitCodes.configuration, 'no check ran'];
    if (unreadCritical > 0)
      return [
        exitCodes.notVerified,
        `nothing failed, but ${countWords(unreadCritical, 'critical check')} could not be verified`,
      ];
    if (counts.held + counts.warned + counts.waived === 0)
      return [exitCodes.notVerified, 'nothing failed, but nothing could be verified'];
    if (counts.held + counts.warned === 0)
      return [exitCodes.notVerified, `nothing held: ${countWords(counts.waived, 'check is', 'checks are')} waived`];
    if (partial !== undefined)
      return [
        exitCodes.notVerified,
        `only some of the checks ran (${partial}), and ${wordOpen(counts, warnings)} in them`,
      ];
    if (strict && warnings > 0)
      return [exitCodes.warnings, `${countWords(warnings, 'warning')}, and strict mode allows none`];
    return [exitCodes.done, wordOpen(counts, warnings)];
  };
  const [exitCode, reason] = decide();
  return { exitCode, counts, headline: headlineFor(exitCode, reason, toRun) };
}

/** What holds of a part of a verdict opens no gate yet. */
function headlineFor(exitCode: ExitCode, reason: string, toRun: string | undefined): string {
  if (exitCode !== exitCodes.done) return `Gate closed: ${reason}.`;
  return toRun === undefined
    ? `Gate open: ${reason}.`
    : `So far, ${reason}. The gate opens once ${toRun} have run too.`;
}

function wordOpen({ waived }: Record<OutcomeKind, number>, warnings: number): string {
  const aside = [
    ...(waived > 0 ? [`${waived} waived`] : []),
    ...(warnings > 0 ? [countWords(warnings, 'warning')] : []),
  ].join(', ');
  return `every critical check held${waived > 0 ? ' or was waived' : ''}${aside === '' ? '' : ` (${aside})`}`;
}

function wordBreakage({ place, message }: Breakage): string {
  return `${place}: ${headlineOf(message)}`;
}

/** A headline is one line, and does not list eighty files. */
const longestReason = 240;

function headlineOf(message: string): string {
  return clip(firstLine(message).replace(/\.$/, ''), longestReason);
}
