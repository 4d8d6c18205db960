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

/** What is remembered of the last verdict that was sent. */
export const ToldVerdict = KnownVerdict.extend({
  /** The last verdict of each target that did not accept the latest message; null if it has never accepted one. */
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
  /** What was found, in one sentence; the values are in the report. */
  what: string | undefined;
}

export interface VerdictChange {
  before: ToldVerdict | undefined;
  now: ToldVerdict;
  changes: OutcomeChange[];
}

/** Kinds that are worth a message; the others are as they should be, or as the profile says. */
const told: readonly string[] = ['failed', 'not verified', 'warned'];

/** What is remembered of a verdict. @param missing why there is no verdict that counts: the audit did not run, or too long ago */
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
 * What changed since the last message; undefined if nothing did. A first verdict is sent only if it closes the
 * gate: that a new audit found nothing is not news.
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
    // A run that did not happen says nothing about its checks.
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
