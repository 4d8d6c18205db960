import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import {
  judgeEnforced,
  judgeExact,
  judgeRateLimitHeaders,
  judgeRecovery,
  judgeScoped,
  workerBurst,
  workerRecovery,
} from '../../../support/platforms/worker/index.ts';
import { Setting, type WorkerProfile } from '../../../support/profile/index.ts';
import { WorkerSource } from '../../../support/profile/worker-source.ts';
import { openReadings } from '../reading/open-readings.ts';

type Promised = NonNullable<z.input<typeof WorkerSource>['rateLimits']>[number];

/** The checks of a limit, `worker/rate-limit-…`. */
export const limitChecks = ['enforced', 'exact', 'scoped', 'headers', 'recovers'] as const;
export type LimitCheck = (typeof limitChecks)[number];

/** The profile of a service that promises one limit on `GET /take`, counted by the header `x-user`. */
export function limitedProfile(url: string, promised: Omit<Promised, 'per' | 'request'>): WorkerProfile {
  const { url: _, ...source } = WorkerSource.parse({
    url: { value: url },
    components: [],
    rateLimits: [{ per: 'user', request: { path: '/take', keyHeader: 'x-user' }, ...promised }],
  });
  const { service, allowedOrigins, redis, retention, durableState, version, ...rest } = source;
  return { ...rest, environment: 'prod', url: Setting.of('url', url, 'a spec') };
}

/** Runs the checks of the limit on a service, or some of them, and gives the findings of each, or why it was not verified. */
export async function lookAtLimiter(
  url: string,
  promised: Omit<Promised, 'per' | 'request'>,
  only: readonly LimitCheck[] = limitChecks,
): Promise<Partial<Record<LimitCheck, string[]>>> {
  const worker = limitedProfile(url, promised);
  const [rateLimit] = worker.rateLimits;
  if (rateLimit === undefined) throw new Error('the profile promises no limit');
  await using readings = openReadings([{ origin: new URL(url).origin, environment: 'prod' }], { deadlineMs: 15_000 });
  const { read } = readings.reader('worker/rate-limit', { effect: 'burst' });
  const subject = { worker, rateLimit };
  const said = async (judge: () => Promise<readonly { what: string }[]>): Promise<string[]> => {
    try {
      return (await judge()).map(({ what }) => what);
    } catch (error) {
      return [`not verified: ${(error as Error).message}`];
    }
  };
  const judges = {
    enforced: async () => judgeEnforced(await read(workerBurst, subject), rateLimit),
    exact: async () => judgeExact(await read(workerBurst, subject), rateLimit),
    scoped: async () => judgeScoped(await read(workerBurst, subject), rateLimit),
    headers: async () => judgeRateLimitHeaders(await read(workerBurst, subject), rateLimit),
    recovers: async () => judgeRecovery(await read(workerRecovery, subject), rateLimit),
  };
  const asked = Object.entries(judges).filter(([name]) => only.includes(name as LimitCheck));
  return Object.fromEntries(await Promise.all(asked.map(async ([name, judge]) => [name, await said(judge)])));
}

/** Waits for the first third of a window that is aligned to the clock, so that a burst falls into one window. */
export async function windowBegins(windowMs: number): Promise<void> {
  const into = Date.now() % windowMs;
  if (into > windowMs / 3) await delay(windowMs - into + 5);
}
