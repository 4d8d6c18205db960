import { z } from 'zod';
import type { Finding } from '../../check/finding.ts';
import { outcomeKinds } from '../../check/outcome.ts';
import type { Verdict } from './verdict.ts';

const notifyTargets = ['slack', 'webhook'] as const;
export type NotifyTarget = (typeof notifyTargets)[number];

const KnownVerdict = z.strictObject({
  project: z.string(),
  exitCode: z.number().nullable(),
  headline: z.string(),
  finishedAt: z.string().nullable(),
  /** The outcome of each check on each environment that is not as it should be. */
  outcomes: z.record(z.string(), z.enum(outcomeKinds)),
});

/** What is remembered of the verdict that was told last. */
export const ToldVerdict = KnownVerdict.extend({
  /** What those know who did not take the last message; null where they were never told. */
  behind: z.partialRecord(z.enum(notifyTargets), KnownVerdict.nullable()).optional(),
});
export type ToldVerdict = z.infer<typeof ToldVerdict>;

export function withoutBehind({ behind: _, ...known }: ToldVerdict): ToldVerdict {
  return known;
}

interface OutcomeChange {
  check: string;
  environment: string;
  before: string;
  now: string;
  /** What was found, in one sentence; its values are in the report. */
  what: string | undefined;
}

export interface VerdictChange {
  before: ToldVerdict | undefined;
  now: ToldVerdict;
  changes: OutcomeChange[];
}

/** Kinds that somebody has to know of; the others are as they should be, or as the profile says. */
const told: readonly string[] = ['failed', 'not verified', 'warned'];

/** What is remembered of a verdict. @param missing why there is none that counts: it did not run, or is too old */
export function toldVerdict(verdict: Verdict | undefined, project: string, missing: string | undefined): ToldVerdict {
  if (verdict === undefined || missing !== undefined)
    return {
      project,
      exitCode: verdict?.exitCode || 3,
      headline: missing ?? 'There is no verdict.',
      finishedAt: verdict?.finishedAt ?? null,
      outcomes: {},
    };
  const outcomes = outcomesOf(verdict).filter(({ kind, optional }) => told.includes(kind) && optional !== true);
  return {
    project,
    exitCode: verdict.exitCode,
    headline: verdict.headline,
    finishedAt: verdict.finishedAt,
    outcomes: Object.fromEntries(outcomes.map(({ check, environment, kind }) => [`${check} ${environment}`, kind])),
  };
}

/**
 * What changed since a verdict was told last; undefined where nothing did. A first verdict is told where it closes the
 * gate: that an audit which nobody has heard of found nothing is no news.
 */
export function verdictChange(
  before: ToldVerdict | undefined,
  now: ToldVerdict,
  verdict: Verdict | undefined,
): VerdictChange | undefined {
  const known = before?.project === now.project ? before : undefined;
  const keys = [...new Set([...Object.keys(known?.outcomes ?? {}), ...Object.keys(now.outcomes)])].sort();
  const changes = keys.flatMap((key): OutcomeChange[] => {
    const [check = '', environment = ''] = key.split(' ');
    const own = verdict && outcomesOf(verdict).find((each) => each.check === check && each.environment === environment);
    // A run that did not happen says nothing of its checks.
    const current = now.outcomes[key] ?? (own === undefined ? 'unknown' : own.kind);
    const former = known?.outcomes[key] ?? 'held';
    const [finding]: readonly (Finding | undefined)[] = own?.findings ?? [];
    return current === former
      ? []
      : [{ check, environment, before: former, now: current, what: finding?.what ?? own?.reason }];
  });
  const isNews = known === undefined ? now.exitCode !== 0 : known.exitCode !== now.exitCode || changes.length > 0;
  return isNews ? { before: known, now, changes } : undefined;
}

function outcomesOf(verdict: Verdict) {
  return Object.values(verdict.parts).flatMap((part) => part?.outcomes ?? []);
}
