import { RequestFailure } from './request-failure.ts';

/** Statuses of what stands before a service (RFC 9110, section 15.6): another attempt may get through. */
const retriedStatuses: readonly number[] = [502, 503, 504];
const backoffMs: readonly number[] = [100, 300];
/** Longer than this nobody waits because `Retry-After` says so. */
const longestWaitMs = 2_000;

/**
 * Whether a request is sent once more, and when.
 * @param attempt how many were made before this one
 * @param onlyReads it changes nothing; a write may have arrived although its answer was lost, so it is repeated only
 *   where it cannot have been sent
 * @returns milliseconds to wait, without jitter; undefined where this outcome stands
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
    return onlyReads && outcome.kind === 'connection-lost' ? wait : undefined;
  }
  if (!onlyReads || !retriedStatuses.includes(outcome.status)) return undefined;
  const asked = retryAfterMs(outcome.headers.get('retry-after')) ?? 0;
  return asked > longestWaitMs ? undefined : Math.max(wait, asked);
}

/** Spreads attempts that would else come together: three quarters to five quarters, and never less than was asked for. */
export function jittered(waitMs: number, random: () => number = Math.random): number {
  return backoffMs.includes(waitMs) ? waitMs * (0.75 + random() / 2) : waitMs * (1 + random() / 4);
}

/** `Retry-After` in milliseconds: seconds or a date (RFC 9110, section 10.2.3). Undefined where it is neither. */
export function retryAfterMs(value: string | null, nowMs: number = Date.now()): number | undefined {
  if (value === null) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1_000;
  // `Date.parse` takes more than HTTP dates: to it, `-5` is a month of 2001.
  const dateMs = /^[A-Z][a-z]+,? .* GMT$/.test(value.trim()) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}
