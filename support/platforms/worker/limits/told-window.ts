import type { Finding } from '../../../check/finding.ts';
import type { RateLimitSource, WorkerProfile } from '../../../profile/index.ts';
import { ownQuota } from './rate-limit-fields.ts';
import type { CountedAnswer } from './send-counted.ts';

/** A policy tells whole seconds. */
const roundingSeconds = 1;

/** What answers tell, and of whom. */
interface Telling {
  answers: readonly CountedAnswer[];
  worker: WorkerProfile;
}

/** Whether the length of the window that the answers tell (`w` of the policy) is the promised one. */
export function judgeToldWindow({ answers, worker }: Telling, rateLimit: RateLimitSource, from: string[]): Finding[] {
  const told = answers.flatMap((answer) =>
    (['ratelimit', 'x-ratelimit'] as const).flatMap((form) => {
      const quota = ownQuota(answer.told, form, rateLimit, worker.rateLimits);
      const header = form === 'ratelimit' ? '`RateLimit-Policy`' : '`X-RateLimit-*`';
      return quota?.windowSeconds === undefined ? [] : [{ seconds: quota.windowSeconds, header }];
    }),
  );
  const promised = rateLimit.windowMs / 1000;
  const wrong = told.find(({ seconds }) => Math.abs(seconds - promised) > roundingSeconds);
  return wrong === undefined ? [] : [otherWindow(`${wrong.seconds} s`, wrong.header, rateLimit, from)];
}

/** The answers without what they tell of quotas that the config does not name. */
export function tellingOf(answers: readonly CountedAnswer[], { limit, name }: RateLimitSource): CountedAnswer[] {
  const isOwn = (quota: CountedAnswer['told'][number]) =>
    quota.limit === limit || (quota.name !== undefined && quota.name === name);
  return answers.map((answer) => ({ ...answer, told: answer.told.filter(isOwn) }));
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
