import { type ExitCode, exitCodes } from './exit-code.ts';

/** Ends a command early. The message is all that is printed; the exit code says why. */
export class StopError extends Error {
  override readonly name: string = 'StopError';
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The command line is wrong. The message is a sentence; the usage line is printed after it, and the exit code is 78. */
export class UsageError extends StopError {
  override readonly name = 'UsageError';

  constructor(message: string) {
    super(exitCodes.configuration, message);
  }
}
