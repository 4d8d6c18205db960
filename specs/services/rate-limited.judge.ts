import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { type ServiceAnswer, type ServiceProfile, shownAnswer } from '../../support/platforms/services/read-answer.ts';
import type { ServiceBurst } from '../../support/platforms/services/read-burst.ts';
import { readRateLimitFields } from '../../support/platforms/worker/limits/rate-limit-fields.ts';

/** What was seen of a limit. */
export interface SeenLimit {
  isOn: boolean;
  expected: string;
  shown: string;
  url: string;
}

/** By behaviour: more requests than the limit are not all accepted. @throws NotVerified where that cannot be told */
export function limitByBurst({ url, statuses }: ServiceBurst, { rateLimit }: ServiceProfile): SeenLimit {
  const [first = 0] = statuses;
  const shown = `${statuses.length} requests, answered ${[...new Set(statuses)].join(', ')}`;
  const expected = `429 after ${rateLimit?.limit} requests`;
  if (first === 429 || first >= 400)
    throw new NotVerified(`the first request to ${url} is answered status ${first}: nothing can be said of the limit`);
  if (statuses.includes(429)) return { isOn: true, expected, shown, url };
  if (statuses.some((status) => status >= 400)) throw new NotVerified(`${url} breaks under the burst: ${shown}`);
  return { isOn: false, expected, shown, url };
}

/**
 * By what the headers say, where a burst is not allowed: a claim, no proof.
 * @throws NotVerified where they say nothing
 */
export function limitByHeaders(answer: ServiceAnswer, { called, rateLimit, environment }: ServiceProfile): SeenLimit {
  if (!answer.answers) throw new NotVerified(`${called} does not answer: ${answer.received}`);
  if (answer.status >= 500) throw new NotVerified(`${called} is broken at ${answer.url}: ${shownAnswer(answer)}`);
  const told = readRateLimitFields(answer.headers, answer.atMs).flatMap(({ limit }) =>
    limit === undefined ? [] : [limit],
  );
  if (told.length === 0 && answer.status !== 429)
    throw new NotVerified(
      `no header of ${answer.url} tells a limit, and ${environment} does not allow the effect \`burst\``,
      'Answer with `RateLimit-Policy` or `X-RateLimit-Limit`, or allow `burst` in the deployment config.',
    );
  const promised = rateLimit?.limit ?? 0;
  return {
    isOn: answer.status === 429 || told.some((limit) => limit <= promised),
    expected: `a limit of at most ${promised}`,
    shown: `a limit of ${told.join(', ') || '(none)'}, as the headers say`,
    url: answer.url,
  };
}

export function judgeLimit(seen: SeenLimit, { called, environment, rateLimit }: ServiceProfile): Finding[] {
  if (seen.isOn || rateLimit?.offIn.includes(environment)) return [];
  return [
    {
      what: `${called} of ${environment} does not limit as it promises`,
      expected: seen.expected,
      received: seen.shown,
      from: [`GET ${seen.url}`],
    },
  ];
}
