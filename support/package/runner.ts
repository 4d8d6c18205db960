/**
 * Starts vitest or Playwright in this process, for `airlock run`, `smoke` and `isolation`: its program, then its arguments. A runner that
 * refuses its command line ends with 1, which would say that a check failed: it has not loaded Airlock, and nothing was looked at.
 */
import { pathToFileURL } from 'node:url';
import { exitCodes } from '../command/exit-code.ts';
import { complain } from '../command/print.ts';
import { errorText } from '../text/error-text.ts';
import { hasReachedConfig } from './reached-config.ts';

// What a runner reads of its command line is as if it had been started itself.
process.argv.splice(1, 1);
const [, program = ''] = process.argv;

process.on('exit', (code) => {
  if (code !== exitCodes.failed || hasReachedConfig()) return;
  complain('\nAirlock cannot start: the runner refused its command line, and nothing was checked.');
  process.exitCode = exitCodes.configuration;
});

try {
  await import(pathToFileURL(program).href);
} catch (error) {
  if (hasReachedConfig()) throw error;
  complain(errorText(error));
  process.exitCode = exitCodes.failed;
}
