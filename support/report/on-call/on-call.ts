import path from 'node:path';
import type { Outcome } from '../../check/outcome.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { type Changes, changesBetween } from './changes.ts';
import { codeOwnersOf } from './code-owners.ts';
import type { OnCallFacts } from './facts.ts';
import { type HistoryEntry, readHistory } from './history.ts';
import { runLink } from './run-link.ts';
import { lastGreen, type Since, sinceWhen } from './since.ts';

/** What a person who is called needs beside the findings. */
export interface OnCall {
  /** How many earlier verdicts are remembered. */
  known: number;
  isUnreadable: boolean;
  /** The last verdict that opened the gate, and what changed since. */
  green?: SinceGreen;
  /** The page of the CI run. */
  run?: string;
  deployBackend?: string;
  of: (outcome: Outcome) => OnCallOfCheck;
}

export interface SinceGreen {
  at: string;
  commit: string | null;
  changes: Changes;
  isOtherConfig: boolean;
}

/** The same of one check. */
export interface OnCallOfCheck {
  /** Undefined where no earlier verdict is remembered. */
  since?: Since;
  owner?: { name: string; from: string };
  links: readonly string[];
}

/** Puts together what is known for the people who are called: from the verdicts before, from git, from the config. */
export function onCallOf(
  verdict: Verdict,
  facts: OnCallFacts,
  reportsDirectory: string,
  variables: NodeJS.ProcessEnv,
): OnCall {
  const { verdicts, isUnreadable = false } = readHistory(reportsDirectory, verdict);
  const before = verdicts.filter(({ startedAt }) => startedAt < verdict.startedAt);
  const green = lastGreen(before);
  const run = runLink(variables);
  const { deployBackend } = facts;
  return {
    known: before.length,
    isUnreadable,
    ...(green && { green: sinceGreen(green, verdict, facts) }),
    ...(run !== undefined && { run }),
    ...(deployBackend !== undefined && { deployBackend }),
    of: (outcome) => ofCheck(outcome, before, facts),
  };
}

function sinceGreen(green: HistoryEntry, { commit, config }: Verdict, facts: OnCallFacts): SinceGreen {
  return {
    at: green.finishedAt,
    commit: green.commit,
    changes: changesBetween(green.commit, commit, facts.repositories, facts.configFiles),
    isOtherConfig: green.config !== config,
  };
}

function ofCheck(outcome: Outcome, before: readonly HistoryEntry[], facts: OnCallFacts): OnCallOfCheck {
  const { check, platform, environment } = outcome;
  const owner = ownerOf(outcome, facts);
  const runbook = named(facts.runbooks, outcome);
  const dashboards = facts.dashboards[environment]?.[platform] ?? [];
  return {
    ...(before.length > 0 && { since: sinceWhen({ check, environment }, before) }),
    ...(owner && { owner }),
    links: [...(runbook === undefined ? [] : [runbook.value]), ...dashboards],
  };
}

/** Whoever the config names, else whoever owns the file that a finding names, else whoever owns the platform's source. */
function ownerOf(outcome: Outcome, facts: OnCallFacts): { name: string; from: string } | undefined {
  const own = named(facts.owners, outcome);
  if (own) return { name: own.value, from: `onCall.owners.${own.key}` };
  const source = facts.sources[outcome.platform];
  const files = [
    ...outcome.findings.flatMap(({ from }) => from.flatMap(fileIn)),
    ...(source === undefined ? [] : [source]),
  ];
  for (const file of files) {
    const found = codeOwnersOf(file);
    if (found) return { name: found.owners, from: found.from };
  }
  return undefined;
}

/** The nearest of `worker/healthy`, `worker` and `*`. */
function named(entries: Readonly<Record<string, string>>, { check, platform }: Outcome) {
  const key = [check, platform, '*'].find((each) => Object.hasOwn(entries, each));
  return key === undefined ? undefined : { key, value: entries[key] ?? '' };
}

/** The file of "apps/web/a.ts:12:4"; none for addresses and variables. */
function fileIn(place: string): string[] {
  const [, file] = /^(?!.*:\/\/)([^\s()]+?):\d+(?::\d+)?(?: \([^()]*\))?$/.exec(place) ?? [];
  return file === undefined ? [] : [path.resolve(file)];
}
