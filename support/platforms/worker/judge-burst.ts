import type { Finding } from '../../check/finding.ts';
import { NotVerified } from '../../check/not-verified.ts';
import type { RateLimitSource } from '../../profile/index.ts';
import type { BurstReading } from './read-burst.ts';

/**
 * Whether the limit held: as many accepted as it says, the rest refused with 429 and a `Retry-After` (RFC 6585, RFC 9110).
 * @throws NotVerified where the Worker itself breaks: a limiter behind an error is not seen
 */
export function judgeBurst({ url, sent, accepted, refused }: BurstReading, rateLimit: RateLimitSource): Finding[] {
  const from = [`POST ${url}, ${sent} requests for one trace`];
  const broken = refused.find(({ status }) => status >= 500);
  if (broken)
    throw new NotVerified(
      `the Worker answers a log with status ${broken.status}, so its limiter cannot be judged: ${broken.text}`,
    );
  const findings: Finding[] = [];
  if (accepted !== rateLimit.limit) {
    findings.push({
      what: accepted > rateLimit.limit ? 'the rate limit does not hold' : 'the rate limit refuses too early',
      expected: `${rateLimit.limit} of ${sent} accepted (per ${rateLimit.per}, in ${rateLimit.windowMs} ms)`,
      received: `${accepted} accepted`,
      from,
    });
  }
  const other = refused.find(({ status }) => status !== 429);
  if (other)
    findings.push({
      what: 'a refusal is no 429',
      expected: 'status 429',
      received: `status ${other.status}: ${other.text}`,
      from,
    });
  const bare = refused.filter(({ status, retryAfter }) => status === 429 && !isRetryAfter(retryAfter));
  if (bare.length > 0) {
    findings.push({
      what: 'a refusal does not say when to come back',
      expected: '`Retry-After` in seconds or as a date',
      received: bare[0]?.retryAfter === null ? `none in ${bare.length} refusals` : String(bare[0]?.retryAfter),
      from,
    });
  }
  return findings;
}

function isRetryAfter(value: string | null): boolean {
  return value !== null && (/^\d+$/.test(value.trim()) || !Number.isNaN(Date.parse(value)));
}
