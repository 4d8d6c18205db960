import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import type { HealthLatencyReading } from '../../support/platforms/worker/read-health-latency.ts';
import type { WorkerProfile } from '../../support/profile/index.ts';

/**
 * Whether the health answer comes in time: median and 95th percentile, the making of connections apart.
 * @throws NotVerified where it may have come in time, and this process was too busy to see it
 */
export function judgeHealthLatency(
  { url, answerMs, leastMs, connectMs }: HealthLatencyReading,
  { healthLatency }: WorkerProfile,
): Finding[] {
  if (answerMs.length === 0) throw new NotVerified('no probe was answered');
  const bounds = [
    { name: 'median', share: 0.5, mostMs: healthLatency.medianMs },
    { name: '95th percentile', share: 0.95, mostMs: healthLatency.p95Ms },
  ];
  const connections =
    connectMs.length === 0
      ? 'on open connections'
      : `making a connection took ${rounded(percentile(connectMs, 0.5))} beside it, the median of ${connectMs.length}`;
  const doubts: NotVerified[] = [];
  const findings = bounds.flatMap(({ name, share, mostMs }): Finding[] => {
    const seenMs = percentile(answerMs, share);
    if (seenMs <= mostMs) return [];

    const leastSeenMs = percentile(leastMs, share);
    if (leastSeenMs <= mostMs) {
      doubts.push(
        new NotVerified(
          `the ${name} of the health answer's time seemed to be ${rounded(seenMs)}, but this machine was too busy to see answers when they came: it may have been ${rounded(leastSeenMs)}`,
          'Run it again while this machine does less.',
        ),
      );
      return [];
    }
    return [
      {
        what: `the ${name} of the health answer's time is past its bound`,
        expected: `at most ${mostMs} ms`,
        received: `${rounded(seenMs)} (${answerMs.length} probes: ${answerMs.map(rounded).join(', ')}; ${connections})`,
        from: [`GET ${url}`],
      },
    ];
  });
  const [doubt] = doubts;
  if (doubt && findings.length === 0) throw doubt;
  return findings;
}

/** The smallest value that a share of all does not pass (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

function rounded(milliseconds: number): string {
  return `${Math.round(milliseconds)} ms`;
}
