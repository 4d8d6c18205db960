import { failureRemedy, isUnanswered, RequestFailure } from '../http/index.ts';
import type { FailedReading } from '../reading/index.ts';
import { MissingInput } from '../settings/index.ts';
import { NotVerified } from './not-verified.ts';

/** What several checks of a run failed on, or could not be judged because of. */
export interface Cause {
  /** The same for every check that met it. */
  id: string;
  what: string;
  enable?: string;
}

/**
 * The cause behind a reading that failed: an address that does not answer, a value that is missing, else the reading itself. Told apart by
 * what failed, never by the words in which it is told.
 */
export function causeBehind({ identity, error, received, requests }: FailedReading): Cause {
  const credential = causeOfCredential(error);
  if (credential) return credential;
  const request = error instanceof RequestFailure ? error : requests.at(-1);
  if (request) return failedRequest(request);
  const told = error instanceof Error ? error.message : (received ?? 'no answer');
  const { enable } = (error ?? {}) as { enable?: unknown };
  return { id: `reading ${identity}`, what: told, ...(typeof enable === 'string' && { enable }) };
}

/** A value that no place gives, or a credential that is refused, as a cause; undefined for every other error. */
export function causeOfCredential(error: unknown): Cause | undefined {
  if (error instanceof MissingInput)
    return {
      id: `missing ${error.origin} ${error.enable}`,
      what: `${error.message} (${error.origin})`,
      enable: error.enable,
    };
  if (!(error instanceof NotVerified) || error.refused === undefined) return undefined;
  const { name, origin } = error.refused;
  const { message, enable } = error;
  return { id: `refused ${name} ${origin}`, what: message, ...(enable !== undefined && { enable }) };
}

/** That this machine reaches nothing, as a cause; undefined for every other error. */
export function causeOfMachine(error: unknown): Cause | undefined {
  return error instanceof RequestFailure && error.kind === 'no-network' ? failedRequest(error) : undefined;
}

function failedRequest({ kind, url, seen, message, enable }: RequestFailure): Cause {
  const origin = URL.parse(url)?.origin ?? url;
  const remedy = enable ?? failureRemedy({ kind, url, seen });
  const help = remedy === undefined ? {} : { enable: remedy };
  if (isUnanswered(kind)) return { id: `unanswered ${origin}`, what: `${origin} does not answer: ${seen}`, ...help };
  // One sentence for the whole machine, and for the whole run.
  if (kind === 'no-network' || kind === 'run-over') return { id: kind, what: seen, ...help };
  if (kind === 'intercepted') return { id: `${kind} ${origin}`, what: `${origin}: ${seen}`, ...help };
  return { id: `${kind} ${url}`, what: message, ...help };
}
