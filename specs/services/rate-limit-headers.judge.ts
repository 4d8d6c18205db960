import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { type ServiceAnswer, type ServiceProfile, shownAnswer } from '../../support/platforms/services/read-answer.ts';
import { policyLimits, readRateLimitFields } from '../../support/platforms/worker/limits/rate-limit-fields.ts';

/** A limit, as the headers of one answer tell it. */
export interface ToldLimit {
  /** Whether one of the limits that are told is at most the promised one. */
  isOn: boolean;
  shown: string;
  url: string;
}

/**
 * The limits that one answer tells. A limiter may count and not refuse: this is a claim, no proof.
 * @throws NotVerified where nothing is told, and where the service refuses or breaks
 */
export function limitByHeaders(answer: ServiceAnswer, { called, rateLimit, environment }: ServiceProfile): ToldLimit {
  if (!answer.answers) throw new NotVerified(`${called} does not answer: ${answer.received}`);
  const { url, status, headers, atMs } = answer;
  const limits = readRateLimitFields(headers, atMs).flatMap(({ limit }) => (limit === undefined ? [] : [limit]));
  const told = [...new Set([...limits, ...policyLimits(headers)])];
  if (told.length === 0 && status === rateLimit?.refusal && status === 429)
    return { isOn: true, shown: 'status 429: a limit is reached', url };
  if (told.length === 0 && !(status >= 200 && status < 300))
    throw new NotVerified(`no limit can be told from the answer of ${url}: ${shownAnswer(answer)}`);
  if (told.length === 0)
    throw new NotVerified(
      `no header of ${url} tells a limit, and ${environment} does not allow the effect \`burst\``,
      'Answer with `RateLimit-Policy` or `X-RateLimit-Limit`, or allow `burst` in the deployment config.',
    );
  const promised = rateLimit?.limit ?? 0;
  const isOn = told.some((limit) => limit <= promised);
  return { isOn, shown: `a limit of ${told.join(', ')}, as the headers say`, url };
}

/** The told limit is at most the promised one. */
export function judgeHeaders(seen: ToldLimit, { called, environment, rateLimit }: ServiceProfile): Finding[] {
  if (seen.isOn) return [];
  return [
    {
      what: `${called} of ${environment} tells a higher limit than it promises`,
      expected: `a limit of at most ${rateLimit?.limit}`,
      received: seen.shown,
      from: [`GET ${seen.url}`],
    },
  ];
}
