import { exitCodes } from '../../command/exit-code.ts';
import { ConfigurationError } from '../../profile/index.ts';

/** Ends the process with 78 and one clear message, where the table, the config, a waiver or the command is wrong. */
export async function exitOnConfigError<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`\nAirlock cannot start.\n\n${error.message}\n\n`);
    process.exit(exitCodes.configuration);
  }
}
