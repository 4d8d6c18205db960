import type { Outcome } from '../../check/outcome.ts';
import { redact, withoutSecretShapes } from '../../redaction/redact.ts';

/** A test of a team's own, which is not declared with `check`: it counts by its state. */
export interface TeamTest {
  check: string;
  platform: string;
  environment: string;
  title: string;
  kind: 'held' | 'failed' | 'not verified';
  /** What the test threw. */
  errors: readonly string[];
  /** Why it is not verified. */
  reason?: string;
  isSkipped?: boolean;
  retries: number;
  durationMs: number;
  /** Its file, for findings. */
  from: string;
  /** Its place, with line and column. */
  spec: string;
}

export function teamTestOutcome(test: TeamTest): Outcome {
  const { check, platform, environment, kind, errors, reason, isSkipped, retries, from, spec } = test;
  const findings = errors.map((message) => ({
    what: 'the test failed',
    expected: 'it passes',
    received: withoutSecretShapes(redact(message)),
    from: [from],
  }));
  return {
    check,
    platform,
    environment,
    title: redact(test.title),
    effect: 'read',
    severity: 'critical',
    why: 'The team wrote this test for the gate.',
    remedy: 'See the test.',
    kind,
    findings: kind === 'failed' ? findings : [],
    ...(kind === 'not verified' && reason !== undefined && { reason }),
    ...(isSkipped && { skipped: true }),
    evidence: kind === 'held' ? { tests: 1 } : {},
    retries,
    reached: [],
    durationMs: Math.round(test.durationMs),
    spec,
  };
}
