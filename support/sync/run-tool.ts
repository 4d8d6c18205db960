import { ConfigurationError, formatConfigurationProblem } from '../profile/index.ts';
import { redact } from '../redaction/redact.ts';
import { Refusal } from './refusal.ts';

const refusalCodes = { content: 1, confirmation: 2, unknown: 3, configuration: 78 } as const;

/** The command was written wrongly. The message is a sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Writes a line, redacted, to the standard output. */
export function say(text: string): void {
  process.stdout.write(`${redact(text)}\n`);
}

/** Writes a line, redacted, to the standard error. */
export function complain(text: string): void {
  process.stderr.write(`${redact(text)}\n`);
}

/** What a shell reports of a command that a signal ended: 128 and the signal's number. */
const interruptedCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Runs a tool to its exit code. What goes wrong is told in sentences: a refusal is 1, 2 or 3 by its kind, a config or a
 * command that is wrong is 78. A tool that was interrupted and did not come to its end all the same ends with 130 (Ctrl-C)
 * or 143 (SIGTERM). A second Ctrl-C ends it at once.
 * @param usage shown where the command is wrong
 */
export async function runTool(usage: string, tool: (signal: AbortSignal) => Promise<number>): Promise<void> {
  const interrupted = new AbortController();
  let signal: keyof typeof interruptedCodes | undefined;
  const stop = (received: keyof typeof interruptedCodes) => {
    signal ??= received;
    interrupted.abort(new Error('it was interrupted'));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const exitCode = await tool(interrupted.signal);
    process.exitCode = signal === undefined || exitCode === 0 ? exitCode : interruptedCodes[signal];
  } catch (error) {
    const exitCode = tell(error, usage);
    process.exitCode = signal === undefined ? exitCode : interruptedCodes[signal];
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

function tell(error: unknown, usage: string): number {
  if (error instanceof Refusal) {
    for (const reason of error.reasons) complain(reason);
    complain('Nothing was written.');
    return refusalCodes[error.kind];
  }
  if (error instanceof ConfigurationError) {
    for (const problem of error.problems) complain(formatConfigurationProblem(problem));
    return 78;
  }
  if (error instanceof UsageError) {
    complain(error.message);
    complain(`  → ${usage}`);
    return 78;
  }
  complain(`The tool itself broke: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`);
  return 3;
}
