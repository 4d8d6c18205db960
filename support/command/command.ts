import { NotVerified } from '../check/not-verified.ts';
import { RequestFailure } from '../http/request-failure.ts';
import { ConfigurationError } from '../profile/configuration-error.ts';
import { MissingInput } from '../settings/setting.ts';
import { errorText } from '../text/error-text.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { formatUsage, type Positionals, type Usage, usageLine } from './format-usage.ts';
import { Interruption } from './interruption.ts';
import type { Options, ValuesOf } from './option.ts';
import { asksForHelp, parseOptions } from './parse-options.ts';
import { complain, ignoreClosedPipes, say } from './print.ts';
import { StopError, UsageError } from './stop-error.ts';

/** What a command is given beside its options. */
export interface CommandContext {
  /** The arguments without a name; at least one if the command takes any and does not call them optional. */
  positionals: string[];
  /** Aborted by Ctrl-C, SIGTERM and SIGHUP, if the command declares `interrupted`. */
  signal: AbortSignal;
  variables: NodeJS.ProcessEnv;
}

export interface CommandDeclaration<Declared extends Options> {
  /** What follows `npm run`. */
  name: string;
  usage: Usage;
  options: Declared;
  positionals?: Positionals;
  /** Stands before the sentence that says what is wrong with the command line. */
  lead?: string;
  /**
   * Says what a signal ends and what it lets finish. A command that declares it watches `signal` and ends by itself;
   * any other is ended by the signal at once.
   */
  interrupted?: (values: ValuesOf<Declared>) => string;
  /** @throws StopError, ConfigurationError, NotVerified, MissingInput and RequestFailure, each of which is printed as a sentence */
  run(values: ValuesOf<Declared>, context: CommandContext): Promise<ExitCode>;
}

/**
 * Declares and runs a tool of `npm run`: reads its command line, answers `--help`, reports mistakes in sentences, and sets the
 * exit code (exit-code.ts). Never throws.
 */
export async function command<Declared extends Options>(declaration: CommandDeclaration<Declared>): Promise<void> {
  ignoreClosedPipes();
  const argv = process.argv.slice(2);
  if (asksForHelp(argv)) return say(formatUsage(declaration));

  try {
    const { values, positionals } = parseOptions(declaration.options, argv, declaration.positionals !== undefined);
    if (declaration.positionals && !declaration.positionals.isOptional && positionals.length === 0)
      throw new UsageError(`${declaration.positionals.value} is missing: ${declaration.positionals.help}.`);
    process.exitCode = await runInterruptibly(declaration, values, positionals);
  } catch (error) {
    process.exitCode = tell(error, declaration);
  }
}

async function runInterruptibly<Declared extends Options>(
  declaration: CommandDeclaration<Declared>,
  values: ValuesOf<Declared>,
  positionals: string[],
): Promise<number> {
  const { interrupted } = declaration;
  const context = { positionals, variables: process.env };
  if (interrupted === undefined)
    return await declaration.run(values, { ...context, signal: new AbortController().signal });

  using interruption = new Interruption(() => complain(`Interrupted: ${interrupted(values)}`));
  try {
    const exitCode = await declaration.run(values, { ...context, signal: interruption.signal });
    return exitCode === exitCodes.done ? exitCode : (interruption.exitCode ?? exitCode);
  } catch (error) {
    if (interruption.exitCode === undefined) throw error;

    // What an interruption broke off fails in many ways; only what the command itself has to say is worth reading.
    if (error instanceof StopError) tell(error, declaration);
    return interruption.exitCode;
  }
}

/** @returns the exit code */
function tell(error: unknown, declaration: Parameters<typeof usageLine>[0] & { lead?: string }): ExitCode {
  if (error instanceof UsageError) complain(`${declaration.lead ?? ''}${error.message}\n  → ${usageLine(declaration)}`);
  else if (error instanceof StopError || error instanceof ConfigurationError) complain(error.message);
  else if (error instanceof NotVerified || error instanceof MissingInput)
    complain(`Not verified: ${error.message}${error.enable === undefined ? '' : `\n  → ${error.enable}`}`);
  else if (error instanceof RequestFailure) complain(`Not verified: ${error.message}`);
  else complain(`The tool itself broke: ${error instanceof Error ? `${error.name}: ` : ''}${errorText(error)}`);

  if (error instanceof ConfigurationError) return exitCodes.configuration;
  return error instanceof StopError ? error.exitCode : exitCodes.notVerified;
}
