import { reduceOutcomes } from './reduce.ts';
import {
  type Addresses,
  partsOf,
  stateOf,
  type Verdict,
  type VerdictPart,
  type VerdictPlan,
  verdictSchema,
} from './verdict.ts';

/** What a verdict is about. */
export interface VerdictSubject {
  deployment: string;
  project: string;
  environments: readonly string[];
  commit: string | null;
  /** The hash of the deployment config and its table. */
  config: string;
  embedded: boolean;
  strict: boolean;
  plan: VerdictPlan;
  /** What the addresses of its environments resolve to; left out where nothing resolves them, as for the embedded twin. */
  addresses?: Addresses;
}

/**
 * The whole verdict over its parts. Everything in it but the subject follows from the parts, so that a reader can compute it
 * again and compare.
 */
export function summarize(subject: VerdictSubject, parts: Verdict['parts']): Verdict {
  const { deployment, project, environments, commit, config, embedded, strict, plan } = subject;
  const all = partsOf({ parts });
  const state = stateOf(all);
  const { exitCode, headline, counts } = reduceOutcomes(
    all.flatMap(({ outcomes }) => outcomes),
    all.flatMap(({ breakages }) => breakages),
    strict,
    { partial: all.find(({ partial }) => partial !== undefined)?.partial, toRun: toRun(plan, parts) },
  );
  const isRunning = state === 'running';
  return {
    schema: verdictSchema,
    deployment,
    project,
    environments: [...environments],
    commit,
    config,
    embedded,
    strict,
    plan,
    startedAt: all.map(({ startedAt }) => startedAt).sort()[0] ?? '',
    finishedAt: isRunning ? null : lastEnd(all),
    state,
    exitCode: isRunning ? null : exitCode,
    headline: isRunning ? 'The run has not finished.' : headline,
    counts,
    parts,
  };
}

/** What the plan asks for and has not run yet, in words. */
function toRun(plan: VerdictPlan, parts: Verdict['parts']): string | undefined {
  if (parts.specs === undefined) return 'the specs';
  return plan.smoke !== undefined && parts.smoke === undefined ? 'the smoke tests' : undefined;
}

function lastEnd(parts: readonly VerdictPart[]): string | null {
  const ends = parts.flatMap(({ finishedAt }) => finishedAt ?? []).sort();
  return ends.at(-1) ?? null;
}
