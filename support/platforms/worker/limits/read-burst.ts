import { setTimeout as delay } from 'node:timers/promises';
import { NotVerified } from '../../../check/not-verified.ts';
import { jsonIn } from '../../../files/parse-json.ts';
import type { Fetch } from '../../../http/index.ts';
import type { RateLimitSource, WorkerProfile } from '../../../profile/index.ts';
import { defineReading, type Reading } from '../../../reading/index.ts';
import { quoteForeign } from '../../../text/quote-foreign.ts';
import { componentsIn } from '../health/health-status.ts';
import { requireWorker } from '../read-health.ts';
import type { Health } from '../schema.ts';
import { endpointOf } from '../worker-url.ts';
import { limitBefore } from './burst-order.ts';
import { anotherKey, type CountedBy, countedRequest, ownKey, sharesItsKey } from './counted-request.ts';
import { type BurstPlan, lackOfRoom, planBurst, wordPlan } from './plan-burst.ts';
import { mostRequests, refillIn } from './refill.ts';
import { type CountedAnswer, sendAtOnce, sendCounted } from './send-counted.ts';
import { windowRestMs } from './window-rest.ts';

export interface BurstInput {
  worker: WorkerProfile;
  rateLimit: RateLimitSource;
  /** What a burst shows that is wrong is confirmed by another one; the first where left out. */
  attempt?: number;
}

/** The key without a forged address and with one, at once: as often without as spends what the algorithm gives back meanwhile. */
export interface ForgedRound {
  plain: readonly CountedAnswer[];
  forged: CountedAnswer;
}

export interface BurstReading {
  worker: WorkerProfile;
  url: string;
  plan: BurstPlan;
  /** Before everything else: another key of this run, or the key itself where it is the only one. */
  control: CountedAnswer;
  /** Before the burst: another key, where clients spend its quota too. */
  otherBefore?: CountedAnswer;
  /** All at once, for one key; none where the control was not accepted. */
  answers: readonly CountedAnswer[];
  /** Once the others were answered: the key again, the key with a forged address, and another key. */
  again: CountedAnswer;
  forged: CountedAnswer;
  other: CountedAnswer | undefined;
  /** The key again, before or with `again`: what the algorithm gave back meanwhile. */
  refilled: readonly CountedAnswer[];
  /** Where a forged address was accepted, or another key refused: the same again. */
  rounds: readonly ForgedRound[];
  others: readonly CountedAnswer[];
  /** The health answers before and after: what the limiter says that it counted. */
  before: Health;
  after: Health | undefined;
  limiterIsIll: boolean;
}

/** Addresses of a documentation range (RFC 5737): no client has one. */
const forgedAddress = (number: number) => `203.0.113.${77 + number}`;
export const confirmingRounds = 4;
export const confirmingKeys = 2;
/** For so long a bucket is asked on, until what it gives back meanwhile is spent. */
const refilledForMs = 4_000;
/** Until a refusal is asked for once more, before it is believed that the quota was spent before. */
const secondLookMs = 150;

/**
 * Spends the quota of one key of its own, all requests in flight at once, and then asks a few times more. One burst serves
 * every check of the limit, so that as little as possible is spent. Bounded: a handful of requests more than the plan says,
 * and none at all past the first two where those are not accepted.
 * @throws NotVerified where a quota that clients share has no room for it: nothing has been sent then
 */
export const workerBurst: Reading<BurstInput, BurstReading> = defineReading({
  name: 'worker.burst',
  effect: 'burst',
  key: ({ worker, rateLimit, attempt = 1 }: BurstInput) =>
    `${worker.url.url.href} ${JSON.stringify(rateLimit)} ${attempt}`,
  async read({ worker, rateLimit, attempt = 1 }, { fetch, read, runId, signal }): Promise<BurstReading> {
    const { health } = await requireWorker(worker, read);
    const earlier = limitBefore(worker, rateLimit);
    if (earlier) await read(workerBurst, { worker, rateLimit: earlier }).catch(() => undefined);
    if (attempt > 1) await untilRepeatable({ worker, rateLimit }, signal);
    // A clock that is moved is not this machine's.
    if (worker.testClock === undefined) await delay(windowRestMs(rateLimit, Date.now()), undefined, { signal });
    // The health answer may be as old as the run: the counts are asked for anew where they decide.
    const counts = rateLimit.alsoCounts.length > 0 || rateLimit.reported.used !== undefined;
    const before = counts ? await freshHealth(fetch, worker) : health;
    const key = ownKey(rateLimit, runId, 'burst');
    const planned = planBurst(rateLimit, before, key);
    const lack = lackOfRoom(planned, rateLimit);
    if (lack !== undefined)
      throw new NotVerified(
        lack,
        'Run it again when the window has ended, or name `reported.used` of the quota in the deployment config.',
      );
    const asked = (number: number): CountedBy => ({ worker, rateLimit, key, runId, number });
    const ask = (number: number, more: Partial<CountedBy> = {}) => sendCounted(fetch, { ...asked(number), ...more });
    const shared = {
      worker,
      url: countedRequest({ worker, rateLimit, key, runId, number: 0 }).url,
      before,
      limiterIsIll: saysIll(before, worker),
    };

    const controlKey = sharesItsKey(rateLimit) ? key : ownKey(rateLimit, runId, 'control');
    const otherKey = anotherKey(rateLimit, runId);
    const isOtherShared = sharesItsKey(rateLimit) && otherKey !== undefined;
    const [control, otherBefore] = await Promise.all([
      ask(0, { key: controlKey }),
      isOtherShared ? ask(0, { key: otherKey }) : undefined,
    ]);
    const controls = { control, ...(otherBefore && { otherBefore }) };
    // The key of the control is the key itself: one less is left then.
    let plan = sharesItsKey(rateLimit) && control.accepted ? afterControl(planned) : planned;
    if (!control.accepted) {
      await delay(secondLookMs, undefined, { signal });
      const second = await ask(1);
      const nothing = { answers: [], refilled: [], rounds: [], others: [], other: undefined, after: undefined };
      if (!second.accepted) return { ...shared, plan, ...nothing, ...controls, again: second, forged: second };
      // That one was of the key itself.
      plan = afterControl(plan);
    }

    process.stderr.write(
      `Burst ${attempt > 1 ? 'again ' : ''}on ${worker.environment}: ${wordPlan(plan, rateLimit)}\n`,
    );
    const answers = await sendAtOnce(
      fetch,
      Array.from({ length: plan.requests }, (_, index) => asked(index + 1)),
    );
    const refilled: CountedAnswer[] = [];
    let number = plan.requests + 1;
    const askAgain = async (atOnce = 1): Promise<CountedAnswer> => {
      const answered = await Promise.all(Array.from({ length: atOnce }, () => ask(number++)));
      const told = answered.find(({ accepted }) => !accepted) ?? answered[0];
      if (told === undefined) throw new Error('nothing was asked');
      refilled.push(...answered.filter((each) => each !== told));
      if (!told.accepted || refilled.length >= mostRefilled(rateLimit)) return told;
      refilled.push(told);
      // One by one they would never spend what a distant or busy limiter gives back between them.
      return await askAgain(1 + refillIn(rateLimit, 2 * told.waitedMs));
    };
    const askOther = () => {
      const fresh = anotherKey(rateLimit, runId);
      return fresh === undefined ? undefined : ask(1, { key: fresh });
    };
    const [again, forged, other] = await Promise.all([
      askAgain(),
      ask(number++, { forged: forgedAddress(0) }),
      otherKey === undefined ? undefined : ask(1, { key: otherKey }),
    ]);
    const rounds: ForgedRound[] = [];
    // A key that is not spent passes with and without a forged address.
    for (let round = 1; forged.accepted && !again.accepted && round <= confirmingRounds; round += 1) {
      const spending = Math.min(plainInRound(rateLimit), 1 + refillIn(rateLimit, 2 * forged.waitedMs));
      const plain = Array.from({ length: spending }, () => ask(number++));
      const [forgedAgain, ...without] = await Promise.all([ask(number++, { forged: forgedAddress(round) }), ...plain]);
      rounds.push({ plain: without, forged: forgedAgain });
    }
    const others: CountedAnswer[] = [];
    while (other !== undefined && !other.accepted && others.length < confirmingKeys) {
      const more = await askOther();
      if (more === undefined) break;
      others.push(more);
    }
    const after = rateLimit.alsoCounts.length > 0 ? await freshHealth(fetch, worker) : undefined;
    return { ...shared, plan, ...controls, answers, again, forged, other, refilled, rounds, others, after };
  },
});

/** How often a confirming round may ask for the key without a forged address. */
export function plainInRound(rateLimit: RateLimitSource): number {
  return rateLimit.algorithm === 'fixed-window' ? 1 : Math.ceil(mostRequests(rateLimit) / confirmingRounds);
}

function afterControl(plan: BurstPlan): BurstPlan {
  return plan.room === undefined ? plan : { ...plan, room: Math.max(0, plan.room - 1) };
}

/** A bucket that fills while it is asked lets one through now and then. */
function mostRefilled(rateLimit: RateLimitSource): number {
  if (rateLimit.algorithm === 'fixed-window') return 0;
  return Math.min(mostRequests(rateLimit), 2 + refillIn(rateLimit, refilledForMs));
}

/** A key that others spend too, or that this run has spent, is whole again when its window has ended. */
async function untilRepeatable({ worker, rateLimit }: BurstInput, signal: AbortSignal): Promise<void> {
  if (!sharesItsKey(rateLimit)) return;
  const { windowMs, algorithm } = rateLimit;
  const waitMs = (algorithm === 'sliding-window' ? 2 : 1) * windowMs + secondLookMs;
  if (waitMs > worker.recoveryWithinMs || worker.testClock !== undefined)
    throw new NotVerified(
      `it was seen once, and the only key is whole again in ${windowMs} ms, longer than the ${worker.recoveryWithinMs} ms that are waited`,
      'Raise `recoveryWithinMs` and `limits.checkMs`.',
    );
  await delay(waitMs, undefined, { signal });
}

function saysIll(health: Health, worker: WorkerProfile): boolean {
  return componentsIn(health, worker).some(({ name, isIll }) => isIll && /limit/i.test(name));
}

async function freshHealth(fetch: Fetch, worker: WorkerProfile): Promise<Health> {
  const url = endpointOf(worker, 'health');
  const text = await (await fetch(url)).text();
  const health = jsonIn(text);
  if (health === undefined)
    throw new NotVerified(`${url} answers no JSON in which counts could stand: ${quoteForeign(text, 120)}`);
  return health;
}
