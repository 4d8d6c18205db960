import type { Outcome } from '../../check/outcome.ts';
import { type ExitCode, exitCodes } from '../../command/exit-code.ts';
import type { VerdictPart } from '../verdict/verdict.ts';
import { type VerdictSubject, writeVerdictPart } from '../verdict/verdict-file.ts';
import { type Publishing, publishVerdict } from './publish-verdict.ts';

/**
 * The end of every run of specs: sorts the outcomes, writes the verdict and the reports, prints the console report.
 * Never throws: a report that cannot be written closes the gate as well.
 */
export function concludeRun(part: VerdictPart, options: Publishing & { subject: VerdictSubject }): ExitCode {
  const outcomes = part.outcomes.toSorted((one, other) => orderOf(one).localeCompare(orderOf(other), 'en'));
  try {
    const verdict = writeVerdictPart(options.reportsDirectory, options.subject, 'specs', { ...part, outcomes });
    publishVerdict(verdict, options);
    return (verdict.exitCode ?? exitCodes.notVerified) as ExitCode;
  } catch (error) {
    options.print(`\nGate closed: the reports cannot be written. ${(error as Error).message}\n`);
    return exitCodes.notVerified;
  }
}

/** Specs end in no certain order, and a report is compared with the one before. */
function orderOf({ check, environment }: Outcome): string {
  return `${check} ${environment}`;
}
