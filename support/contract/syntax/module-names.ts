import type { Node, Program } from 'oxc-parser';
import type { FunctionNode } from './syntax.ts';

/** What a name is declared as. */
export type Declaration =
  | { kind: 'import'; source: string; imported: string }
  | { kind: 'variable'; declarator: Extract<Node, { type: 'VariableDeclarator' }> }
  | { kind: 'parameter'; of: FunctionNode; index: number }
  | { kind: 'function'; node: FunctionNode }
  | { kind: 'class'; node: Node }
  | { kind: 'enum'; node: Extract<Node, { type: 'TSEnumDeclaration' }> }
  | { kind: 'other' };

/** A name in its scope. */
export interface Binding {
  name: string;
  declaration: Declaration;
  /** Every place where it is read or written. */
  occurrences: Node[];
  /** The names that the module exports it as. */
  exportedAs: string[];
}

/** A name that is re-exported from another module: `export { imported as exported } from source`. Both are `*` for `export *`. */
export interface PassedOn {
  source: string;
  imported: string;
  exported: string;
}

/** The names of one module, resolved: shadowing, hoisting and type positions are handled here and nowhere else. */
export interface ModuleScopes {
  program: Program;
  /** The binding of an identifier that is declared, read or written; undefined for globals, property names and types. */
  bindingOf(node: Node): Binding | undefined;
  imports: readonly { source: string; imported: string; binding: Binding }[];
  /** `import()` and `require()` of a literal. */
  requests: readonly { source: string; node: Node }[];
  passedOn: readonly PassedOn[];
  /** By exported name, its binding or, for a default export or CommonJS, its expression. */
  exports: ReadonlyMap<string, Binding | Node>;
  /** By class, the places of `this.name` by name. */
  members: ReadonlyMap<Node, ReadonlyMap<string, readonly Node[]>>;
}
