import type { FunctionReference, UnresolvedReference } from '../function-reference.ts';

/** What a name of a script stands for: a part of `api`, `makeFunctionReference`, a module of a runtime, or a namespace of imports. */
export type BundleValue =
  | { is: 'api'; steps: readonly string[] }
  | { is: 'maker' }
  | { is: 'module'; id: string }
  | { is: 'namespace'; from: string };

/** What one script says, by what reaches it. */
export interface Findings {
  references: readonly FunctionReference[];
  unresolved: readonly UnresolvedReference[];
  exports: ReadonlyMap<string, BundleValue>;
  /** Exports of a module runtime's modules, by module and name. */
  modules: ReadonlyMap<string, ReadonlyMap<string, BundleValue>>;
}
