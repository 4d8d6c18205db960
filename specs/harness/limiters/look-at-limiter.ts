import { setTimeout as delay } from 'node:timers/promises';
import type { WorkerInput } from '../../../support/platforms/worker/platform.ts';
import type { WorkerProfile } from '../../../support/profile/index.ts';
import { workerFrom } from '../profile/worker-from.ts';
import { judgeLimit, type LimitCheck, limitChecks } from './judge-limit.ts';

type Promised = NonNullable<WorkerInput['rateLimits']>[number];

/** Longer than the longest window that is waited for. */
const recoveryWithinMs = 12_000;

/** The profile of a service that promises one limit: on `GET /take`, counted by the header `x-user`, where nothing else is said. */
function limitedProfile(
  url: string,
  promised: Omit<Promised, 'per'> & Partial<Promised>,
  testClock: string | undefined,
): WorkerProfile {
  return workerFrom(
    {
      components: [],
      recoveryWithinMs,
      testClock,
      rateLimits: [
        {
          per: 'user',
          ...(promised.per === undefined && { request: { path: '/take', keyHeader: 'x-user' } }),
          ...promised,
        },
      ],
    },
    url,
  );
}

/** Runs the checks of the limit on a service, or some of them, and gives the findings of each, or why it was not verified. */
export function lookAtLimiter(
  url: string,
  promised: Omit<Promised, 'per'> & Partial<Promised>,
  only: readonly LimitCheck[] = limitChecks,
  testClock?: string,
): Promise<Partial<Record<LimitCheck, string[]>>> {
  return judgeLimit(limitedProfile(url, promised, testClock), only, 2 * recoveryWithinMs);
}

/** Waits for the first third of a window that is aligned to the clock, so that a burst falls into one window. */
export async function windowBegins(windowMs: number): Promise<void> {
  const into = Date.now() % windowMs;
  if (into > windowMs / 3) await delay(windowMs - into + 5);
}
