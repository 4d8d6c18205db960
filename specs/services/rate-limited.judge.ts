import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import type { ServiceAnswer, ServiceProfile } from '../../support/platforms/services/read-answer.ts';
import type { ServiceBurst } from '../../support/platforms/services/read-burst.ts';

/** By behaviour: more requests than the limit are not all accepted. @throws NotVerified where the first one is refused already */
export function judgeBurst({ url, statuses }: ServiceBurst, { called, rateLimit, environment }: ServiceProfile): Finding[] {
  const [first = 0] = statuses;
  if (first === 429 || first >= 400)
    throw new NotVerified(`the first request to ${url} is answered status ${first}: nothing can be said of the limit`);
  if (statuses.includes(429)) return [];
  return [
    {
      what: `${called} of ${environment} limits nobody`,
      expected: `429 after ${rateLimit?.limit} requests`,
      received: `${statuses.length} requests, answered ${[...new Set(statuses)].join(', ')}`,
      from: [`GET ${url}`],
    },
  ];
}

/**
 * By what the headers say, where a burst is not allowed.
 * @throws NotVerified where they say nothing
 */
export function judgeLimitHeaders(answer: ServiceAnswer, { called, rateLimit, environment }: ServiceProfile): Finding[] {
  if (!answer.answers) throw new NotVerified(`${called} does not answer: ${answer.received}`);
  const told = limitIn(answer.headers);
  if (told === undefined)
    throw new NotVerified(
      `no header of ${answer.url} tells a limit, and ${environment} does not allow the effect \`burst\``,
      'Answer with `RateLimit-Policy` or `X-RateLimit-Limit`, or allow `burst` in the deployment config.',
    );
  if (told <= (rateLimit?.limit ?? 0)) return [];
  return [
    {
      what: `${called} tells a higher limit than it promises`,
      expected: `at most ${rateLimit?.limit}`,
      received: String(told),
      from: [`GET ${answer.url}`],
    },
  ];
}

function limitIn(headers: Headers): number | undefined {
  const policy = /(?:;\s*q=|^\s*)(\d+)/.exec(headers.get('ratelimit-policy') ?? '')?.[1];
  const limit = policy ?? headers.get('x-ratelimit-limit') ?? headers.get('ratelimit-limit') ?? '';
  return /^\d+$/.test(limit) ? Number(limit) : undefined;
}
