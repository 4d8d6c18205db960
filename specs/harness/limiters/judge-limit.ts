import {
  judgeConfirmed,
  judgeEnforced,
  judgeExact,
  judgeScoped,
  workerRecovery,
} from '../../../support/platforms/worker/index.ts';
import type { WorkerProfile } from '../../../support/profile/index.ts';
import { judgeRateLimitHeaders } from '../../worker/rate-limit-headers.judge.ts';
import { judgeRecovery } from '../../worker/rate-limit-recovers.judge.ts';
import { openReadings } from '../reading/open-readings.ts';

/** The checks of a limit, `worker/rate-limit-…`. */
export const limitChecks = ['enforced', 'exact', 'scoped', 'headers', 'recovers'] as const;
export type LimitCheck = (typeof limitChecks)[number];

type Said = Partial<Record<LimitCheck, string[]>>;

/** Runs the checks of a profile's only limit, or some of them: the findings of each, or why it was not verified. */
export async function judgeLimit(
  worker: WorkerProfile,
  only: readonly LimitCheck[] = limitChecks,
  deadlineMs = 10_000,
): Promise<Said> {
  const [said] = await judgeLimits(worker, only, deadlineMs);
  if (said === undefined) throw new Error('the profile promises no limit');
  return said;
}

/** The same for every limit of a profile, all asked for at the same time, in the profile's order. */
export async function judgeLimits(
  worker: WorkerProfile,
  only: readonly LimitCheck[] = limitChecks,
  deadlineMs = 10_000,
): Promise<Said[]> {
  await using readings = openReadings([{ origin: worker.url.url.origin, environment: 'prod' }], { deadlineMs });
  const { read } = readings.reader('worker/rate-limit', { effect: 'burst' });
  const said = async (judge: () => Promise<readonly { what: string }[]>): Promise<string[]> => {
    try {
      return (await judge()).map(({ what }) => what);
    } catch (error) {
      return [`not verified: ${(error as Error).message}`];
    }
  };
  const each = async (rateLimit: WorkerProfile['rateLimits'][number]): Promise<Said> => {
    const subject = { worker, rateLimit };
    const judges = {
      enforced: () => judgeConfirmed(read, subject, judgeEnforced),
      exact: () => judgeConfirmed(read, subject, judgeExact),
      scoped: () => judgeConfirmed(read, subject, judgeScoped, { needsSpentKey: true }),
      headers: () => judgeConfirmed(read, subject, judgeRateLimitHeaders),
      recovers: async () => judgeRecovery(await read(workerRecovery, subject), rateLimit),
    };
    const asked = Object.entries(judges).filter(([name]) => only.includes(name as LimitCheck));
    return Object.fromEntries(await Promise.all(asked.map(async ([name, judge]) => [name, await said(judge)])));
  };
  return await Promise.all(worker.rateLimits.map(each));
}
