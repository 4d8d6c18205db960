import type { Finding } from '../../check/finding.ts';
import type { BackendSurface } from '../../contract/index.ts';

/** One side of a promotion: what it offers, and how a reader knows it. */
export interface PromotedSide {
  surface: BackendSurface;
  shown: string;
}

/** What `before` has and `after` has not: functions, HTTP actions, tables, indexes, as far as both are known. */
export function judgePromotion(before: PromotedSide, after: PromotedSide, deployCommand: string): Finding[] {
  const found = (what: string, missing: readonly string[], total: number): Finding[] =>
    missing.length === 0
      ? []
      : [
          {
            what: `${after.shown} does not have ${what} of ${before.shown}`,
            expected: `all ${total} ${what}`,
            received: `without ${missing.slice(0, 10).join(', ')}${missing.length > 10 ? `, and ${missing.length - 10} more` : ''}`,
            from: [before.shown, after.shown],
            remedy: deployCommand,
          },
        ];
  return parts.flatMap(([what, names]) => {
    const [mine, theirs] = [names(before.surface), names(after.surface)];
    if (mine === undefined || theirs === undefined) return [];
    const has = new Set(theirs);
    return found(
      what,
      mine.filter((name) => !has.has(name)),
      mine.length,
    );
  });
}

const parts: readonly [string, (surface: BackendSurface) => string[] | undefined][] = [
  ['functions', ({ functions }) => functions.map(({ path }) => path)],
  ['HTTP actions', ({ routes }) => routes?.map(({ method, path }) => `${method} ${path}`)],
  ['tables', ({ schema }) => schema?.tables.map(({ name }) => name)],
  [
    'indexes',
    ({ schema }) => schema?.tables.flatMap(({ name, indexes }) => indexes.map((index) => `${name}.${index.name}`)),
  ],
];
