import { inspect } from 'node:util';
import { failureRemedy, RequestFailure } from '../http/index.ts';
import { ConfigurationError } from '../profile/configuration-error.ts';
import { ReadingDeadline } from '../reading/index.ts';
import { MissingInput } from '../settings/index.ts';
import { NotVerified } from './not-verified.ts';
import type { Outcome } from './outcome.ts';

/** Why a check is not verified, and what would let it be. */
export type Reason = Required<Pick<Outcome, 'reason'>> & Pick<Outcome, 'enable' | 'configuration'>;

/** What helps where the run has no time left. */
export const raiseRunLimit = 'Raise `limits.runMs` in the deployment config, or find out what takes so long.';

/** Words whatever was thrown, also where it is not an error. */
export function reasonOf(error: unknown): Reason {
  if (error instanceof MissingInput) return { reason: `${error.message} (${error.origin})`, enable: error.enable };
  if (error instanceof NotVerified)
    return { reason: error.message, ...(error.enable !== undefined && { enable: error.enable }) };
  if (error instanceof ConfigurationError) return { reason: error.message, configuration: true };
  if (error instanceof RequestFailure) {
    const enable = error.enable ?? failureRemedy(error);
    return { reason: error.message, ...(enable !== undefined && { enable }) };
  }
  // A signal's own words tell of a time-out, and of no mistake.
  const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
  if (error instanceof ReadingDeadline && error.limit === 'runMs')
    return { reason: error.message, enable: raiseRunLimit };
  if (error instanceof ReadingDeadline || isTimeout)
    return {
      reason: isTimeout ? 'it did not end within its deadline' : error.message,
      enable:
        'Look whether what it asks answers at all; where it is only far away, raise `limits.checkMs` in the deployment config.',
    };
  return {
    reason: `the check itself broke: ${wordsOf(error)}`,
    enable: 'This is a mistake in the check or in what it builds on, not in the deployment.',
  };
}

function wordsOf(error: unknown): string {
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  return typeof error === 'string' ? error : inspect(error, { depth: 2, breakLength: Number.POSITIVE_INFINITY });
}
