import type { Outcome } from '../../check/outcome.ts';
import { type ExitCode, exitCodes } from '../../command/exit-code.ts';
import { errorText } from '../../text/error-text.ts';
import type { VerdictPart } from '../verdict/verdict.ts';
import { type VerdictSubject, writeVerdictPart } from '../verdict/verdict-file.ts';
import { type Publishing, publishVerdict } from './publish-verdict.ts';

/**
 * The end of every run of specs: sorts the outcomes, writes the verdict and the reports, prints the console report.
 * Never throws: a report that cannot be written closes the gate too.
 */
export function concludeRun(part: VerdictPart, options: Publishing & { subject: VerdictSubject }): ExitCode {
  const outcomes = part.outcomes.toSorted((one, other) => orderOf(one).localeCompare(orderOf(other), 'en'));
  try {
    const verdict = writeVerdictPart(options.reportsDirectory, options.subject, 'specs', { ...part, outcomes });
    publishVerdict(verdict, options);
    return (verdict.exitCode ?? exitCodes.notVerified) as ExitCode;
  } catch (error) {
    options.print(`\nGate closed: the reports cannot be written. ${errorText(error)}\n`);
    return exitCodes.notVerified;
  }
}

/** Specs finish in any order, and reports are compared with earlier ones. */
function orderOf({ check, environment }: Outcome): string {
  return `${check} ${environment}`;
}
