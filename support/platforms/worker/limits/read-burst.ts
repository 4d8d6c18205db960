import { setTimeout as delay } from 'node:timers/promises';
import { NotVerified } from '../../../check/not-verified.ts';
import { jsonIn } from '../../../files/parse-json.ts';
import type { Fetch } from '../../../http/index.ts';
import type { RateLimitSource, WorkerProfile } from '../../../profile/index.ts';
import { defineReading, type Reading } from '../../../reading/index.ts';
import { quoteForeign } from '../../../text/quote-foreign.ts';
import { componentIn, componentNames, isHealthy, statusIn } from '../health-status.ts';
import { requireWorker } from '../read-health.ts';
import { Health, LogAnswer } from '../schema.ts';
import { endpointOf } from '../worker-url.ts';
import { limitBefore } from './burst-order.ts';
import { anotherKey, type CountedBy, countedRequest, ownKey } from './counted-request.ts';
import { type BurstPlan, lackOfRoom, planBurst, wordPlan } from './plan-burst.ts';
import { readRateLimitFields, type ToldQuota } from './rate-limit-fields.ts';
import { windowRestMs } from './window-rest.ts';

export interface BurstInput {
  worker: WorkerProfile;
  rateLimit: RateLimitSource;
}

/** What one counted request was answered. */
export interface CountedAnswer {
  status: number;
  accepted: boolean;
  retryAfter: string | null;
  told: readonly ToldQuota[];
  /** `remaining_quota` of the body, where it has one. */
  remainingQuota: number | undefined;
  text: string;
  /** When it came, by this machine's clock. */
  atMs: number;
  /** How long before that it was asked for: the Worker made its answer at some moment in between. */
  waitedMs: number;
}

export interface BurstReading {
  worker: WorkerProfile;
  url: string;
  plan: BurstPlan;
  /** All at once, for one key. */
  answers: readonly CountedAnswer[];
  /** Once the others were answered: the key again, the key with a forged address, and another key. */
  again: CountedAnswer;
  forged: CountedAnswer;
  other: CountedAnswer | undefined;
  /** The health answers before and after: what the limiter says that it counted. */
  before: Health;
  after: Health | undefined;
  limiterIsIll: boolean;
}

/** An address of a documentation range (RFC 5737): no client has it. */
const forgedAddress = '203.0.113.77';

/** An answer as it came. */
interface RawAnswer {
  response: Response;
  text: string;
  atMs: number;
  waitedMs: number;
}

async function send(fetch: Fetch, asked: CountedBy): Promise<RawAnswer> {
  const { url, ...init } = countedRequest(asked);
  const sent = performance.now();
  const response = await fetch(url, { ...init, redirect: 'manual' });
  const text = await response.text();
  return { response, text, atMs: Date.now(), waitedMs: performance.now() - sent };
}

function interpreted({ response, text, atMs, waitedMs }: RawAnswer): CountedAnswer {
  const answer = LogAnswer.safeParse(jsonIn(text)).data;
  return {
    status: response.status,
    accepted: response.ok && answer?.success !== false,
    retryAfter: response.headers.get('retry-after'),
    told: readRateLimitFields(response.headers, atMs),
    remainingQuota: answer?.remaining_quota,
    text: quoteForeign(text, 200),
    atMs,
    waitedMs,
  };
}

/** Sends one request that counts. */
export async function sendCounted(fetch: Fetch, asked: CountedBy): Promise<CountedAnswer> {
  return interpreted(await send(fetch, asked));
}

/** Sends many at once. They are interpreted when all have come: meanwhile nothing else is done than to send and to wait. */
export async function sendAtOnce(fetch: Fetch, asked: readonly CountedBy[]): Promise<CountedAnswer[]> {
  const answers = await Promise.all(asked.map((each) => send(fetch, each)));
  return answers.map(interpreted);
}

/**
 * Spends the quota of one key of its own, all requests in flight at once, and then asks three times more. One burst serves
 * every check of the limit, so that as little as possible is spent. Bounded: never more requests than the plan says.
 * @throws NotVerified where a quota that clients share has no room for it: nothing has been sent then
 */
export const workerBurst: Reading<BurstInput, BurstReading> = defineReading({
  name: 'worker.burst',
  effect: 'burst',
  key: ({ worker, rateLimit }: BurstInput) => `${worker.url.url.href} ${JSON.stringify(rateLimit)}`,
  async read({ worker, rateLimit }, { fetch, read, runId, signal }): Promise<BurstReading> {
    const { health } = await requireWorker(worker, read);
    const earlier = limitBefore(worker, rateLimit);
    if (earlier) await read(workerBurst, { worker, rateLimit: earlier }).catch(() => undefined);
    // A clock that is moved is not this machine's.
    if (worker.testClock === undefined) await delay(windowRestMs(rateLimit, Date.now()), undefined, { signal });
    // The health answer may be as old as the run: the counts are asked for anew where they decide.
    const counts = rateLimit.alsoCounts.length > 0 || rateLimit.reported.used !== undefined;
    const before = counts ? await freshHealth(fetch, worker) : health;
    const key = ownKey(rateLimit, runId, 'burst');
    const plan = planBurst(rateLimit, before, key);
    const lack = lackOfRoom(plan, rateLimit);
    if (lack !== undefined)
      throw new NotVerified(
        lack,
        'Run it again when the window has ended, or name `reported.used` of the quota in the deployment config.',
      );
    process.stderr.write(`Burst on ${worker.environment}: ${wordPlan(plan, rateLimit)}\n`);
    const asked = (number: number): CountedBy => ({ worker, rateLimit, key, runId, number });
    const answers = await sendAtOnce(
      fetch,
      Array.from({ length: plan.requests }, (_, index) => asked(index + 1)),
    );
    const ask = (number: number, more: Partial<CountedBy> = {}) => sendCounted(fetch, { ...asked(number), ...more });
    const otherKey = anotherKey(rateLimit, runId);
    const [again, forged, other] = await Promise.all([
      ask(plan.requests + 1),
      ask(plan.requests + 2, { forged: forgedAddress }),
      otherKey === undefined ? undefined : ask(1, { key: otherKey }),
    ]);
    const after = rateLimit.alsoCounts.length > 0 ? await freshHealth(fetch, worker) : undefined;
    const { url } = countedRequest({ worker, rateLimit, key, runId, number: 0 });
    const limiterIsIll = componentNames(before, worker).some((name) => {
      const status = /limit/i.test(name) ? componentIn(before, name, worker) : undefined;
      return status !== undefined && !isHealthy(status, worker);
    });
    return { worker, url, plan, answers, again, forged, other, before, after, limiterIsIll };
  },
});

async function freshHealth(fetch: Fetch, worker: WorkerProfile): Promise<Health> {
  const url = endpointOf(worker, 'health');
  const text = await (await fetch(url)).text();
  const parsed = Health.safeParse(jsonIn(text));
  if (!parsed.success || statusIn(parsed.data, worker) === undefined)
    throw new NotVerified(`${url} no longer answers as a Worker does: ${quoteForeign(text, 120)}`);
  return parsed.data;
}
