import { exitCodes } from '../../command/exit-code.ts';
import { ConfigurationError } from '../../profile/index.ts';

/**
 * Ends the process with 78 and one clear message, where the table, the config, a waiver or the command is wrong.
 * @param conclude is called before, to close the verdict in the same words
 */
export async function exitOnConfigError<Value>(
  work: () => Promise<Value>,
  conclude: (error: ConfigurationError) => void = () => undefined,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`\nAirlock cannot start.\n\n${error.message}\n\n`);
    conclude(error);
    process.exit(exitCodes.configuration);
  }
}
