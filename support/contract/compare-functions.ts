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
  /** Functions of both whose arguments were compared, or are anything that a client sends. */
  compared: number;
  /** Of these, the functions that take anything, since the deployed version declares no arguments. */
  unvalidated: number;
}

/**
 * Compares the functions of `expected`, the version that the front end was written against, with those that are deployed. What only one side
 * has is left to `compareReferences`.
 *
 * A client reads results and does not validate them, so a field that was added to a result is compatible. A function without a validator
 * promises nothing: a deployed one without arguments takes anything, but where only the expected one has none, what a client sends is not
 * known. docs/contract.md has the whole table. Pure.
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
    unvalidated: comparisons.filter(({ isUnvalidated }) => isUnvalidated).length,
  };
}

interface Comparison {
  path: string;
  args?: Incompatibility | undefined;
  returns?: Incompatibility | undefined;
  unknown?: string;
  isCompared: boolean;
  isUnvalidated?: boolean;
}

function compareFunction(mine: DeployedFunction, theirs: DeployedFunction): Comparison {
  const { path } = mine;
  const isMineRead = mine.args !== undefined && mine.returns !== undefined;
  const isRead = isMineRead && theirs.args !== undefined && theirs.returns !== undefined;
  const isUndeclared = mine.args?.type === 'any' && isPromise(theirs.args);
  const reasons = [
    ...(isRead ? [] : [`its validators could not be read ${isMineRead ? 'from the deployment' : 'from the source'}`]),
    ...(isUndeclared ? ['the expected version declares no arguments, and the deployed one does'] : []),
  ];
  try {
    return {
      path,
      args: isPromise(mine.args) && theirs.args ? incompatibilityOf(mine.args, theirs.args) : undefined,
      returns:
        isPromise(theirs.returns) && mine.returns ? incompatibilityOf(theirs.returns, mine.returns, 'open') : undefined,
      ...(reasons[0] !== undefined && { unknown: reasons[0] }),
      isCompared: reasons.length === 0,
      isUnvalidated: reasons.length === 0 && theirs.args?.type === 'any',
    };
  } catch (error) {
    return { path, unknown: (error as Error).message, isCompared: false };
  }
}

/** `any` is what a function has that declares nothing. */
function isPromise(validator: Validator | undefined): validator is Validator {
  return validator !== undefined && validator.type !== 'any';
}
