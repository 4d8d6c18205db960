import { type Outcome, type OutcomeKind, outcomeKinds } from '../../check/outcome.ts';

/** The sign of each kind of outcome, and its colour on a terminal. */
export const signs: Readonly<Record<OutcomeKind, { sign: string; color: 'green' | 'red' | 'yellow' | 'gray' }>> = {
  held: { sign: '✓', color: 'green' },
  failed: { sign: '✗', color: 'red' },
  warned: { sign: '!', color: 'yellow' },
  waived: { sign: '~', color: 'yellow' },
  'not verified': { sign: '?', color: 'red' },
  refused: { sign: '–', color: 'gray' },
  'not applicable': { sign: '·', color: 'gray' },
};

/** "12 held · 1 failed", kinds that did not occur left out. */
export function countsOf(outcomes: readonly Outcome[]): string {
  return outcomeKinds
    .map((kind) => ({ kind, count: outcomes.filter((outcome) => outcome.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${kind}`)
    .join(' · ');
}
