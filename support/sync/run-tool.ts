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

/**
 * Runs a tool to its exit code. What goes wrong is told in sentences: a refusal is 1, 2 or 3 by its kind, a config or a
 * command that is wrong is 78.
 * @param usage shown where the command is wrong
 */
export async function runTool(usage: string, tool: (signal: AbortSignal) => Promise<number>): Promise<void> {
  const interrupted = new AbortController();
  const stop = () => interrupted.abort(new Error('it was interrupted'));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    process.exitCode = await tool(interrupted.signal);
  } catch (error) {
    process.exitCode = tell(error, usage);
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
