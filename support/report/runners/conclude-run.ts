import type { Outcome } from '../../check/outcome.ts';
import { idleWaivers } from '../../check/waivers.ts';
import { type ExitCode, exitCodes } from '../../command/exit-code.ts';
import type { Waiver } from '../../profile/index.ts';
import { errorText } from '../../text/error-text.ts';
import { historyFileName, remember } from '../on-call/history.ts';
import { judgedAsGate } from '../verdict/judge-own.ts';
import type { Breakage } from '../verdict/reduce.ts';
import type { VerdictSubject } from '../verdict/summarize.ts';
import type { PartName, RunPart, Verdict } from '../verdict/verdict.ts';
import { verdictWith, writeVerdict } from '../verdict/verdict-file.ts';
import { type Publishing, publishVerdict } from './publish-verdict.ts';

/** Where a run ends: what it is about, and where it is reported. */
export interface Concluding extends Publishing {
  subject: VerdictSubject;
  name?: PartName;
  /** The waivers of the config: those that count for nothing are named. */
  waivers?: readonly Waiver[];
  /** Why this run may have been given no secrets, where that is known: said where something was not verified. */
  whyNoSecrets?: string | undefined;
}

/** The end of every run of specs: sorts the outcomes, writes the reports and the verdict, prints the console report. Never throws. */
export function concludeRun(part: RunPart, options: Concluding): ExitCode {
  const outcomes = part.outcomes.toSorted((one, other) => orderOf(one).localeCompare(orderOf(other), 'en'));
  const { reportsDirectory, subject, name = 'specs', waivers = [], whyNoSecrets } = options;
  const breakages = [...part.breakages, ...clockMoved(part)];
  const isOpen = outcomes.some(({ kind }) => kind === 'not verified');
  const notes = [
    ...idleWaivers(waivers, outcomes, new Date()),
    ...(isOpen && whyNoSecrets !== undefined ? [whyNoSecrets] : []),
  ];
  const whole = { ...part, outcomes, breakages, ...(notes.length > 0 && { notes }) };
  const verdictOf = () => verdictWith(reportsDirectory, subject, name, whole);
  return conclude(() => judgedAsGate(verdictOf(), subject, { now: new Date() }), options);
}

/** Ages are measured by the clock: a run during which it was set back says nothing about when it looked. */
function clockMoved({ startedAt, finishedAt }: RunPart): Breakage[] {
  if (finishedAt === undefined || finishedAt >= startedAt) return [];
  return [
    { place: 'the run', message: `it ended (${finishedAt}) before it began (${startedAt}): the clock was set back` },
  ];
}

/**
 * Reports a verdict and puts it in its place last: if a report cannot be written, the verdict of the run that was begun stays,
 * and the gate is closed for every later reader too.
 * @returns what the process ends with
 */
export function conclude(verdictOf: () => Verdict, options: Publishing): ExitCode {
  try {
    const verdict = verdictOf();
    publishVerdict(verdict, { ...options, beforePrinting: () => writeVerdict(options.reportsDirectory, verdict) });
    keep(verdict, options);
    return verdict.exitCode ?? exitCodes.notVerified;
  } catch (error) {
    options.print(`\nGate closed: the reports cannot be written. ${errorText(error)}\n`);
    return exitCodes.notVerified;
  }
}

/** Remembers a verdict for later reports. That it cannot be kept changes nothing about it, and is said. */
function keep(verdict: Verdict, { onCall, reportsDirectory, print }: Publishing): void {
  if (onCall === undefined) return;
  try {
    remember(verdict, reportsDirectory, onCall.keptVerdicts);
  } catch (error) {
    print(`Later reports will not know since when: ${historyFileName} cannot be written. ${errorText(error)}\n`);
  }
}

/** Specs finish in any order, and reports are compared with earlier ones. */
function orderOf({ check, environment }: Outcome): string {
  return `${check} ${environment}`;
}
