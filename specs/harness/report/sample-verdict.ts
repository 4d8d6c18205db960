import type { Outcome } from '../../../support/check/outcome.ts';
import { type Breakage, reduceOutcomes } from '../../../support/report/verdict/reduce.ts';
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

/** A whole verdict over outcomes, with something laid over it. */
export function verdict(
  outcomes: readonly Outcome[] = [outcome()],
  over: Partial<Verdict> = {},
  part: Partial<VerdictPart> = {},
): Verdict {
  const breakages: Breakage[] = [...(part.breakages ?? [])];
  return {
    schema: 1,
    deployment: 'sample',
    project: 'prod',
    environments: ['prod'],
    commit: sampleCommit,
    embedded: false,
    startedAt: '2026-06-15T12:00:00.000Z',
    finishedAt: '2026-06-15T12:00:10.000Z',
    state: 'complete',
    ...reduceOutcomes(outcomes, breakages, false),
    parts: {
      specs: {
        state: 'complete',
        startedAt: '2026-06-15T12:00:00.000Z',
        finishedAt: '2026-06-15T12:00:10.000Z',
        breakages,
        outcomes,
        ...part,
      },
    },
    ...over,
  };
}
