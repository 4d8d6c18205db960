import { z } from 'zod';
import type { Outcome } from '../../check/outcome.ts';
import { outcomeKinds } from '../../check/outcome.ts';

const FindingRecord = z.object({
  what: z.string(),
  expected: z.string(),
  received: z.string(),
  from: z.array(z.string()),
  remedy: z.string().optional(),
  cause: z.string().optional(),
  severity: z.literal('warning').optional(),
});

const OutcomeRecord = z.looseObject({
  check: z.string(),
  environment: z.string(),
  kind: z.enum(outcomeKinds),
  severity: z.enum(['critical', 'warning']),
  findings: z.array(FindingRecord),
  evidence: z.record(z.string(), z.number()),
});

/** What one runner saw: vitest the specs, Playwright the smoke tests. */
export const Part = z.object({
  state: z.enum(['running', 'complete', 'interrupted']),
  /** A filter was given: only a part of the checks was asked for. */
  partial: z.string().optional(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().optional(),
  breakages: z.array(z.object({ place: z.string(), message: z.string(), configuration: z.boolean().optional() })),
  outcomes: z.array(OutcomeRecord),
});

/** The verdict file: strict in what the gate relies on, so that a file from elsewhere cannot open it. */
export const Verdict = z.strictObject({
  schema: z.literal(1),
  deployment: z.string(),
  /** The project that was run: an environment's name, or `isolation`. */
  project: z.string(),
  environments: z.array(z.string()).min(1),
  commit: z.string().nullable(),
  embedded: z.boolean(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  state: z.enum(['running', 'complete', 'interrupted']),
  exitCode: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(78)]).nullable(),
  headline: z.string(),
  counts: z.record(z.enum(outcomeKinds), z.number()),
  parts: z.partialRecord(z.enum(['specs', 'smoke']), Part),
});
export type Verdict = Omit<z.infer<typeof Verdict>, 'parts'> & { parts: Partial<Record<PartName, VerdictPart>> };
export type PartName = 'specs' | 'smoke';
export type VerdictPart = Omit<z.infer<typeof Part>, 'outcomes'> & { outcomes: readonly Outcome[] };

/** The state of several parts together: the worst of theirs. */
export function stateOf(parts: readonly Pick<VerdictPart, 'state'>[]): VerdictPart['state'] {
  const states = parts.map(({ state }) => state);
  return (['interrupted', 'running'] as const).find((state) => states.includes(state)) ?? 'complete';
}
