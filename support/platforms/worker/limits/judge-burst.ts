import type { Finding } from '../../../check/finding.ts';
import { NotVerified } from '../../../check/not-verified.ts';
import type { RateLimitSource } from '../../../profile/index.ts';
import { enableToken, isRefusedToken } from '../client-headers.ts';
import { numberAt } from '../health-value.ts';
import { wordPlan } from './plan-burst.ts';
import { ownQuota, retryAfterSeconds } from './rate-limit-fields.ts';
import type { BurstReading, CountedAnswer } from './read-burst.ts';

/**
 * Whether the limit holds: as many accepted as it says, the rest refused as promised, and nothing counted that was refused.
 * @throws NotVerified where the Worker itself breaks: a limiter behind an error is not seen
 */
export function judgeEnforced(reading: BurstReading, rateLimit: RateLimitSource): Finding[] {
  const { answers, again, forged, other } = reading;
  const from = placesOf(reading, rateLimit);
  const broken = judgeUnreachable(reading, rateLimit);
  if (broken !== undefined) return broken;
  const findings = judgeAccepted(reading, rateLimit);
  const refused = [...answers, again].filter(({ accepted }) => !accepted);
  if (again.accepted)
    findings.push({
      what: 'a key whose quota is spent is let through',
      expected: `status ${rateLimit.refusal.status}, after ${answers.length} requests of the same ${rateLimit.per}`,
      received: `status ${again.status}`,
      from,
    });
  const otherwise = refused.find(({ status }) => status !== rateLimit.refusal.status);
  if (otherwise)
    findings.push({
      what: `a refusal is no ${rateLimit.refusal.status}`,
      expected: `status ${rateLimit.refusal.status}`,
      received: `status ${otherwise.status}: ${otherwise.text}`,
      from,
    });
  const bare = refused.filter(
    ({ status, retryAfter, atMs }) =>
      status === rateLimit.refusal.status && retryAfterSeconds(retryAfter, atMs) === undefined,
  );
  if (rateLimit.refusal.retryAfter && bare.length > 0)
    findings.push({
      what: 'a refusal does not say when to come back',
      expected: '`Retry-After` in seconds or as a date',
      received: bare[0]?.retryAfter === null ? `none in ${bare.length} refusals` : String(bare[0]?.retryAfter),
      from,
    });
  const all = [...answers, again, forged, ...(other ? [other] : [])];
  return [...findings, ...judgeRefusedCounts(reading, rateLimit, all, from)];
}

/**
 * Whether requests in flight at once get past the limit: accepted = limit, or inside the tolerance of a limiter that is
 * approximate by design.
 * @throws NotVerified where the Worker itself breaks
 */
export function judgeExact(reading: BurstReading, rateLimit: RateLimitSource): Finding[] {
  return judgeUnreachable(reading, rateLimit) ?? judgeAccepted(reading, rateLimit);
}

/**
 * Whether the quota belongs to the key: another key is untouched, and a forged address opens no new bucket.
 * @throws NotVerified where the Worker itself breaks, or where the key was never refused: then nothing tells keys apart
 */
export function judgeScoped(reading: BurstReading, rateLimit: RateLimitSource): Finding[] {
  const unreachable = judgeUnreachable(reading, rateLimit);
  if (unreachable !== undefined) return unreachable;
  const { again, forged, other } = reading;
  if (again.accepted)
    throw new NotVerified(
      'the quota of the key could not be spent (worker/rate-limit-enforced), so no key is told from another',
    );
  const from = placesOf(reading, rateLimit);
  const findings: Finding[] = [];
  const untold = (answer: CountedAnswer) => !answer.accepted && answer.status !== rateLimit.refusal.status;
  if (forged.accepted)
    findings.push({
      what: 'a forged `X-Forwarded-For` opens a new bucket',
      expected: `status ${rateLimit.refusal.status}: the quota of the ${rateLimit.per} is spent`,
      received: `status ${forged.status}`,
      from,
      remedy:
        'Take the client address from what the platform sets (`CF-Connecting-IP`), never from what the client sends.',
    });
  if (other !== undefined && !other.accepted && !untold(other))
    findings.push({
      what: `spending the quota of one ${rateLimit.per} spends that of another`,
      expected: `another ${rateLimit.per} is accepted`,
      received: `status ${other.status}: ${other.text}`,
      from,
      remedy: `Count by the ${rateLimit.per} itself, and give each a bucket of its own.`,
    });
  // A firewall may refuse who forges an address (4xx): that opens no bucket either. An error shows nothing.
  const broken = other !== undefined && untold(other) ? other : forged;
  if (findings.length === 0 && untold(broken) && (broken === other || broken.status >= 500))
    throw new NotVerified(
      `${broken === other ? `another ${rateLimit.per}` : 'the request with a forged address'} is answered with status ${broken.status}, so what it was counted by is not seen: ${broken.text}`,
    );
  return findings;
}

/** @throws NotVerified where fewer are accepted than the limit, and others may have spent the rest */
function judgeAccepted(reading: BurstReading, rateLimit: RateLimitSource): Finding[] {
  const { limit, tolerance, per, windowMs } = rateLimit;
  const { answers, plan } = reading;
  const accepted = answers.filter((answer) => answer.accepted).length;
  const most = plan.room ?? limit;
  if (Math.abs(accepted - most) <= tolerance) return [];
  if (accepted < most && plan.room === undefined) {
    const left = toldBefore(answers, rateLimit);
    if (left !== undefined && Math.abs(accepted - left) <= tolerance) return [];
    throw new NotVerified(
      `${accepted} of ${answers.length} are accepted, and how much of the quota of the ${per} (${limit}) was left before is not known${left === undefined ? '' : `: the answers tell of ${left}`}`,
      'Name `reported.used` of the limit in the deployment config, or let the Worker send rate-limit headers.',
    );
  }
  // The limiter may say itself that the key had less left: then it refuses in time, and others have spent the rest.
  const left = accepted < most ? toldBefore(answers, rateLimit) : undefined;
  const isSpent = left !== undefined && left < most && Math.abs(accepted - left) <= tolerance;
  const early = isSpent ? 'a part of the quota was spent before' : 'the rate limit refuses too early';
  return [
    {
      what: accepted > most ? 'the rate limit does not hold' : early,
      expected: `${most}${tolerance > 0 ? ` (at most ${tolerance} more or less)` : ''} of ${answers.length} accepted (per ${per}, in ${windowMs} ms${most === limit ? '' : `; ${limit - most} of ${limit} were spent before`})`,
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
  return told.length === 0 ? undefined : Math.max(...told) + 1;
}

/** What the limiter does while it cannot be reached; undefined where it works. */
function judgeUnreachable(reading: BurstReading, rateLimit: RateLimitSource): Finding[] | undefined {
  const { answers, again, limiterIsIll } = reading;
  const all = [...answers, again];
  const stopped = all.find(({ status }) => isRefusedToken(status) && status !== rateLimit.refusal.status);
  if (stopped)
    throw new NotVerified(
      `the Worker answers a log with status ${stopped.status}: it refuses the caller before it counts, so its limiter is not seen: ${stopped.text}`,
      enableToken(reading.worker),
    );
  // Where nothing at all is accepted, an error that comes with another status is no refusal of the limiter either.
  const isRefusing = (status: number) => status === rateLimit.refusal.status;
  const failing =
    all.find(({ status }) => status >= 500 && !isRefusing(status)) ??
    (all.some(({ accepted }) => accepted) ? undefined : all.find(({ status }) => status < 300 && !isRefusing(status)));
  if (!limiterIsIll && failing === undefined) return undefined;
  const accepted = all.filter((answer) => answer.accepted).length;
  const { whenUnreachable } = rateLimit;
  if (limiterIsIll && whenUnreachable === 'closed' && accepted > 0)
    return [
      {
        what: 'the limiter cannot be reached, and requests are let through',
        expected: 'it fails closed: none accepted',
        received: `${accepted} of ${all.length} accepted`,
        from: placesOf(reading, rateLimit),
      },
    ];
  if (limiterIsIll && whenUnreachable === 'open' && accepted < all.length)
    return [
      {
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

/** A refused client must not spend the quotas that others share with it. Other traffic hides it, so only the exact sum counts. */
function judgeRefusedCounts(
  { before, after }: BurstReading,
  rateLimit: RateLimitSource,
  all: readonly CountedAnswer[],
  from: string[],
): Finding[] {
  const accepted = all.filter((answer) => answer.accepted).length;
  if (after === undefined || accepted === all.length) return [];
  return rateLimit.alsoCounts.flatMap(({ name, reported }) => {
    const [first, last] = [numberAt(before, reported.used), numberAt(after, reported.used)];
    if (first === undefined || last === undefined || last - first !== all.length) return [];
    return [
      {
        what: `requests that are refused count against the quota ${name}`,
        expected: `${accepted} counted, as many as were accepted`,
        received: `${last - first} counted of ${all.length} sent`,
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
