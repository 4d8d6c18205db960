import type { FunctionKind } from './function-reference.ts';
import type { DeployedFunction } from './function-spec.ts';
import { nearNames } from './near-names.ts';

/** A function as a call names it. */
export interface Callable {
  path: string;
  kind?: FunctionKind;
}

/** References, compared with the functions of a deployment. Every reference is in exactly one of the lists. */
export interface ReferenceComparison<Reference> {
  /** Not deployed. `near` are deployed public functions with similar names, nearest first. */
  missing: readonly { reference: Reference; near: readonly string[] }[];
  /** Deployed as internal functions, which no client can call. */
  internal: readonly { reference: Reference }[];
  /** Deployed as another kind than they are called as. */
  wrongKind: readonly { reference: Reference; called: FunctionKind; deployed: FunctionKind }[];
  /** Deployed, public, and of the kind that they are called as, or of any where no call tells the kind. */
  matched: readonly Reference[];
}

/** Compares references with the functions of a deployment. Pure; keeps the order of `references`. */
export function compareReferences<Reference extends Callable>(
  references: readonly Reference[],
  deployed: readonly DeployedFunction[],
): ReferenceComparison<Reference> {
  const byPath = new Map(deployed.map((entry) => [entry.path, entry]));
  const callable = deployed.filter((entry) => entry.isPublic).map((entry) => entry.path);
  const nearByPath = new Map<string, string[]>();
  const missing: { reference: Reference; near: readonly string[] }[] = [];
  const internal: { reference: Reference }[] = [];
  const wrongKind: { reference: Reference; called: FunctionKind; deployed: FunctionKind }[] = [];
  const matched: Reference[] = [];
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
