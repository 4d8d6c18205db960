import type { FunctionKind, FunctionReference } from './function-reference.ts';
import type { DeployedFunction } from './function-spec.ts';
import { nearNames } from './near-names.ts';

/** How a front end's references stand to what is deployed. Every reference is in exactly one of the lists. */
export interface ReferenceComparison {
  /** Not deployed at all; `near` are deployed public functions it may have become, nearest first. */
  missing: readonly { reference: FunctionReference; near: readonly string[] }[];
  /** Deployed, but only for the backend's own use: a call from outside is refused. */
  internal: readonly { reference: FunctionReference }[];
  /** Deployed as another kind than it is called as. */
  wrongKind: readonly { reference: FunctionReference; called: FunctionKind; deployed: FunctionKind }[];
  /** Deployed, public, and of the kind it is called as; where no call tells the kind, of any. */
  matched: readonly FunctionReference[];
}

/** Compares references with the functions of a deployment. Pure; keeps the order of `references`. */
export function compareReferences(
  references: readonly FunctionReference[],
  deployed: readonly DeployedFunction[],
): ReferenceComparison {
  const byPath = new Map(deployed.map((entry) => [entry.path, entry]));
  const callable = deployed.filter((entry) => entry.isPublic).map((entry) => entry.path);
  const nearByPath = new Map<string, string[]>();
  const missing: { reference: FunctionReference; near: readonly string[] }[] = [];
  const internal: { reference: FunctionReference }[] = [];
  const wrongKind: { reference: FunctionReference; called: FunctionKind; deployed: FunctionKind }[] = [];
  const matched: FunctionReference[] = [];
  for (const reference of references) {
    const found = byPath.get(reference.path);
    if (found === undefined) {
      const near = nearByPath.get(reference.path) ?? nearNames(reference.path, callable);
      nearByPath.set(reference.path, near);
      missing.push({ reference, near });
    } else if (!found.isPublic) internal.push({ reference });
    else if (reference.kind !== undefined && reference.kind !== found.kind) {
      wrongKind.push({ reference, called: reference.kind, deployed: found.kind });
    } else matched.push(reference);
  }
  return { missing, internal, wrongKind, matched };
}
