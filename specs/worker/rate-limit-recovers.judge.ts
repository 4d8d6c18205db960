import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { costs } from '../../support/platforms/worker/limits/plan-burst.ts';
import { ownQuota } from '../../support/platforms/worker/limits/rate-limit-fields.ts';
import type { RecoveryReading } from '../../support/platforms/worker/limits/read-recovery.ts';
import { mostRequests } from '../../support/platforms/worker/limits/refill.ts';
import { otherWindow } from '../../support/platforms/worker/limits/told-window.ts';
import type { RateLimitSource } from '../../support/profile/index.ts';

/** Headers round to seconds, and clocks differ a little. */
const slackMs = 1_250;
/** Told seconds are rounded up. */
const roundingMs = 1_500;

/**
 * Whether a key that was refused is let through when its window has ended, whole, and not before.
 * @throws NotVerified where the request after it is answered with an error rather than refused, and where it passes early and
 *   nothing tells whether the window is too short
 */
export function judgeRecovery(reading: RecoveryReading, rateLimit: RateLimitSource): Finding[] {
  const { url, by, passedMs, before, beforeMs, after, later } = reading;
  const from = [`${rateLimit.request?.method ?? 'POST'} ${url}, after ${passedMs} ms by ${by}`];
  const findings: Finding[] = [];
  if (before?.accepted)
    findings.push({
      what: 'a spent quota is whole again before its window has ended',
      expected: `status ${rateLimit.refusal.status} until \`Retry-After\` is over`,
      received: `status ${before.status} after ${beforeMs === undefined ? 'half of it' : `${Math.round(beforeMs)} ms`}`,
      from,
    });
  const isRefused = after.status === rateLimit.refusal.status || (after.status >= 400 && after.status <= 499);
  if (!after.accepted && isRefused) findings.push(judgeShut(reading, rateLimit, from));
  if (after.accepted) findings.push(...judgeSecond(reading, rateLimit, from), ...judgeWhole(reading, rateLimit, from));
  if (findings.length === 0 && isUnsettled(reading, rateLimit))
    throw new NotVerified(
      `the key is whole again after ${passedMs} ms of ${rateLimit.windowMs} ms: whether the window is that short, or began before, is not seen, since its quota was not spent a second time`,
      'Look at an environment where the quotas that it shares have room for two bursts, or let the Worker tell the reset in rate-limit headers.',
    );
  if (findings.length === 0 && !after.accepted)
    throw new NotVerified(
      `after its window the key is answered with status ${after.status}, so its recovery is not seen: ${after.text}`,
    );
  return later?.accepted ? findings.slice(-1) : findings;
}

/** Whole again long before the promised end, with neither a second end nor a told one to compare it with. */
function isUnsettled({ by, after, passedMs, second }: RecoveryReading, rateLimit: RateLimitSource): boolean {
  if (by !== 'waiting' || !after.accepted || rateLimit.algorithm !== 'fixed-window') return false;
  if (passedMs >= rateLimit.windowMs - roundingMs || second !== undefined) return false;
  const told = ownQuota(after.told, 'ratelimit', rateLimit) ?? ownQuota(after.told, 'x-ratelimit', rateLimit);
  return told?.resetSeconds === undefined;
}

/** Still refused when the window has ended. That it passes after a second one shows that refusals count. */
function judgeShut(
  { after, later, passedMs, refused }: RecoveryReading,
  rateLimit: RateLimitSource,
  from: string[],
): Finding {
  if (later?.accepted)
    return {
      what: 'requests that are refused keep a key shut',
      expected: `accepted after ${passedMs} ms (a window of ${rateLimit.windowMs} ms), whatever was refused meanwhile`,
      received: `status ${after.status}, and accepted when a whole window had passed without a request`,
      from,
      remedy: 'Take nothing for a request that is refused, and let it prolong no window.',
    };
  return {
    what: 'a window never ends: the key is refused after it',
    expected: `accepted after ${passedMs} ms (a window of ${rateLimit.windowMs} ms)`,
    received: `status ${after.status}: ${after.text}`,
    from,
    remedy: 'Start a new window when the old one has ended, by a clock that runs.',
    ...(later && {
      cause: `the clock of the limiter, or the ${refused} requests that it refused meanwhile, if they count`,
    }),
  };
}

/** Two ends within one promised window: it is shorter than promised, wherever it begins. */
function judgeSecond(reading: RecoveryReading, rateLimit: RateLimitSource, from: string[]): Finding[] {
  const { second, before, beforeMs = 0, after, passedMs } = reading;
  if (rateLimit.algorithm !== 'fixed-window' || passedMs >= rateLimit.windowMs) return [];
  // A quota that comes back a little at a time has no windows that end.
  if ((wholeOf(reading, rateLimit) ?? Number.POSITIVE_INFINITY) < leastOf(reading, rateLimit)) return [];
  // Still refused then: the first window ended later, and the distance of the two ends is what is promised.
  const firstEndMs = before !== undefined && !before.accepted ? beforeMs : 0;
  const reset = ownQuota(after.told, 'ratelimit', rateLimit) ?? ownQuota(after.told, 'x-ratelimit', rateLimit);
  // The window that this answer tells of began after the refusal.
  const nextMs = reset?.resetSeconds === undefined ? second?.toldAfterMs : passedMs + reset.resetSeconds * 1_000;
  if (nextMs !== undefined && nextMs - firstEndMs < rateLimit.windowMs - slackMs)
    return [
      otherWindow(
        `whole again after ${passedMs} ms, and the next window ends ${Math.round(nextMs)} ms after the first refusal`,
        'the recovery',
        rateLimit,
        from,
      ),
    ];
  if (second?.within?.accepted)
    return [
      otherWindow(
        `whole again after ${passedMs} ms, and spent and whole once more within it`,
        'the recovery',
        rateLimit,
        from,
      ),
    ];
  return [];
}

/** A quota is whole when its window has ended: less is left where refused requests took from it, or where it refills gradually. */
function judgeWhole(reading: RecoveryReading, rateLimit: RateLimitSource, from: string[]): Finding[] {
  const { refused, passedMs } = reading;
  const { algorithm, windowMs } = rateLimit;
  const whole = wholeOf(reading, rateLimit);
  if (passedMs < (algorithm === 'sliding-window' ? 2 : 1) * windowMs && algorithm !== 'fixed-window') return [];
  if (whole === undefined || whole >= leastOf(reading, rateLimit)) return [];
  const isEarly = passedMs < windowMs;
  const other =
    algorithm === 'fixed-window'
      ? "; where the limiter is meant to refill gradually, set `algorithm: 'token-bucket'` or `'sliding-window'` of the limit in the deployment config"
      : '; where the limiter counts otherwise, correct `algorithm` of the limit in the deployment config';
  return [
    {
      what: isEarly
        ? 'a quota comes back a little at a time, and not whole when a window ends'
        : 'a quota is not whole when its window has ended',
      expected: `${mostRequests(rateLimit)} accepted${isEarly ? ', or none,' : ''} after ${passedMs} ms${costs(rateLimit)}`,
      received: `${whole} (${refused} requests were refused before)`,
      from,
      remedy: `Take nothing for a request that is refused, and refill as promised${other}.`,
    },
  ];
}

/** The least of a whole quota: the probes before the end took one or two themselves, where they were accepted. */
function leastOf({ acceptedSince }: RecoveryReading, rateLimit: RateLimitSource): number {
  return mostRequests(rateLimit) - rateLimit.tolerance - 2 - acceptedSince;
}

/** How many requests a key is let through once it is back; undefined where nothing tells. */
function wholeOf({ second, after }: RecoveryReading, rateLimit: RateLimitSource): number | undefined {
  const told = ownQuota(after.told, 'ratelimit', rateLimit) ?? ownQuota(after.told, 'x-ratelimit', rateLimit);
  const left =
    told?.limit === rateLimit.limit && told.remaining !== undefined
      ? Math.floor(told.remaining / rateLimit.cost)
      : undefined;
  const seen = second?.accepted ?? left;
  return seen === undefined ? undefined : seen + 1;
}
