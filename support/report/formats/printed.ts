import type { Outcome } from '../../check/outcome.ts';
import { escapeTerminal } from '../../text/escape-terminal.ts';

/** What a check wrote to the console. */
export interface Printed {
  outcome: Outcome;
  lines: readonly string[];
}

/** What checks wrote whose outcome no report tells in full: that of the others is told with them. */
export function printedBeside(outcomes: readonly Outcome[]): Printed[] {
  return outcomes
    .filter(({ kind }) => kind !== 'failed' && kind !== 'not verified')
    .flatMap((outcome) => (outcome.printed ? [{ outcome, lines: outcome.printed.map(escapeTerminal) }] : []));
}
