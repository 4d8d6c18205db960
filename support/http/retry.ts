import { RequestFailure } from './request-failure.ts';

/** Statuses of gateways and overloaded servers (RFC 9110, section 15.6): another attempt may succeed. */
const retriedStatuses: readonly number[] = [502, 503, 504];
const backoffMs: readonly number[] = [100, 300];
/** A longer `Retry-After` is not waited for. */
const longestWaitMs = 2_000;

/**
 * Whether and when a request is repeated.
 * @param attempt the number of earlier attempts
 * @param onlyReads the request changes nothing. A write may have arrived although its response was lost, so it is
 *   repeated only if it cannot have been sent
 * @returns milliseconds to wait, without jitter; undefined if this outcome is final
 */
export function waitBeforeRepeat(
  attempt: number,
  outcome: Response | RequestFailure,
  onlyReads: boolean,
): number | undefined {
  const wait = backoffMs[attempt];
  if (wait === undefined) return undefined;

  if (outcome instanceof RequestFailure) {
    if (outcome.kind === 'connection-refused' || outcome.kind === 'host-not-found') return wait;
    if (onlyReads && outcome.kind === 'connection-lost') return wait;
    return undefined;
  }

  if (!onlyReads || !retriedStatuses.includes(outcome.status)) return undefined;

  const asked = retryAfterMs(outcome.headers.get('retry-after')) ?? 0;
  if (asked > longestWaitMs) return undefined;
  return Math.max(wait, asked);
}

/** Adds jitter: 0.75 to 1.25 times the own backoff, or 1 to 1.25 times `Retry-After`, which is never shortened. */
export function jittered(waitMs: number, random: () => number = Math.random): number {
  if (backoffMs.includes(waitMs)) return waitMs * (0.75 + random() / 2);
  return waitMs * (1 + random() / 4);
}

/** `Retry-After` in milliseconds, from seconds or a date (RFC 9110, section 10.2.3). Undefined if it is neither. */
export function retryAfterMs(value: string | null, nowMs: number = Date.now()): number | undefined {
  if (value === null) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1_000;
  // `Date.parse` accepts more than HTTP dates: it reads `-5` as a month of 2001.
  if (!/^[A-Z][a-z]+,? .* GMT$/.test(value.trim())) return undefined;

  const dateMs = Date.parse(value);
  if (Number.isNaN(dateMs)) return undefined;
  return Math.max(0, dateMs - nowMs);
}
