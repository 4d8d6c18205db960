import type { Outcome } from '../../../support/check/outcome.ts';
import { summarize, type VerdictSubject } from '../../../support/report/verdict/summarize.ts';
import type { Verdict, VerdictPart } from '../../../support/report/verdict/verdict.ts';

/** An outcome that held, with something laid over it. */
export function outcome(over: Partial<Outcome> = {}): Outcome {
  const check = over.check ?? 'sample/one';
  return {
    check,
    platform: check.split('/')[0] ?? check,
    environment: 'prod',
    title: 'what is looked at holds',
    effect: 'read',
    severity: 'critical',
    why: 'A sample says what can come of a check.',
    remedy: 'Change the sample.',
    kind: 'held',
    findings: [],
    evidence: over.kind === undefined || over.kind === 'held' ? { rows: 3 } : {},
    retries: 0,
    reached: [],
    durationMs: 12,
    spec: `specs/${check}.spec.ts:4:1`,
    ...over,
  };
}

export const sampleCommit = '0123456789abcdef0123456789abcdef01234567';
export const sampleConfig = 'c0ffee'.repeat(10);

/** What a sample verdict is about: its plan is what came, unless it is laid over. */
export function subject(outcomes: readonly Outcome[], over: Partial<VerdictSubject> = {}): VerdictSubject {
  const environments = over.environments ?? ['prod'];
  const checks = [...new Set(outcomes.map(({ check }) => check))].sort();
  return {
    deployment: 'sample',
    project: 'prod',
    environments,
    commit: sampleCommit,
    config: sampleConfig,
    embedded: false,
    strict: false,
    plan: { specs: { checks: checks.length > 0 ? checks : ['sample/one'], environments: [...environments] } },
    ...over,
  };
}

/** A whole verdict over outcomes, with something laid over it. */
export function verdict(
  outcomes: readonly Outcome[] = [outcome()],
  over: Partial<Verdict> = {},
  part: Partial<VerdictPart> = {},
): Verdict {
  const about = subject(outcomes, over);
  const specs: VerdictPart = {
    state: 'complete',
    commit: about.commit,
    config: about.config,
    startedAt: '2026-06-15T12:00:00.000Z',
    finishedAt: '2026-06-15T12:00:10.000Z',
    breakages: [],
    outcomes,
    ...part,
  };
  return { ...summarize(about, { specs }), ...over };
}
