import { setTimeout as delay } from 'node:timers/promises';
import { NotVerified } from '../../../check/not-verified.ts';
import type { Fetch } from '../../../http/index.ts';
import type { RateLimitSource } from '../../../profile/index.ts';
import { defineReading, type Reading } from '../../../reading/index.ts';
import { routeUrl } from '../worker-url.ts';
import { type AskedWhileRefused, askWhileRefused, mostWhileRefused, seriesOf } from './ask-while-refused.ts';
import { limitBefore } from './burst-order.ts';
import { sharesItsKey } from './counted-request.ts';
import { unseenLimiter } from './judge-burst.ts';
import { retryAfterSeconds } from './rate-limit-fields.ts';
import { type BurstInput, workerBurst } from './read-burst.ts';
import { mostRequests } from './refill.ts';
import { type CountedAnswer, sendAtOnce, sendCounted } from './send-counted.ts';
import { spentBurst } from './spent-burst.ts';
import { waitAloud } from './wait-aloud.ts';

/** The key's quota spent once more, right after it was whole again. */
export interface SecondSpending {
  accepted: number;
  sent: number;
  /** When its last refusal says that the key may come back, in milliseconds after the first refusal; undefined where it does not say. */
  toldAfterMs: number | undefined;
  /** Where the end is not told: the key once more, within the same promised window. */
  within: CountedAnswer | undefined;
}

export interface RecoveryReading {
  url: string;
  /** How the window's end was reached. */
  by: 'waiting' | 'moving the clock';
  /** What was waited, or how far the clock was moved, in milliseconds. */
  passedMs: number;
  /** The key a little before the window's end, where that is known, and after how many milliseconds. */
  before: CountedAnswer | undefined;
  beforeMs: number | undefined;
  after: CountedAnswer;
  /** Where it was refused after its end: once more, a whole window later. */
  later: CountedAnswer | undefined;
  /** Requests that were refused before the end, and those accepted since. */
  refused: number;
  /** Of the requests of the burst after its last refusal: a window that had begun meanwhile has so much less. */
  acceptedSince: number;
  second: SecondSpending | undefined;
}

/** Refusals round up, windows end on time: both are met with a little more. */
const marginMs = 250;
/** Told seconds are rounded up, so that a key may rightly pass so much earlier. */
const roundingMs = 1_500;

/**
 * Asks for a key whose quota the burst has spent, before its window has ended and after: the limiter's clock is moved where the
 * deployment has one that can be, else the end is waited for. A key that is whole again before the promised window is over is
 * spent once more: windows that begin with the clock may end at any moment, but no two of them within one.
 * @throws NotVerified where the window is longer than `recoveryWithinMs`, and where the burst did not spend the quota
 */
export const workerRecovery: Reading<BurstInput, RecoveryReading> = defineReading({
  name: 'worker.recovery',
  effect: 'burst',
  key: ({ worker, rateLimit }: BurstInput) => `${worker.url.url.href} ${JSON.stringify(rateLimit)}`,
  async read({ worker, rateLimit }, { fetch, read, runId, signal }): Promise<RecoveryReading> {
    const earlier = limitBefore(worker, rateLimit);
    // A clock that is moved ends every window: all bursts come before, and one recovery follows the other.
    if (worker.testClock !== undefined) {
      const bursts = worker.rateLimits.map((each) => read(workerBurst, { worker, rateLimit: each }));
      await Promise.allSettled([...bursts, ...(earlier ? [read(workerRecovery, { worker, rateLimit: earlier })] : [])]);
    }
    const { burst } = await spentBurst(read, { worker, rateLimit });
    const { again, answers, plan, url } = burst;
    if (answers.length === 0) {
      const { message, enable } = unseenLimiter(burst, rateLimit);
      throw new NotVerified(`${message} (worker/rate-limit-enforced)`, enable);
    }
    const isRefusal = again.status === rateLimit.refusal.status || (again.status >= 400 && again.status <= 499);
    if (again.accepted || !isRefusal)
      throw new NotVerified(
        `after the burst the key was ${again.accepted ? 'accepted again' : `answered with status ${again.status}`}, so its quota was not seen to be spent, nor to recover (worker/rate-limit-enforced)`,
      );
    const asked = { worker, rateLimit, key: plan.key, runId, number: 0 };
    const ask = () => sendCounted(fetch, asked);
    const askMany = (count: number) =>
      sendAtOnce(
        fetch,
        Array.from({ length: count }, (_, number) => ({ ...asked, number })),
      );
    const hasRoomFor = (more: number) =>
      plan.quotas.every(({ room, cost }) => (room ?? 0) > cost * (plan.requests + more));
    const refused = [...answers, again, burst.forged].filter(({ accepted }) => !accepted).length;
    const told = toldSeconds(again, rateLimit);
    const windowEndsMs = endOf(rateLimit, told);
    const since = [burst.forged, ...burst.rounds.flatMap(({ plain, forged }) => [...plain, forged])];
    const acceptedSince = since.filter(({ accepted }) => accepted).length;
    const known = {
      url,
      refused,
      acceptedSince,
      before: undefined,
      beforeMs: undefined,
      second: undefined,
      later: undefined,
    };
    const withAsked = ({ refused: more, accepted }: Pick<AskedWhileRefused, 'refused' | 'accepted'>) => ({
      ...known,
      refused: refused + more,
      acceptedSince: acceptedSince + accepted,
    });

    if (worker.testClock !== undefined) {
      const clock = routeUrl(worker, worker.testClock);
      const almostMs = Math.max(1, Math.floor(windowEndsMs / 2));
      if (rateLimit.algorithm === 'sliding-window') {
        const spentMs = Date.now();
        let movedMs = 0;
        const sinceMs = () => movedMs + Date.now() - spentMs;
        const passUntil = async (untilMs: number) => {
          const advanceMs = Math.ceil(untilMs - sinceMs());
          if (advanceMs <= 0) return;
          await moveClock(fetch, clock, advanceMs);
          movedMs += advanceMs;
        };
        const asking = await askOn({ sinceMs, passUntil });
        const reading = { ...withAsked(asking), by: 'moving the clock' as const, passedMs: Math.round(sinceMs()) };
        if (asking.end === 'back later') return { ...reading, after: asking.last };
        if (asking.end === 'shut') {
          await passUntil(sinceMs() + windowEndsMs + marginMs);
          return { ...reading, after: asking.last, later: await ask() };
        }
        await passUntil(windowEndsMs + marginMs);
        return { ...reading, passedMs: windowEndsMs + marginMs, after: await ask() };
      }
      await moveClock(fetch, clock, almostMs);
      // A bucket fills all the time: only a window stays shut until its end. An end that is not told may come any time,
      // and has come where the recovery of another limit has moved the clock past it.
      const staysShut = rateLimit.algorithm === 'fixed-window' && told !== undefined && earlier === undefined;
      const before = staysShut && told <= Math.ceil(rateLimit.windowMs / 1000) ? await ask() : undefined;
      const meanwhile = withAsked(await askIfRefused(before));
      await moveClock(fetch, clock, windowEndsMs - almostMs + marginMs);
      const passedMs = windowEndsMs + marginMs;
      const reading = { ...meanwhile, by: 'moving the clock' as const, passedMs, before, beforeMs: almostMs };
      const after = await ask();
      if (after.accepted || meanwhile.refused === refused) return { ...reading, after };
      await moveClock(fetch, clock, rateLimit.windowMs + marginMs);
      return { ...reading, after, later: await ask() };
    }

    const say = (text: string) =>
      void process.stderr.write(`worker/rate-limit-recovers on ${worker.environment}: ${text}\n`);
    // A bucket has its quota back a whole time after the last request that took from it.
    const last = [again, ...since];
    const refusedAtMs = rateLimit.algorithm === 'fixed-window' ? again.atMs : Math.max(...last.map(({ atMs }) => atMs));
    const sinceMs = () => Date.now() - refusedAtMs;
    const waitUntil = (afterMs: number) =>
      waitAloud({
        restMs: () => afterMs - sinceMs(),
        wait: (ms) => delay(ms, undefined, { signal }),
        onProgress: () => say(`${Math.max(0, Math.ceil((waitMs - sinceMs()) / 1_000))} s left`),
      });
    const waitMs = Math.min(windowEndsMs + marginMs, worker.recoveryWithinMs);
    const isCut = windowEndsMs + marginMs > worker.recoveryWithinMs;
    const what = isCut
      ? `to see whether the ${rateLimit.per} is let through long before its window ends, in ${Math.ceil(windowEndsMs / 1000)} s`
      : `for the window of the ${rateLimit.per} to end`;
    say(`waiting ${Math.ceil(waitMs / 1000)} s ${what}`);

    let base: typeof known = known;
    if (rateLimit.algorithm === 'sliding-window' && !isCut) {
      const asking = await askOn({ sinceMs, passUntil: waitUntil });
      base = withAsked(asking);
      const reading = { ...base, by: 'waiting' as const, passedMs: sinceMs(), after: asking.last };
      if (asking.end === 'back later') return reading;
      if (asking.end === 'shut') return { ...reading, later: await laterThan(windowEndsMs) };
    }

    // The answer told of an end that may be nearer by as long as it was under way.
    const surelyMs = windowEndsMs - again.waitedMs;
    const beforeMs = momentBefore(rateLimit, told, surelyMs, waitMs);
    const halfwayMs = isCut || rateLimit.algorithm === 'sliding-window' ? undefined : windowEndsMs / 2;
    const earlyMs = beforeMs ?? halfwayMs;
    if (earlyMs !== undefined) await waitUntil(earlyMs);
    const early = earlyMs === undefined ? undefined : await ask();
    const isLate = early !== undefined && (earlyMs ?? 0) + early.waitedMs > surelyMs;
    // Where nobody tells the end, or it is near, the key may rightly be back already.
    const before = isLate || beforeMs === undefined ? undefined : early;
    // Who cannot know the end tells the whole window, as the most that is left, or nothing: it may end at any moment before.
    const knowsNoEnd = told === undefined || told * 1_000 >= rateLimit.windowMs - marginMs;
    const back = told === undefined && !isLate && rateLimit.algorithm === 'fixed-window' ? early : before;
    if (back?.accepted && knowsNoEnd && (told !== undefined || hasRoomFor(plan.requests + mostRequests(rateLimit)))) {
      const passedMs = sinceMs();
      const second = await spendAgain(back, passedMs, false);
      return { ...known, by: 'waiting', passedMs, before: undefined, beforeMs: undefined, after: back, second };
    }
    // What is told is rounded up to seconds: nearer to the end a series might spend the next window.
    const isFar =
      told === undefined || (earlyMs ?? 0) + roundingMs < surelyMs || rateLimit.algorithm !== 'fixed-window';
    const asking = isFar ? await askIfRefused(early) : { refused: 0, accepted: 0 };
    if (before === undefined && early?.accepted) asking.accepted += 1;
    base = { ...base, refused: base.refused + asking.refused, acceptedSince: base.acceptedSince + asking.accepted };
    // The window ended in the midst of the series, which has spent some of the next one.
    const nextEndMs = asking.refused > 0 && asking.accepted > 0 ? sinceMs() + rateLimit.windowMs + marginMs : waitMs;
    const isPastWait = isCut || nextEndMs > worker.recoveryWithinMs;
    await waitUntil(Math.min(Math.max(waitMs, nextEndMs), worker.recoveryWithinMs));
    const after = await ask();
    const passedMs = sinceMs();
    if (isPastWait && !after.accepted)
      throw new NotVerified(
        `the window ends in ${Math.round(Math.max(windowEndsMs + marginMs, nextEndMs))} ms, longer than the ${worker.recoveryWithinMs} ms that are waited`,
        'Raise `recoveryWithinMs` and `limits.checkMs`, look at an environment with a short window, or list the check in `optional`.',
      );
    const reading = { ...base, by: 'waiting' as const, passedMs, before, beforeMs, after };
    if (!after.accepted)
      return { ...reading, later: await laterThan(asking.refused > 0 ? rateLimit.windowMs : windowEndsMs) };
    // Who tells the whole window, and lets the key in before it is over, does not know the end.
    const tellsWhole = told !== undefined && told * 1_000 >= rateLimit.windowMs - marginMs && passedMs < told * 1_000;
    return { ...reading, second: await spendAgain(after, passedMs, !tellsWhole) };

    /** Where the key is refused: as many requests more as its quota is, so that a limiter which counts them keeps it shut. */
    async function askIfRefused(probe: CountedAnswer | undefined): Promise<{ refused: number; accepted: number }> {
      const isShut = probe !== undefined && !probe.accepted && probe.status >= 400 && probe.status <= 499;
      const count = seriesOf(rateLimit);
      if (!isShut || !hasRoomFor(count)) return { refused: isShut ? 1 : 0, accepted: 0 };
      const answers = await askMany(count);
      const accepted = answers.filter((answer) => answer.accepted).length;
      return { refused: 1 + answers.length - accepted, accepted };
    }

    async function askOn(clock: Pick<Parameters<typeof askWhileRefused>[0], 'sinceMs' | 'passUntil'>) {
      const most = mostWhileRefused(rateLimit);
      if (!hasRoomFor(most))
        throw new NotVerified(
          `whether refused requests cost quota is not seen: a quota that others share has no room for ${most} requests more`,
          'Run it again when the window has ended, or look at an environment with more room.',
        );
      const asking = await askWhileRefused({
        rateLimit,
        ask: askMany,
        ...clock,
      });
      // Others may have spent what they share.
      if (asking.end === 'shut' && sharesItsKey(rateLimit))
        throw new NotVerified(
          `the key is refused two windows after the last request of this run that was accepted, and others may have spent it meanwhile: ${asking.last.text}`,
          'Look at an environment where nobody else sends requests.',
        );
      return asking;
    }

    async function laterThan(ms: number): Promise<CountedAnswer | undefined> {
      if (sinceMs() + ms > 3 * worker.recoveryWithinMs) return undefined;
      say(`still refused; waiting ${Math.ceil(ms / 1000)} s once more`);
      await delay(ms + marginMs, undefined, { signal });
      return await ask();
    }

    /**
     * Where the answer itself tells what is left and when it resets, nothing more is sent.
     * @param isTelling what is told of the end was right so far
     */
    async function spendAgain(
      whole: CountedAnswer,
      passedMs: number,
      isTelling: boolean,
    ): Promise<SecondSpending | undefined> {
      const isEarly = passedMs < rateLimit.windowMs - roundingMs && rateLimit.algorithm === 'fixed-window';
      const isWhole = passedMs >= fullAfterMs(rateLimit) && tellsNothing(whole);
      const isRoomy = hasRoomFor(plan.requests + mostRequests(rateLimit));
      if (!isRoomy || !(isEarly || isWhole)) return undefined;
      const sent = mostRequests(rateLimit) + 1;
      const spent = await askMany(sent);
      const refusal = spent.findLast(({ accepted }) => !accepted);
      const toldAgain = refusal && toldSeconds(refusal, rateLimit);
      const toldAfterMs =
        isTelling && refusal && toldAgain !== undefined ? refusal.atMs - refusedAtMs + toldAgain * 1_000 : undefined;
      // Where nothing is told: a second end within the promised window is one too many.
      const isNear = isEarly && refusal !== undefined && toldAfterMs === undefined;
      const restMs = isTelling ? waitMs : Math.min(waitMs, rateLimit.windowMs - sinceMs() - marginMs);
      if (isNear && restMs > 0 && sinceMs() + restMs < rateLimit.windowMs) await delay(restMs, undefined, { signal });
      const within = isNear && sinceMs() < rateLimit.windowMs ? await ask() : undefined;
      return { accepted: spent.filter(({ accepted }) => accepted).length, sent, toldAfterMs, within };
    }
  },
});

/** The seconds until the key may come back, as `Retry-After` tells, else the reset of its own quota. */
function toldSeconds({ retryAfter, told, atMs }: CountedAnswer, rateLimit: RateLimitSource): number | undefined {
  const reset = () => {
    const seconds = told.find(
      ({ limit, resetSeconds }) => limit === rateLimit.limit && resetSeconds !== undefined,
    )?.resetSeconds;
    return seconds === undefined ? undefined : Math.max(0, seconds);
  };
  return retryAfterSeconds(retryAfter, atMs) ?? reset();
}

function tellsNothing({ told }: CountedAnswer): boolean {
  return told.every(({ remaining }) => remaining === undefined);
}

/** When a spent key has its whole quota again. */
function fullAfterMs({ algorithm, windowMs }: RateLimitSource): number {
  return algorithm === 'sliding-window' ? 2 * windowMs : windowMs;
}

/** When the key has to be let through again: as the refusal told, and no later than the window's length says. */
function endOf(rateLimit: RateLimitSource, told: number | undefined): number {
  const fullMs = fullAfterMs(rateLimit);
  // A sliding window keeps a share of the one before, whatever it says of its end; a bucket is looked at when it is full.
  if (rateLimit.algorithm !== 'fixed-window') return fullMs;
  return told === undefined ? fullMs : Math.min(told * 1000, fullMs);
}

/** When to look before the end of a fixed window; undefined where the time is too short for rounded seconds. */
function momentBefore(
  { algorithm }: RateLimitSource,
  told: number | undefined,
  endsMs: number,
  waitMs: number,
): number | undefined {
  if (algorithm !== 'fixed-window' || told === undefined) return undefined;
  const moment = Math.min(endsMs / 2, endsMs - roundingMs);
  return moment >= 1_000 && moment < waitMs ? moment : undefined;
}

async function moveClock(fetch: Fetch, url: string, advanceMs: number): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advance_ms: advanceMs }),
  });
  if (!response.ok)
    throw new NotVerified(
      `the clock at ${url} does not move: status ${response.status}`,
      'Correct `testClock` in the deployment config, or leave it out: then the end of the window is waited for.',
    );
}
