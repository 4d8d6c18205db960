import { setTimeout as delay } from 'node:timers/promises';
import type { Fetch } from '../../../http/index.ts';

/** Longer than this nobody waits because a platform says so. */
const longestWaitMs = 5_000;
const pausesMs: readonly number[] = [150, 600];

/** A `fetch` that repeats what a platform asks to repeat, and how often it did. */
export interface PatientFetch {
  fetch: Fetch;
  repeated: () => number;
}

/**
 * Repeats reads that are answered 429, or 403 with `Retry-After` (GitHub's secondary limit), when the platform says, and
 * those answered 500 or 408 after a pause; twice at most. What is not worth waiting for stands as it is.
 * @param signal ends the waiting
 */
export function patientFetch(fetch: Fetch, signal: AbortSignal): PatientFetch {
  let repeated = 0;
  const patient: Fetch = async (input, init) => {
    for (let attempt = 0; ; attempt += 1) {
      const response = await fetch(input instanceof Request ? input.clone() : input, init);
      const waitMs = waitBefore(response, attempt);
      const method = (init?.method ?? (input instanceof Request ? input.method : 'GET')).toUpperCase();
      if (waitMs === undefined || method !== 'GET') return response;
      await delay(waitMs, undefined, { signal });
      repeated += 1;
    }
  };
  return { fetch: patient, repeated: () => repeated };
}

/** RFC 9110, section 10.2.3; docs.github.com, "Best practices for using the REST API". */
function waitBefore({ status, headers }: Response, attempt: number): number | undefined {
  const pause = pausesMs[attempt];
  if (pause === undefined) return undefined;
  if (status === 500 || status === 408) return pause;
  const asked = headers.get('retry-after');
  if (status !== 429 && !(status === 403 && asked !== null)) return undefined;
  if (asked === null) return pause;
  const seconds = Number(asked);
  const waitMs = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(asked) - Date.now();
  if (Number.isNaN(waitMs) || waitMs > longestWaitMs) return undefined;
  return Math.max(waitMs, 0);
}
