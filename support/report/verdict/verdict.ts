import { z } from 'zod';
import type { Outcome } from '../../check/outcome.ts';
import { outcomeKinds } from '../../check/outcome.ts';

/** The form of the verdict file that this Airlock writes and reads. */
export const verdictSchema = 2;

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

/** Addresses as digests, by environment. */
const Addresses = z.record(z.string(), z.array(z.string()));
export type Addresses = z.infer<typeof Addresses>;

/** What one runner saw: vitest the specs, Playwright the smoke tests. */
export const Part = z.strictObject({
  state: z.enum(['running', 'complete', 'interrupted']),
  /** A filter was given, or shards are missing: only some of the checks have an outcome here. */
  partial: z.string().optional(),
  /** The commit that this part looked at, and the hash of its config. */
  commit: z.string().nullable(),
  config: z.string(),
  /** The addresses of each environment that it was to look at, as digests: variables may lay others over the table. */
  addresses: Addresses.optional(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().optional(),
  /** Other runs on the same environments that overlapped with this one. */
  beside: z.array(z.string()).optional(),
  /** Waivers that count for nothing: past their day, or of nothing that was found. */
  notes: z.array(z.string()).optional(),
  breakages: z.array(z.strictObject({ place: z.string(), message: z.string(), configuration: z.boolean().optional() })),
  outcomes: z.array(OutcomeRecord),
});

const PlannedPart = z.strictObject({ checks: z.array(z.string()).min(1), environments: z.array(z.string()).min(1) });

/** Which checks a whole verdict has an outcome of, in each of these environments. */
export const VerdictPlan = z.strictObject({ specs: PlannedPart, smoke: PlannedPart.optional() });
export type VerdictPlan = z.infer<typeof VerdictPlan>;

/** The verdict file: strict in what the gate relies on, so that a file from elsewhere cannot open it. */
export const Verdict = z.strictObject({
  schema: z.literal(verdictSchema),
  deployment: z.string(),
  /** The project that was run: an environment's name, or `isolation`. */
  project: z.string(),
  environments: z.array(z.string()).min(1),
  commit: z.string().nullable(),
  /** The hash of the deployment config and its table. */
  config: z.string(),
  embedded: z.boolean(),
  strict: z.boolean(),
  plan: VerdictPlan,
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  state: z.enum(['running', 'complete', 'interrupted']),
  exitCode: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(78)]).nullable(),
  headline: z.string(),
  counts: z.record(z.enum(outcomeKinds), z.number()),
  parts: z.partialRecord(z.enum(['specs', 'smoke']), Part),
  /** `hmac-sha256:…` over everything else, where `AIRLOCK_VERDICT_KEY` is set. */
  signature: z.string().optional(),
});
export type Verdict = Omit<z.infer<typeof Verdict>, 'parts'> & { parts: Partial<Record<PartName, VerdictPart>> };
export type PartName = 'specs' | 'smoke';
export const partNames: readonly PartName[] = ['specs', 'smoke'];
export type VerdictPart = Omit<z.infer<typeof Part>, 'outcomes'> & { outcomes: readonly Outcome[] };

/** A part as a runner hands it over; what it is about is added when it is written. */
export type RunPart = Omit<VerdictPart, 'commit' | 'config' | 'addresses'>;

/** The parts that a verdict has. */
export function partsOf({ parts }: Pick<Verdict, 'parts'>): VerdictPart[] {
  return Object.values(parts).filter((part) => part !== undefined);
}

/** The state of several parts together: the worst of theirs. */
export function stateOf(parts: readonly Pick<VerdictPart, 'state'>[]): VerdictPart['state'] {
  const states = parts.map(({ state }) => state);
  return (['interrupted', 'running'] as const).find((state) => states.includes(state)) ?? 'complete';
}
