import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { outcomeKinds } from '../../check/outcome.ts';
import { jsonIn } from '../../files/parse-json.ts';
import { partNames, partsOf, type Verdict } from '../verdict/verdict.ts';
import { writeReport } from '../verdict/write-report.ts';

export const historyFileName = 'history.json';

/** One verdict that was reached, in short. */
const Entry = z.strictObject({
  /** When its run began: the same one for the specs and for the smoke tests that are added to them. */
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  commit: z.string().nullable(),
  /** The hash of the config and its table. */
  config: z.string(),
  exitCode: z.number(),
  /** Every part of the plan ran: only then an exit code of 0 opened the gate. */
  whole: z.boolean(),
  /** The checks, by environment and by what came of them; those that do not apply are left out. */
  checks: z.record(z.string(), z.partialRecord(z.enum(outcomeKinds), z.array(z.string()))),
});
export type HistoryEntry = z.infer<typeof Entry>;

const HistoryFile = z.strictObject({
  schema: z.literal(1),
  deployment: z.string(),
  project: z.string(),
  verdicts: z.array(Entry),
});

/** The verdicts of a project that are remembered, the oldest first. */
export interface VerdictHistory {
  verdicts: readonly HistoryEntry[];
  /** A history is there that cannot be read or is of another deployment: nothing is known of earlier verdicts. */
  isUnreadable?: true;
}

/** Reads what is remembered of a project beside its reports: a folder may have been copied. Never throws. */
export function readHistory(
  reportsDirectory: string,
  { deployment, project }: Pick<Verdict, 'deployment' | 'project'>,
): VerdictHistory {
  const file = path.join(reportsDirectory, historyFileName);
  try {
    if (!existsSync(file)) return { verdicts: [] };
    const { data } = HistoryFile.safeParse(jsonIn(readFileSync(file, 'utf8')));
    const isOwn = data?.deployment === deployment && data.project === project;
    return isOwn ? { verdicts: data.verdicts } : { verdicts: [], isUnreadable: true };
  } catch {
    return { verdicts: [], isUnreadable: true };
  }
}

/**
 * Remembers a verdict; one that is there already, of the same run, is written over. A run of some of the checks, one that was cut off, and one
 * in which something broke say nothing of the others and are not remembered.
 * @param most how many verdicts are kept: the oldest go
 * @throws Error where the file cannot be written
 */
export function remember(verdict: Verdict, reportsDirectory: string, most: number): void {
  const entry = entryOf(verdict);
  if (entry === undefined) return;
  const { deployment, project } = verdict;
  const others = readHistory(reportsDirectory, verdict).verdicts.filter(
    ({ startedAt }) => startedAt !== entry.startedAt,
  );
  const verdicts = [...others, entry].toSorted((one, other) => (one.startedAt < other.startedAt ? -1 : 1)).slice(-most);
  writeReport(
    path.join(reportsDirectory, historyFileName),
    `${JSON.stringify({ schema: 1, deployment, project, verdicts })}\n`,
  );
}

function entryOf(verdict: Verdict): HistoryEntry | undefined {
  const { startedAt, finishedAt, commit, config, exitCode, plan, parts, state } = verdict;
  const all = partsOf(verdict);
  const isPartial = all.some(({ partial, breakages }) => partial !== undefined || breakages.length > 0);
  if (state !== 'complete' || finishedAt === null || exitCode === null || isPartial) return undefined;

  const outcomes = all.flatMap((part) => part.outcomes).filter(({ kind }) => kind !== 'not applicable');
  const checks = Object.fromEntries(
    [...Map.groupBy(outcomes, ({ environment }) => environment)].map(([environment, own]) => [
      environment,
      Object.fromEntries(
        [...Map.groupBy(own, ({ kind }) => kind)].map(([kind, same]) => [kind, same.map(({ check }) => check)]),
      ),
    ]),
  );
  const whole = partNames.every((name) => plan[name] === undefined || parts[name] !== undefined);
  return { startedAt, finishedAt, commit, config, exitCode, whole, checks };
}
