import type { FunctionReference, UnparsedSource, UnresolvedReference } from '../function-reference.ts';

/** A script of a built site. Its text is read when it is needed, so that not all of them are in memory at once. */
export interface BundleFile {
  url: string;
  /** @throws where the script cannot be read */
  read(): Promise<string>;
}

export interface BundleReferences {
  filesRead: number;
  /** Scripts that contain Convex's `api`. Zero: this is not a Convex front end, or its scripts have a form that is not known. */
  clients: number;
  /** `file` of a position is the script's URL. */
  references: readonly FunctionReference[];
  unresolved: readonly UnresolvedReference[];
  unparsed: readonly UnparsedSource[];
}

/** What a name in a script refers to: a part of `api`, `makeFunctionReference`, a module of a runtime, a namespace of imports, or an object for one. */
export type BundleValue =
  | { is: 'api'; steps: readonly string[] }
  | { is: 'maker' }
  | { is: 'module'; id: string }
  | { is: 'namespace'; from: string }
  | { is: 'record'; name: string; value: BundleValue };

/** What one script names and exports, given the values that reach it. */
export interface Findings {
  references: readonly FunctionReference[];
  unresolved: readonly UnresolvedReference[];
  exports: ReadonlyMap<string, BundleValue>;
  /** Exports of a module runtime's modules, by module and name. */
  modules: ReadonlyMap<string, ReadonlyMap<string, BundleValue>>;
}
