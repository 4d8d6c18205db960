import type { Finding } from '../../support/check/finding.ts';
import type { BackendSurface, DeployedFunction } from '../../support/contract/index.ts';
import { firstFew } from '../../support/text/first-few.ts';

const mostNames = 10;

/** One side of a promotion, and its name in findings. */
export interface PromotedSide {
  surface: BackendSurface;
  shown: string;
  /** The hash of each module, where the key may read it. */
  hashes?: ReadonlyMap<string, string> | undefined;
}

/** The parts of which one side does not tell whether it has them: those are not compared. */
export function untoldParts(before: PromotedSide, after: PromotedSide): string[] {
  return parts.flatMap(([what, names]) =>
    names(before.surface) === undefined || names(after.surface) === undefined ? [what] : [],
  );
}

/** What `before` has and `after` does not: functions, HTTP actions, tables, indexes, versions of modules, as far as both are known. */
export function judgePromotion(before: PromotedSide, after: PromotedSide, deployCommand: string): Finding[] {
  const found = (what: string, missing: readonly string[], total: number): Finding[] =>
    missing.length === 0
      ? []
      : [
          {
            what: `${after.shown} lacks ${what} of ${before.shown}`,
            expected: `all ${total} ${what}`,
            received: `missing: ${firstFew(missing, mostNames).join(', ')}`,
            from: [before.shown, after.shown],
            remedy: deployCommand,
          },
        ];
  const { hashes } = after;
  const others = [...(before.hashes ?? [])].filter(([module, hash]) => (hashes?.get(module) ?? hash) !== hash);
  const newer: Finding[] =
    hashes === undefined || others.length === 0
      ? []
      : [
          {
            what: `${after.shown} runs other versions of modules than ${before.shown}`,
            expected: `the ${before.hashes?.size} modules of ${before.shown}, by their hashes`,
            received: `different: ${firstFew(
              others.map(([module]) => module),
              mostNames,
            ).join(', ')}`,
            from: [before.shown, after.shown],
            remedy: deployCommand,
          },
        ];
  const gaps = parts.flatMap(([what, names]) => {
    const [mine, theirs] = [names(before.surface), names(after.surface)];
    if (mine === undefined || theirs === undefined) return [];
    const has = new Set(theirs);
    return found(
      what,
      mine.filter((name) => !has.has(name)),
      mine.length,
    );
  });
  return [...gaps, ...changed(before, after, deployCommand), ...newer];
}

/** Functions that both have, and that clients of `before` cannot call in `after`. */
function changed(before: PromotedSide, after: PromotedSide, deployCommand: string): Finding[] {
  const theirs = new Map(after.surface.functions.map((each) => [each.path, each]));
  return before.surface.functions.flatMap((mine) => {
    const other = theirs.get(mine.path);
    if (other === undefined || formOf(mine) === formOf(other) || (other.isPublic && other.kind === mine.kind))
      return [];
    return [
      {
        what: `${mine.path} is ${formOf(other)} in ${after.shown}, but ${formOf(mine)} in ${before.shown}`,
        expected: formOf(mine),
        received: formOf(other),
        from: [before.shown, after.shown],
        remedy: deployCommand,
      },
    ];
  });
}

function formOf({ kind, isPublic }: DeployedFunction): string {
  return `${isPublic ? 'a public' : 'an internal'} ${kind}`;
}

const parts: readonly [string, (surface: BackendSurface) => string[] | undefined][] = [
  ['functions', ({ functions }) => functions.map(({ path }) => path)],
  ['HTTP actions', ({ routes }) => routes?.map(({ method, path }) => `${method} ${path}`)],
  ['tables', ({ schema }) => schema?.tables.map(({ name }) => name)],
  [
    'indexes',
    ({ schema }) =>
      schema?.tables.flatMap(({ name, indexes }) =>
        indexes.map((index) => `${name}.${index.name} over ${index.fields}`),
      ),
  ],
];
