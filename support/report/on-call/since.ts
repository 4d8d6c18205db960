import type { Outcome } from '../../check/outcome.ts';
import type { HistoryEntry } from './history.ts';

/** Since when a check is not as it should be. */
export interface Since {
  /** When the first of the verdicts in a row was reached; undefined where this is the first one. */
  at?: string;
  /** How many verdicts in a row, this one among them. */
  verdicts: number;
  /** The last verdict before in which it held; undefined where none is remembered. */
  held?: { at: string; commit: string | null };
}

/** Kinds that say of a check that it was looked at and was not in order. */
const wrong: readonly (string | undefined)[] = ['failed', 'warned', 'not verified', 'waived'];

/**
 * Since when a check is not as it should be, from the verdicts before this one.
 * @param before the oldest first; a verdict in which the check was not looked at says nothing and is passed over
 */
export function sinceWhen(
  { check, environment }: Pick<Outcome, 'check' | 'environment'>,
  before: readonly HistoryEntry[],
): Since {
  let since: Since = { verdicts: 1 };
  for (const entry of before.toReversed()) {
    const kind = kindIn(entry, check, environment);
    if (kind === 'held') return { ...since, held: { at: entry.finishedAt, commit: entry.commit } };
    if (wrong.includes(kind)) since = { at: entry.finishedAt, verdicts: since.verdicts + 1 };
  }
  return since;
}

/** The last verdict that opened the gate. */
export function lastGreen(before: readonly HistoryEntry[]): HistoryEntry | undefined {
  return before.findLast(({ exitCode, whole }) => exitCode === 0 && whole);
}

function kindIn({ checks }: HistoryEntry, check: string, environment: string): string | undefined {
  return Object.entries(checks[environment] ?? {}).find(([, names]) => names.includes(check))?.[0];
}
