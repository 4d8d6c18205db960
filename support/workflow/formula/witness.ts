import type { Formula, Formulas, Meaning } from './formulas.ts';

/** One thing that is so in a case: a condition that is true or false, or something that failed. */
export interface Circumstance {
  meaning: Meaning;
  value: boolean;
}

/** A failure says less than a condition that somebody can set: where either leads there, the condition is told. */
const failureCost = 4;
const conditionCost = 1;

/**
 * The simplest case in which a formula is true: the fewest failures, then the fewest conditions.
 * @returns undefined where it never is; an empty list where it always is
 */
export function simplestCase(formulas: Formulas, formula: Formula): Circumstance[] | undefined {
  if (formula === formulas.never) return undefined;
  const costs = new Map<Formula, number>([
    [formulas.always, 0],
    [formulas.never, Number.POSITIVE_INFINITY],
  ]);
  costOf(formulas, formula, costs);

  const found: Circumstance[] = [];
  let at = formula;
  while (at.whenTrue && at.whenFalse) {
    const meaning = formulas.meanings[at.variable];
    if (!meaning) break;
    const value = branchCost(meaning, true, at, costs) < branchCost(meaning, false, at, costs);
    // That nothing failed goes without saying.
    if (meaning.kind === 'condition' || value) found.push({ meaning, value });
    at = value ? at.whenTrue : at.whenFalse;
  }
  return found;
}

function costOf(formulas: Formulas, formula: Formula, costs: Map<Formula, number>): number {
  const known = costs.get(formula);
  if (known !== undefined) return known;
  const meaning = formulas.meanings[formula.variable];
  if (!formula.whenTrue || !formula.whenFalse || !meaning) return Number.POSITIVE_INFINITY;
  costOf(formulas, formula.whenTrue, costs);
  costOf(formulas, formula.whenFalse, costs);
  const cost = Math.min(branchCost(meaning, true, formula, costs), branchCost(meaning, false, formula, costs));
  costs.set(formula, cost);
  return cost;
}

function branchCost(meaning: Meaning, value: boolean, at: Formula, costs: Map<Formula, number>): number {
  const below = value ? at.whenTrue : at.whenFalse;
  return ownCost(meaning, value) + ((below && costs.get(below)) ?? Number.POSITIVE_INFINITY);
}

function ownCost({ kind }: Meaning, value: boolean): number {
  if (kind === 'condition') return conditionCost;
  return value ? failureCost : 0;
}

/** "`inputs.skip` is true, and `npx convex deploy` fails"; an empty text where it is always so. */
export function wordCase(circumstances: readonly Circumstance[]): string {
  return circumstances.map(({ meaning, value }) => (value ? meaning.whenTrue : meaning.whenFalse)).join(', and ');
}

/** Cases that together make up the formula where nothing fails, at most so many; undefined where there are more. */
export function casesWithoutFailure(formulas: Formulas, formula: Formula, most: number): Circumstance[][] | undefined {
  const calm = formulas.assume(formula, ({ kind }) => (kind === 'failure' ? false : undefined));
  const cases: Circumstance[][] = [];
  const walk = (at: Formula, trail: readonly Circumstance[]): void => {
    if (at === formulas.never || cases.length > most) return;
    const meaning = formulas.meanings[at.variable];
    if (!at.whenTrue || !at.whenFalse || !meaning) {
      cases.push([...trail]);
      return;
    }
    walk(at.whenTrue, [...trail, { meaning, value: true }]);
    walk(at.whenFalse, [...trail, { meaning, value: false }]);
  };
  walk(calm, []);
  return cases.length > most ? undefined : cases;
}
