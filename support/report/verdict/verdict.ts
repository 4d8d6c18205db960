import { z } from 'zod';
import type { Outcome } from '../../check/outcome.ts';
import { outcomeKinds } from '../../check/outcome.ts';
import { effects } from '../../profile/index.ts';

/** The form of the verdict file that this Airlock writes and reads. */
export const verdictSchema = 2;

const FindingRecord = z.object({
  what: z.string().describe('What is wrong, as one sentence.'),
  expected: z.string(),
  received: z.string(),
  from: z.array(z.string()).describe('The places it comes from: files with line and column, addresses, variables.'),
  remedy: z
    .string()
    .optional()
    .describe('What puts this one right, where it is more exact than the remedy of the check.'),
  cause: z.string().optional().describe('What may have led to it.'),
  severity: z.literal('warning').optional().describe('It warns, in a check that fails.'),
});

const CauseRecord = z.looseObject({
  id: z.string().describe('The same in every check that met it.'),
  what: z.string(),
  enable: z.string().optional().describe('What would put it right.'),
});

const OutcomeRecord = z.looseObject({
  check: z.string().describe('The id of the check: `worker/healthy`.'),
  platform: z.string(),
  environment: z.string(),
  title: z.string().describe('The passing state.'),
  effect: z.enum(effects).describe('What the check may do to the environment.'),
  severity: z.enum(['critical', 'warning']),
  why: z.string(),
  remedy: z.string(),
  kind: z.enum(outcomeKinds).describe('What came of it.'),
  findings: z.array(FindingRecord),
  reason: z.string().optional().describe('Why it is waived, not verified, refused or not applicable.'),
  omittedFindings: z.number().optional().describe('How many findings there were beside the ones that are kept.'),
  waivedFindings: z.array(z.string()).optional().describe('The fingerprints of the findings that waivers cover.'),
  enable: z.string().optional().describe('What would let it be verified.'),
  causeOf: z.array(CauseRecord).optional().describe('Why it came to this, where a reading failed.'),
  absent: z.string().optional().describe('The setting of the config without which it is not applicable.'),
  first: z.literal(true).optional().describe('Other checks fail because of it.'),
  configuration: z.literal(true).optional().describe('A file of the repository is wrong, and not the deployment.'),
  optional: z.boolean().optional().describe('It may stay unverified without closing the gate.'),
  skipped: z.boolean().optional().describe('The test runner left it out.'),
  printed: z.array(z.string()).optional().describe('What it wrote to the console.'),
  evidence: z.record(z.string(), z.number()).describe('What was looked at, counted.'),
  retries: z.number().describe('Requests that were repeated before they were answered.'),
  reached: z.array(z.string()).describe('Other environments that were reached.'),
  durationMs: z.number(),
  spec: z.string().describe('Where the check is declared: `specs/worker/healthy.spec.ts:4:1`.'),
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
  /** Waivers that count for nothing: past their day, or of nothing that was found; and why a run was given no secrets. */
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
