import { NotVerified } from '../../../../support/check/not-verified.ts';
import type { ToldQuota } from '../../../../support/platforms/worker/limits/rate-limit-fields.ts';
import type { BurstReading } from '../../../../support/platforms/worker/limits/read-burst.ts';
import type { CountedAnswer } from '../../../../support/platforms/worker/limits/send-counted.ts';
import type { WorkerInput } from '../../../../support/platforms/worker/platform.ts';
import { sampleWorker } from '../../worker/sample-worker.ts';

type Promised = NonNullable<WorkerInput['rateLimits']>[number];

/** What every made-up burst promises, where nothing else is said: four requests a minute for each trace. */
export const limit = 4;
export const windowMs = 60_000;

/** A refusal as it is promised, where the status is 429. */
export function answer(status: number, over: Partial<CountedAnswer> = {}): CountedAnswer {
  return {
    status,
    accepted: status < 300,
    retryAfter: status === 429 ? '60' : null,
    told: [],
    remainingQuota: undefined,
    text: `"said with ${status}"`,
    allowOrigin: null,
    location: null,
    atMs: 0,
    waitedMs: 0,
    ...over,
  };
}

const times = (count: number, each: () => CountedAnswer) => Array.from({ length: count }, each);

/** As many as that are accepted, and the rest of nine are refused. */
export function accepting(accepted: number, over: Partial<CountedAnswer> = {}): CountedAnswer[] {
  return [...times(accepted, () => answer(200, over)), ...times(9 - accepted, () => answer(429, over))];
}

/** What the first answers tell is left, each. */
export function telling(accepted: number, left: readonly number[], more: Partial<ToldQuota> = {}): CountedAnswer[] {
  return accepting(accepted).map((each, index) => {
    const remaining = left[index];
    return remaining === undefined
      ? each
      : { ...each, told: [{ form: 'ratelimit' as const, limit, remaining, ...more }] };
  });
}

interface MadeUp extends Partial<BurstReading> {
  promised?: Partial<Promised>;
  /** For how many requests the key has room, as the plan says. */
  room?: number | undefined;
  source?: Parameters<typeof sampleWorker>[0];
}

/** A burst of nine that was answered rightly, but for what a spec puts in its place. */
export function burst({ promised = {}, source = {}, ...over }: MadeUp = {}) {
  const worker = sampleWorker({ rateLimits: [{ per: 'trace', limit, windowMs, ...promised }], ...source });
  const [rateLimit] = worker.rateLimits;
  if (rateLimit === undefined) throw new Error('the sample promises a limit');
  const room = 'room' in over ? over.room : limit;
  const reading: BurstReading = {
    worker,
    url: 'https://logs.example.com/log',
    plan: { requests: 9, probes: 3, key: 'key', room, quotas: [] },
    answers: accepting(limit),
    control: answer(200),
    refilled: [],
    rounds: [],
    others: [],
    again: answer(429),
    forged: answer(429),
    other: answer(200),
    before: {},
    after: undefined,
    limiterIsIll: false,
    ...over,
  };
  return { reading, rateLimit };
}

/** Where the burst of a trace was, as findings say it. */
export const from = [
  'POST https://logs.example.com/log, 9 requests at once for one trace',
  'the plan of the burst: 9 requests at once and 3 after them, for the trace key; left of its own quota: 4 of 4; of quotas that others share: none touched',
];

/** What is said where nothing is concluded. */
export function unseen(judge: () => unknown): { why: string; enable: string | undefined } {
  try {
    judge();
  } catch (error) {
    if (error instanceof NotVerified) return { why: error.message, enable: error.enable };
    throw error;
  }
  throw new Error('it was judged');
}
