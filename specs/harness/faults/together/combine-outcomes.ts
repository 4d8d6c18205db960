import type { Aside } from '../../../../fixtures/faults/fault.ts';
import type { ExpectedOutcome } from '../outcome-problems.ts';

/** From the one that decides over all others to the one that every other decides over. */
const exitCodes: readonly ExpectedOutcome['exitCode'][] = [1, 3, 2, 0];

/**
 * What a run comes to that has two faults in it: all that each of them comes to. Undefined where they touch the same check, so that
 * one could hide what the other does, or where one of them ends the run before any check.
 */
export function combineOutcomes(first: ExpectedOutcome, second: ExpectedOutcome): ExpectedOutcome | undefined {
  const exitCode = exitCodes.find((code) => [first.exitCode, second.exitCode].includes(code));
  if (exitCode === undefined || first.exitCode === 78 || second.exitCode === 78) return undefined;
  if (touch(first, second) || touch(second, first)) return undefined;
  return {
    caughtBy: [...first.caughtBy, ...second.caughtBy],
    alongside: [...(first.alongside ?? []), ...(second.alongside ?? [])],
    holds: [...new Set([...(first.holds ?? []), ...(second.holds ?? [])])],
    exitCode,
  };
}

function touch(one: ExpectedOutcome, other: ExpectedOutcome): boolean {
  const touched = new Set(declared(one).map(nameOf));
  const heldInProd = (other.holds ?? []).map((check) => nameOf({ check }));
  return [...declared(other).map(nameOf), ...heldInProd].some((name) => touched.has(name));
}

function declared({ caughtBy, alongside = [] }: ExpectedOutcome): readonly Pick<Aside, 'check' | 'environment'>[] {
  return [...caughtBy, ...alongside];
}

function nameOf({ check, environment = 'prod' }: { check: string; environment?: string }): string {
  return `${environment} ${check}`;
}
