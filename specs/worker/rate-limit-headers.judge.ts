import { NotVerified } from '../../support/check/not-verified.ts';
import type { BurstFinding } from '../../support/platforms/worker/limits/burst-finding.ts';
import { sharesItsKey } from '../../support/platforms/worker/limits/counted-request.ts';
import { placesOf } from '../../support/platforms/worker/limits/judge-burst.ts';
import {
  ownQuota,
  retryAfterSeconds,
  type ToldQuota,
} from '../../support/platforms/worker/limits/rate-limit-fields.ts';
import type { BurstReading } from '../../support/platforms/worker/limits/read-burst.ts';
import type { CountedAnswer } from '../../support/platforms/worker/limits/send-counted.ts';
import type { RateLimitSource } from '../../support/profile/index.ts';

/** Headers round to seconds, and clocks differ a little. */
const roundingSeconds = 2;

/** How far from this machine's reckoning a time may lie: the answer was made at some moment between asking and reading. */
function slackOf({ waitedMs }: CountedAnswer): number {
  return roundingSeconds + waitedMs / 1000;
}

/**
 * Whether the headers that tell of the quota agree with what was observed: the limit, a remaining count that falls by the cost of a
 * request, a reset inside the window that fits `Retry-After`.
 * @throws NotVerified where no answer was accepted, and where the Worker tells nothing and promises nothing
 */
export function judgeRateLimitHeaders(reading: BurstReading, rateLimit: RateLimitSource): BurstFinding[] {
  const all = [...reading.answers, reading.again];
  const accepted = all.filter((answer) => answer.accepted);
  const refused = all.filter(({ status }) => status === rateLimit.refusal.status);
  const working = [...accepted, ...refused];
  if (accepted.length === 0) throw new NotVerified('no request was accepted, so there are no headers to compare');
  const broken = all.find((answer) => !working.includes(answer));
  if (broken)
    throw new NotVerified(
      `a request is answered with status ${broken.status}, and what it cost is not seen: ${broken.text}`,
    );
  const from = placesOf(reading, rateLimit);
  const findings: BurstFinding[] = [];
  const seenForms = new Set(working.flatMap(({ told }) => told.map(({ form }) => form)));
  findings.push(...judgeRetryAfter(refused, rateLimit, from));
  let compared = 0;
  for (const form of new Set([...rateLimit.headers, ...seenForms])) {
    const { rateLimits } = reading.worker;
    const told = working.map((answer) => ({ answer, quota: ownQuota(answer.told, form, rateLimit, rateLimits) }));
    const silent = told.filter(({ quota }) => quota === undefined);
    const header = form === 'ratelimit' ? '`RateLimit`' : '`X-RateLimit-*`';
    const isPromised = rateLimit.headers.includes(form);
    // What is told is another limit's, and nothing was promised of this one.
    if (silent.length === told.length && !isPromised) continue;
    compared += 1;
    if (isPromised && silent.length > 0) {
      findings.push({
        what: `${header} does not tell of the limit`,
        expected: `the quota of ${rateLimit.limit} in every answer`,
        received: `${told.length - silent.length} of ${told.length} answers tell of it${silent[0] ? `, one of the others: ${words(silent[0].answer.told)}` : ''}`,
        from,
      });
      continue;
    }
    findings.push(
      ...judgeReadable(told, header, isPromised, rateLimit, from),
      ...judgeLimit(told, header, rateLimit, from),
      ...judgeRemaining(told, header, rateLimit, from, reading.plan.room),
      ...judgeReset(told, header, rateLimit, from),
    );
  }
  if (compared === 0 && findings.length === 0)
    throw new NotVerified('the Worker sends no rate-limit headers, and the profile promises none');
  return findings;
}

type Told = { answer: CountedAnswer; quota: ToldQuota | undefined };

/** A value that no client can read tells nothing; nor does a promised header without what is left. */
function judgeReadable(
  told: readonly Told[],
  header: string,
  isPromised: boolean,
  rateLimit: RateLimitSource,
  from: string[],
): BurstFinding[] {
  const findings: BurstFinding[] = [];
  const unreadable = told.flatMap(({ quota }) => quota?.unreadable ?? [])[0];
  if (unreadable !== undefined)
    findings.push({
      what: `${header} holds a value that no client can read`,
      expected: 'a number; for the reset seconds or a date',
      received: unreadable,
      from,
    });
  const silent = told.filter(({ quota }) => quota !== undefined && quota.remaining === undefined);
  if (isPromised && silent.length > 0 && unreadable === undefined)
    findings.push({
      what: `${header} does not tell what is left`,
      expected: `what is left of ${rateLimit.limit} in every answer`,
      received: `${told.length - silent.length} of ${told.length} answers tell it`,
      from,
    });
  return findings;
}

/** Whoever keeps to `Retry-After` comes back when there is more, and not windows later. */
function judgeRetryAfter(
  refused: readonly CountedAnswer[],
  { algorithm, windowMs }: RateLimitSource,
  from: string[],
): BurstFinding[] {
  // A sliding window keeps a share of the one before.
  const mostSeconds = Math.ceil(((algorithm === 'sliding-window' ? 2 : 1) * windowMs) / 1000) + roundingSeconds;
  const late = refused.find(({ retryAfter, atMs }) => (retryAfterSeconds(retryAfter, atMs) ?? 0) > mostSeconds);
  if (late === undefined) return [];
  return [
    {
      what: '`Retry-After` sends the client away for longer than the window',
      expected: `at most ${mostSeconds} s`,
      received: `Retry-After: ${late.retryAfter}`,
      from,
    },
  ];
}

function judgeLimit(told: readonly Told[], header: string, rateLimit: RateLimitSource, from: string[]): BurstFinding[] {
  const wrong = told.find(({ quota }) => quota?.limit !== undefined && quota.limit !== rateLimit.limit)?.quota;
  if (wrong === undefined) return [];
  return [
    { what: `${header} tells another limit`, expected: String(rateLimit.limit), received: String(wrong.limit), from },
  ];
}

function judgeRemaining(
  told: readonly Told[],
  header: string,
  rateLimit: RateLimitSource,
  from: string[],
  room: number | undefined,
): BurstFinding[] {
  const of = (accepted: boolean) =>
    told.flatMap(({ answer, quota }) =>
      answer.accepted === accepted && quota?.remaining !== undefined ? [quota.remaining] : [],
    );
  const [left, spent] = [of(true).sort((a, b) => b - a), of(false)];
  const findings: BurstFinding[] = [];
  const { cost } = rateLimit;
  const first = firstLeft(rateLimit, room, left[0] ?? 0);
  const exact = rateLimit.algorithm === 'fixed-window' && rateLimit.tolerance === 0;
  // A header for the tightest quota tells of this one in some answers, of another's in the rest.
  const isWhole = told.every(({ answer, quota }) => !answer.accepted || quota !== undefined);
  const fits = exact
    ? left.every((remaining, index) => remaining === (isWhole ? first : (left[0] ?? 0)) - index * cost) &&
      left.every((remaining) => remaining <= first)
    : left.every((remaining) => remaining >= 0 && remaining < rateLimit.limit) && new Set(left).size > left.length / 2;
  if (left.length > 0 && !fits)
    findings.push({
      mayBeChance: 'window',
      what: `what ${header} says is left does not fall by ${cost === 1 ? 'one' : cost} a request`,
      expected: cost === 1 ? `${first} down to 0, each once` : `${first} down to ${first % cost}, by ${cost} each time`,
      received: left.length > 12 ? `${left.slice(0, 12).join(', ')}, …` : left.join(', '),
      from,
    });
  const wrong = spent.find((remaining) => remaining < 0 || remaining >= cost);
  if (wrong !== undefined)
    findings.push({
      what: `${header} of a refusal says that something is left`,
      expected: cost === 1 ? '0' : `less than the ${cost} that a request takes`,
      received: String(wrong),
      from,
    });
  return findings;
}

/** What the first request of the burst leaves, in units. A key that others spend too begins where they left it. */
function firstLeft(rateLimit: RateLimitSource, room: number | undefined, told: number): number {
  if (room === undefined) return told;
  const { limit, cost } = rateLimit;
  const least = Math.max(0, room - 1) * cost;
  if (!sharesItsKey(rateLimit)) return least + (limit % cost);
  // The rest that is not enough for a request is not known of it.
  return told >= least && told < least + cost ? told : least;
}

function judgeReset(told: readonly Told[], header: string, rateLimit: RateLimitSource, from: string[]): BurstFinding[] {
  const windowSeconds = rateLimit.windowMs / 1000;
  for (const { answer, quota } of told) {
    const reset = quota?.resetSeconds;
    if (reset === undefined) continue;
    const slackSeconds = slackOf(answer);
    if (reset < -slackSeconds || reset > windowSeconds + slackSeconds)
      return [
        {
          what: `the reset that ${header} tells lies outside the window`,
          expected: `0 to ${windowSeconds} s from now`,
          received: `${Math.round(reset)} s from now`,
          from,
          cause: 'the clock of the limiter, or what it reckons with, differs from the clock of this machine',
        },
      ];
    const retry = answer.accepted ? undefined : retryAfterSeconds(answer.retryAfter, answer.atMs);
    if (retry !== undefined && Math.abs(retry - reset) > slackSeconds)
      return [
        {
          what: `the reset that ${header} tells and \`Retry-After\` disagree`,
          expected: `Retry-After: ${Math.ceil(reset)}, give or take ${Math.ceil(slackSeconds)} s`,
          received: `Retry-After: ${answer.retryAfter}`,
          from,
        },
      ];
  }
  return [];
}

function words(told: readonly ToldQuota[]): string {
  return told.length === 0 ? '(none)' : told.map((quota) => JSON.stringify(quota)).join(', ');
}
