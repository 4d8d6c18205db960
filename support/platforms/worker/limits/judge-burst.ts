import { NotVerified } from '../../../check/not-verified.ts';
import type { RateLimitSource } from '../../../profile/index.ts';
import { enableToken, isRefusedToken } from '../client-headers.ts';
import { siteOrigin } from '../cors/listed-origins.ts';
import { countAt } from '../health/health-value.ts';
import type { BurstFinding } from './burst-finding.ts';
import { costs, wordPlan } from './plan-burst.ts';
import { ownQuota, retryAfterSeconds } from './rate-limit-fields.ts';
import type { BurstReading } from './read-burst.ts';
import { mostRequests, refillIn, spanOf } from './refill.ts';
import type { CountedAnswer } from './send-counted.ts';
import { judgeToldWindow } from './told-window.ts';

/**
 * Whether the limit holds: as many accepted as it says, the rest refused as promised, and nothing counted that was refused.
 * @throws NotVerified where the Worker itself breaks: a limiter behind an error is not seen
 */
export function judgeEnforced(reading: BurstReading, rateLimit: RateLimitSource): BurstFinding[] {
  const { answers, again } = reading;
  const from = placesOf(reading, rateLimit);
  const broken = judgeUnreachable(reading, rateLimit);
  if (broken !== undefined) return broken;
  const findings: BurstFinding[] = [
    ...judgeAccepted(reading, rateLimit),
    ...judgeToldWindow({ answers: [...answers, again], worker: reading.worker }, rateLimit, from),
  ];
  const refused = [...answers, again].filter(({ accepted }) => !accepted);
  if (again.accepted && excessOf(reading, rateLimit) > 0)
    findings.push({
      mayBeChance: 'window',
      what: 'a key whose quota is spent is let through',
      expected: `status ${rateLimit.refusal.status}, after ${answers.length} requests of the same ${rateLimit.per}`,
      received: `status ${again.status}`,
      from,
    });
  const otherwise = refused.find(({ status }) => status !== rateLimit.refusal.status);
  if (otherwise)
    findings.push({
      what: `a refusal is not ${rateLimit.refusal.status}`,
      expected: `status ${rateLimit.refusal.status}`,
      received: `status ${otherwise.status}: ${otherwise.text}`,
      from,
      remedy: `Answer ${rateLimit.refusal.status} over the limit; where ${otherwise.status} is meant, set \`refusal: { status: ${otherwise.status} }\` of the limit in the deployment config.`,
    });
  const bare = refused.filter(
    (each) => isRefusal(each, rateLimit) && retryAfterSeconds(each.retryAfter, each.atMs) === undefined,
  );
  if (rateLimit.refusal.retryAfter && bare.length > 0)
    findings.push({
      what: 'a refusal does not say when to come back',
      expected: '`Retry-After` in seconds or as a date',
      received: bare[0]?.retryAfter === null ? `none in ${bare.length} refusals` : String(bare[0]?.retryAfter),
      from,
      remedy:
        'Send `Retry-After` with every refusal: the seconds until the window ends. Where the Worker promises none, set `refusal: { retryAfter: false }` of the limit in the deployment config.',
    });
  findings.push(...judgeReadableRefusal(reading, refused, from));
  const all = everyOf(reading);
  return [...findings, ...judgeRefusedCounts(reading, rateLimit, all, from)];
}

/**
 * Whether requests in flight at once get past the limit: accepted = limit, or inside the tolerance of a limiter that is
 * approximate by design.
 * @throws NotVerified where the Worker itself breaks
 */
export function judgeExact(reading: BurstReading, rateLimit: RateLimitSource): BurstFinding[] {
  return judgeUnreachable(reading, rateLimit) ?? judgeAccepted(reading, rateLimit);
}

/**
 * Whether the quota belongs to the key: another key is untouched, and a forged address opens no new bucket.
 * @throws NotVerified where the Worker itself breaks, or where the key was never refused: then nothing tells keys apart
 */
export function judgeScoped(reading: BurstReading, rateLimit: RateLimitSource): BurstFinding[] {
  const unreachable = judgeUnreachable(reading, rateLimit);
  if (unreachable !== undefined) return unreachable;
  const { again, forged, other, otherBefore, rounds, others } = reading;
  if (again.accepted)
    throw new NotVerified(
      'the key was accepted again after the burst, so its quota was not spent and keys cannot be told apart (worker/rate-limit-enforced)',
    );
  const from = placesOf(reading, rateLimit);
  const findings: BurstFinding[] = [];
  // What the algorithm gives back meanwhile reaches the key with and without a forged address alike.
  const tries = [forged, ...rounds.map((round) => round.forged)];
  const plain = rounds.flatMap((round) => round.plain);
  const passed = [...tries, ...plain].filter(({ accepted }) => accepted).length;
  const isEachAccepted = tries.every(({ accepted }) => accepted);
  const isForged =
    isEachAccepted &&
    (rateLimit.algorithm === 'fixed-window'
      ? plain.every(({ accepted }) => !accepted)
      : passed > refillIn(rateLimit, spanOf([again, ...tries, ...plain])));
  if (isEachAccepted && !isForged)
    throw new NotVerified(
      `requests with a forged address are accepted, ${passed} of ${tries.length + plain.length}, and whether that is what the limit gives back meanwhile is not seen`,
      'Look at an environment that answers faster, or whose limit refills more slowly.',
    );
  if (isForged) {
    const without = [again, ...plain];
    const refusals = without.filter(({ accepted }) => !accepted).length;
    findings.push({
      what: 'a forged `X-Forwarded-For` opens a new bucket',
      expected: `status ${rateLimit.refusal.status}: the quota of the ${rateLimit.per} is spent`,
      received: `status ${forged.status}, ${tries.length} times, and ${again.status} without it ${refusals === without.length ? 'each time' : `${refusals} of ${without.length} times`}`,
      from,
      remedy:
        'Take the client address from what the platform sets (`CF-Connecting-IP`), never from what the client sends.',
    });
  }
  const keys = other === undefined ? [] : [other, ...others];
  const areRefused = other !== undefined && keys.every((each) => isRefusal(each, rateLimit));
  if (areRefused && otherBefore?.accepted === false)
    throw new NotVerified(
      `another ${rateLimit.per} was refused before the burst already, with status ${otherBefore.status}, so whether two share a quota is not seen`,
      'Run it again when its window has ended.',
    );
  if (areRefused)
    findings.push({
      what: `spending the quota of one ${rateLimit.per} spends that of another`,
      expected: `another ${rateLimit.per} is accepted, as one was before the burst`,
      received: `status ${other.status}: ${other.text} (${keys.length} keys)`,
      from,
      remedy: `Count by the ${rateLimit.per} itself, and give each a bucket of its own; where a quota that all share is meant, name it in \`alsoCounts\`.`,
    });
  // A firewall may refuse who forges an address (4xx): that opens no bucket either. An error shows nothing.
  const unclear = (answer: CountedAnswer) => !answer.accepted && !isRefusal(answer, rateLimit);
  const unclearKey = keys.some(({ accepted }) => accepted) ? undefined : keys.find(unclear);
  const broken = unclearKey ?? forged;
  if (findings.length === 0 && unclear(broken))
    throw new NotVerified(
      `${unclearKey ? `another ${rateLimit.per}` : 'the request with a forged address'} is answered with status ${broken.status}, so what it was counted by is not seen: ${broken.text}`,
    );
  return findings;
}

/** A page reads `429` only where its CORS headers let it (Fetch standard, CORS check); else it sees a network error. */
function judgeReadableRefusal(
  { worker, answers }: BurstReading,
  refused: readonly CountedAnswer[],
  from: string[],
): BurstFinding[] {
  const site = siteOrigin(worker);
  const hidden = refused.find(({ allowOrigin }) => allowOrigin !== site && allowOrigin !== '*');
  // A page that may not read what was accepted either is told of by worker/ingests.
  const isRead = answers.some(({ accepted, allowOrigin }) => accepted && (allowOrigin === site || allowOrigin === '*'));
  if (site === undefined || hidden === undefined || !isRead) return [];
  return [
    {
      what: 'a refusal is kept from the page that is refused',
      expected: `Access-Control-Allow-Origin: ${site}`,
      received: `status ${hidden.status}, Access-Control-Allow-Origin: ${hidden.allowOrigin ?? '(none)'}`,
      from,
      remedy:
        'Set the CORS headers on every answer, refusals included: a page sees a network error in place of the refusal.',
    },
  ];
}

/** Once the key was accepted, another 4xx than the promised one refuses as well. */
function isRefusal({ accepted, status }: CountedAnswer, { refusal }: RateLimitSource): boolean {
  return !accepted && (status === refusal.status || (status >= 400 && status <= 499));
}

/** Every answer to a request of the burst's key, in the order of asking, without those with a forged address. */
function ofKey({ answers, again, refilled, rounds }: BurstReading): CountedAnswer[] {
  return [...answers, ...refilled, again, ...rounds.flatMap(({ plain }) => plain)];
}

function everyOf(reading: BurstReading): CountedAnswer[] {
  const { control, otherBefore, forged, other, others, rounds } = reading;
  return [
    control,
    ...(otherBefore ? [otherBefore] : []),
    ...ofKey(reading),
    forged,
    ...rounds.map((round) => round.forged),
    ...(other ? [other] : []),
    ...others,
  ];
}

/** How many more were accepted than the limit and what it gives back meanwhile; zero or less where it holds. */
function excessOf(reading: BurstReading, rateLimit: RateLimitSource): number {
  const own = ofKey(reading);
  const most = roomOf(reading, rateLimit) + rateLimit.tolerance + refillIn(rateLimit, spanOf(own));
  return own.filter(({ accepted }) => accepted).length - most;
}

/**
 * For how many of the burst the key has room at most: where nothing tells what others spent, the request before the burst
 * was of the same key, and took one.
 */
function roomOf({ plan }: BurstReading, rateLimit: RateLimitSource): number {
  return plan.room ?? mostRequests(rateLimit) - 1;
}

/** @throws NotVerified where fewer are accepted than the limit, and others may have spent the rest */
function judgeAccepted(reading: BurstReading, rateLimit: RateLimitSource): BurstFinding[] {
  const { tolerance, per, windowMs } = rateLimit;
  const limit = mostRequests(rateLimit);
  const { answers, plan } = reading;
  const accepted = answers.filter((answer) => answer.accepted).length;
  const most = roomOf(reading, rateLimit);
  if (accepted === 0 && most > 0)
    throw new NotVerified(
      `none of ${answers.length} requests of a fresh ${per} is accepted (${answers[0]?.status}: ${answers[0]?.text}), although another one was just before: a quota that the config does not name may be spent`,
      'Name every quota that a request counts against in `alsoCounts` of the limit.',
    );
  const refill = refillIn(rateLimit, spanOf(answers));
  const isOver = accepted > most + tolerance + refill;
  if (!isOver && accepted >= (plan.room ?? limit) - tolerance) return [];
  // The limiter may say itself that the key had less left: then it refuses in time, and others have spent the rest.
  const left = isOver ? undefined : toldBefore(answers, rateLimit);
  const isSpent = left !== undefined && accepted >= left - tolerance && accepted <= left + tolerance + refill;
  if (!isOver && plan.room === undefined) {
    if (isSpent) return [];
    throw new NotVerified(
      `${accepted} of ${answers.length} are accepted, and how much of the quota of the ${per} (${limit}) was left before is not known${left === undefined ? '' : `: the answers tell of ${left}`}`,
      'Name `reported.used` of the limit in the deployment config, or let the Worker send rate-limit headers.',
    );
  }
  const early = isSpent ? 'a part of the quota was spent before' : 'the rate limit refuses too early';
  return [
    {
      mayBeChance: 'window',
      what: isOver ? 'the rate limit does not hold' : early,
      expected: `${most}${tolerance > 0 ? ` (at most ${tolerance} more or less)` : ''} of ${answers.length} accepted (per ${per}, in ${windowMs} ms${most === limit ? '' : `; ${limit - most} of ${limit} were spent before`}${costs(rateLimit)})`,
      received: `${accepted} accepted${isSpent ? ', as many as the answers say were left' : ''}`,
      from: placesOf(reading, rateLimit),
    },
  ];
}

/** What the key had left before the first of the answers, as they tell it; undefined where none tells of this very limit. */
function toldBefore(answers: readonly CountedAnswer[], rateLimit: RateLimitSource): number | undefined {
  const told = answers
    .filter(({ accepted }) => accepted)
    .flatMap(({ told: quotas }) => [
      ownQuota(quotas, 'ratelimit', rateLimit),
      ownQuota(quotas, 'x-ratelimit', rateLimit),
    ])
    .flatMap((quota) => (quota?.limit === rateLimit.limit && quota.remaining !== undefined ? [quota.remaining] : []));
  return told.length === 0 ? undefined : Math.floor(Math.max(...told) / rateLimit.cost) + 1;
}

/**
 * What the limiter does while it cannot be reached; undefined where it works.
 * @throws NotVerified where nothing at all was accepted: then nothing tells a refusal of the limiter from another
 */
function judgeUnreachable(reading: BurstReading, rateLimit: RateLimitSource): BurstFinding[] | undefined {
  const { answers, again, control, limiterIsIll } = reading;
  const all = [...answers, again];
  const wasAccepted = [control, ...all].some(({ accepted }) => accepted);
  if (!wasAccepted && (!limiterIsIll || isRefusedToken(again.status))) throw unseenLimiter(reading, rateLimit);
  // Where nothing at all is accepted, an error that comes with another status is not a refusal of the limiter either.
  const isRefusing = (status: number) => status === rateLimit.refusal.status;
  const failing =
    all.find(({ status }) => status >= 500 && !isRefusing(status)) ??
    (all.some(({ accepted }) => accepted) ? undefined : all.find(({ status }) => status < 300 && !isRefusing(status)));
  if (!limiterIsIll && (failing === undefined || refusesOtherwise(reading, rateLimit))) return undefined;
  const accepted = all.filter((answer) => answer.accepted).length;
  const { whenUnreachable } = rateLimit;
  if (limiterIsIll && whenUnreachable === 'closed' && accepted > 0)
    return [
      {
        mayBeChance: 'outage',
        what: 'the limiter cannot be reached, and requests are let through',
        expected: 'it fails closed: none accepted',
        received: `${accepted} of ${all.length} accepted`,
        from: placesOf(reading, rateLimit),
      },
    ];
  if (limiterIsIll && whenUnreachable === 'open' && accepted < all.length)
    return [
      {
        mayBeChance: 'outage',
        what: 'the limiter cannot be reached, and requests are refused',
        expected: 'it fails open: all accepted',
        received: `${accepted} of ${all.length} accepted${failing ? `; status ${failing.status}: ${failing.text}` : ''}`,
        from: placesOf(reading, rateLimit),
      },
    ];
  const promised = limiterIsIll && whenUnreachable ? ` (it fails ${whenUnreachable}, as promised)` : '';
  throw new NotVerified(
    failing
      ? `the Worker answers a log with status ${failing.status}, so its limiter cannot be judged${promised}: ${failing.text}`
      : `the Worker says that its limiter does not work, so it cannot be judged${promised}`,
  );
}

/** As many as the limit says are accepted, and every other one is answered alike: a limiter that refuses in its own way. */
function refusesOtherwise(reading: BurstReading, rateLimit: RateLimitSource): boolean {
  const { answers, again } = reading;
  const accepted = answers.filter((answer) => answer.accepted).length;
  const [first, ...more] = [...answers, again].filter((answer) => !answer.accepted);
  const most = roomOf(reading, rateLimit);
  const isLimit =
    accepted > 0 && Math.abs(accepted - most) <= rateLimit.tolerance + refillIn(rateLimit, spanOf(answers));
  return isLimit && more.every(({ status }) => status === first?.status);
}

/** Why the limiter is not seen, where the first requests of fresh keys are not accepted. */
export function unseenLimiter(
  { control, again, worker }: Pick<BurstReading, 'control' | 'again' | 'worker'>,
  rateLimit: RateLimitSource,
): NotVerified {
  const { status, text, location } = again;
  if (isRefusedToken(status) && status !== rateLimit.refusal.status)
    return new NotVerified(
      `the Worker answers a log with status ${status}: it refuses the caller before it counts, so its limiter is not seen: ${text}`,
      enableToken(worker),
    );
  if (status >= 300 && status <= 399)
    return new NotVerified(
      `the Worker redirects the request (${status} to ${location ?? 'no address'}), so its limiter is not seen`,
      'Name the address that it leads to as the address of the Worker.',
    );
  if (status === rateLimit.refusal.status)
    return new NotVerified(
      `the quota was spent before the run: the first two requests are refused (${control.status}, ${status}: ${text}), and no burst was sent`,
      'Run it again when the window has ended. Where it is another quota than this one, name it in `alsoCounts`; where something in front of the Worker refuses, let the run pass it.',
    );
  if (status >= 400 && status <= 499)
    return new NotVerified(
      `the first two requests are refused with status ${status}, so the limiter is not seen: ${text}`,
      'Correct what is sent (`request` of the limit, `endpoints.log`), or look at what stands in front of the Worker.',
    );
  return new NotVerified(`the Worker answers a log with status ${status}, so its limiter cannot be judged: ${text}`);
}

/** A refused client must not spend the quotas that others share with it. Other traffic hides it, so only the exact sum counts. */
function judgeRefusedCounts(
  { before, after }: BurstReading,
  rateLimit: RateLimitSource,
  all: readonly CountedAnswer[],
  from: string[],
): BurstFinding[] {
  const accepted = all.filter((answer) => answer.accepted).length;
  if (accepted === all.length) return [];
  return rateLimit.alsoCounts.flatMap(({ name, cost, reported }) => {
    const [first, last] = [countAt(before, reported.used), countAt(after, reported.used)];
    if (first === undefined || last === undefined || last - first !== all.length * cost) return [];
    return [
      {
        what: `requests that are refused count against the quota ${name}`,
        expected: `${accepted * cost} counted, for the ${accepted} that were accepted`,
        received: `${last - first} counted for the ${all.length} that were sent`,
        from: [...from, `/health › ${reported.used}`],
        remedy: 'Look at every quota first and count only what all of them accept.',
      },
    ];
  });
}

/** Where a burst was: the request, and the plan that it ran by. */
export function placesOf({ url, answers, plan }: BurstReading, rateLimit: RateLimitSource): string[] {
  return [
    `${rateLimit.request?.method ?? 'POST'} ${url}, ${answers.length} requests at once for one ${rateLimit.per}`,
    `the plan of the burst: ${wordPlan(plan, rateLimit)}`,
  ];
}
