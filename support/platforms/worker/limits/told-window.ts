import type { Finding } from '../../../check/finding.ts';
import type { RateLimitSource, WorkerProfile } from '../../../profile/index.ts';
import { ownQuota } from './rate-limit-fields.ts';
import type { CountedAnswer } from './send-counted.ts';

/** A policy tells whole seconds. */
const roundingSeconds = 1;

/** Whether the length of the window that the answers tell (`w` of the policy) is the promised one. */
export function judgeToldWindow(
  { answers, again, worker }: { answers: readonly CountedAnswer[]; again: CountedAnswer; worker: WorkerProfile },
  rateLimit: RateLimitSource,
  from: string[],
): Finding[] {
  const told = [...answers, again].flatMap((answer) => {
    const quota = ownQuota(answer.told, 'ratelimit', rateLimit, worker.rateLimits);
    return quota?.windowSeconds === undefined ? [] : [quota.windowSeconds];
  });
  const promised = rateLimit.windowMs / 1000;
  const wrong = told.find((seconds) => Math.abs(seconds - promised) > roundingSeconds);
  return wrong === undefined ? [] : [otherWindow(`${wrong} s`, '`RateLimit-Policy`', rateLimit, from)];
}

/** The finding of a window whose length is another than the promised one. */
export function otherWindow(received: string, teller: string, { windowMs }: RateLimitSource, from: string[]): Finding {
  return {
    what: `the window that ${teller} tells is not the promised one`,
    expected: `${windowMs / 1000} s`,
    received,
    from,
    remedy: "Correct the window in the Worker's code and redeploy it, or correct `windowMs` in the deployment config.",
  };
}
