import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import type { RecoveryReading } from '../../support/platforms/worker/limits/read-recovery.ts';
import type { RateLimitSource } from '../../support/profile/index.ts';

/**
 * Whether a key that was refused is let through when its window has ended, and not before.
 * @throws NotVerified where the request after it is answered with an error: that is no refusal
 */
export function judgeRecovery(reading: RecoveryReading, rateLimit: RateLimitSource): Finding[] {
  const { url, by, passedMs, before, after } = reading;
  const from = [`${rateLimit.request?.method ?? 'POST'} ${url}, after ${passedMs} ms by ${by}`];
  const findings: Finding[] = [];
  if (before?.accepted)
    findings.push({
      what: 'a spent quota is whole again before its window has ended',
      expected: `status ${rateLimit.refusal.status} until \`Retry-After\` is over`,
      received: `status ${before.status} after half of it`,
      from,
    });
  const isRefused = after.status === rateLimit.refusal.status;
  if (!after.accepted && isRefused)
    findings.push({
      what: 'a window never ends: the key is refused after it',
      expected: `accepted after ${passedMs} ms (a window of ${rateLimit.windowMs} ms)`,
      received: `status ${after.status}: ${after.text}`,
      from,
      remedy: 'Start a new window when the old one has ended, by a clock that runs.',
    });
  if (findings.length === 0 && !after.accepted)
    throw new NotVerified(
      `after its window the key is answered with status ${after.status}, so its recovery is not seen: ${after.text}`,
    );
  return findings;
}
