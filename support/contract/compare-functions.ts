import type { DeployedFunction } from './function-spec.ts';
import { type Incompatibility, incompatibilityOf } from './validators/validator-compatibility.ts';

/** How what a front end was written against stands to what is deployed, of functions that both have. */
export interface FunctionComparison {
  /** Arguments that the expected version declares and the deployed one refuses. */
  args: readonly { path: string; found: Incompatibility }[];
  /** Values that the deployed one gives back and the expected version does not allow. */
  returns: readonly { path: string; found: Incompatibility }[];
  /** Functions whose validators could not be read on one side, or not be compared. */
  unknown: readonly { path: string; reason: string }[];
  /** Functions that both have and that were compared. */
  compared: number;
}

/**
 * Compares the functions of `expected`, the version that the front end knows, with those that are deployed. What only one side has is
 * left to `compareReferences`. A side that declares no validator takes and gives anything: as arguments that is a promise to no one,
 * so an expected version without an argument validator is not held against the deployed one, nor a deployed one without `returns`.
 * Pure.
 */
export function compareFunctions(
  expected: readonly DeployedFunction[],
  deployed: readonly DeployedFunction[],
): FunctionComparison {
  const byPath = new Map(deployed.map((entry) => [entry.path, entry]));
  const args: { path: string; found: Incompatibility }[] = [];
  const returns: { path: string; found: Incompatibility }[] = [];
  const unknown: { path: string; reason: string }[] = [];
  let compared = 0;
  for (const mine of expected) {
    const theirs = byPath.get(mine.path);
    if (theirs === undefined) continue;
    if (!mine.args || !theirs.args || !mine.returns || !theirs.returns) {
      unknown.push({
        path: mine.path,
        reason: `its validators could not be read ${mine.args && mine.returns ? 'from the deployment' : 'from the source'}`,
      });
    }
    try {
      const refused =
        mine.args && theirs.args && mine.args.type !== 'any' ? incompatibilityOf(mine.args, theirs.args) : undefined;
      if (refused) args.push({ path: mine.path, found: refused });
      const unexpected =
        mine.returns && theirs.returns && theirs.returns.type !== 'any'
          ? incompatibilityOf(theirs.returns, mine.returns)
          : undefined;
      if (unexpected) returns.push({ path: mine.path, found: unexpected });
      compared += 1;
    } catch (error) {
      unknown.push({ path: mine.path, reason: (error as Error).message });
    }
  }
  return { args, returns, unknown, compared };
}
