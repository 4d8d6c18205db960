import type { DeployedFunction } from './function-spec.ts';
import type { Validator } from './validators/validator.ts';
import { type Incompatibility, incompatibilityOf } from './validators/validator-compatibility.ts';

/** How the functions that a front end was written against differ from those that are deployed. */
export interface FunctionComparison {
  /** Arguments that the expected version declares and the deployed one refuses. */
  args: readonly { path: string; found: Incompatibility }[];
  /** Results of the deployed version that a client of the expected one cannot read. */
  returns: readonly { path: string; found: Incompatibility }[];
  /** Functions whose validators could not be read on one side, or not be compared. */
  unknown: readonly { path: string; reason: string }[];
  /** Functions that both have and that were compared. */
  compared: number;
}

/**
 * Compares the functions of `expected`, the version that the front end was written against, with those that are deployed. What only one side
 * has is left to `compareReferences`.
 *
 * A client reads results and does not validate them, so a field that was added to a result is compatible. A side that declares no validator
 * promises nothing: an expected version without an argument validator is compatible with any deployed one, and so is a deployed one
 * without `returns`. Pure.
 */
export function compareFunctions(
  expected: readonly DeployedFunction[],
  deployed: readonly DeployedFunction[],
): FunctionComparison {
  const byPath = new Map(deployed.map((entry) => [entry.path, entry]));
  const comparisons = expected.flatMap((mine) => {
    const theirs = byPath.get(mine.path);
    return theirs === undefined ? [] : [compareFunction(mine, theirs)];
  });
  return {
    args: comparisons.flatMap(({ path, args }) => (args ? [{ path, found: args }] : [])),
    returns: comparisons.flatMap(({ path, returns }) => (returns ? [{ path, found: returns }] : [])),
    unknown: comparisons.flatMap(({ path, unknown }) => (unknown === undefined ? [] : [{ path, reason: unknown }])),
    compared: comparisons.filter(({ isCompared }) => isCompared).length,
  };
}

interface Comparison {
  path: string;
  args?: Incompatibility | undefined;
  returns?: Incompatibility | undefined;
  unknown?: string;
  isCompared: boolean;
}

function compareFunction(mine: DeployedFunction, theirs: DeployedFunction): Comparison {
  const { path } = mine;
  const isMineRead = mine.args !== undefined && mine.returns !== undefined;
  const isRead = isMineRead && theirs.args !== undefined && theirs.returns !== undefined;
  const unread = `its validators could not be read ${isMineRead ? 'from the deployment' : 'from the source'}`;
  try {
    return {
      path,
      args: isPromise(mine.args) && theirs.args ? incompatibilityOf(mine.args, theirs.args) : undefined,
      returns:
        isPromise(theirs.returns) && mine.returns ? incompatibilityOf(theirs.returns, mine.returns, 'open') : undefined,
      ...(!isRead && { unknown: unread }),
      isCompared: true,
    };
  } catch (error) {
    return { path, unknown: (error as Error).message, isCompared: false };
  }
}

/** `any` is what a function has that declares nothing. */
function isPromise(validator: Validator | undefined): validator is Validator {
  return validator !== undefined && validator.type !== 'any';
}
