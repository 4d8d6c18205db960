import type { Node, Program } from 'oxc-parser';
import type { FunctionNode } from './syntax.ts';

/** Where a name comes from. */
export type Declaration =
  | { kind: 'import'; source: string; imported: string }
  | { kind: 'variable'; declarator: Extract<Node, { type: 'VariableDeclarator' }> }
  | { kind: 'parameter'; of: FunctionNode; index: number }
  | { kind: 'function'; node: FunctionNode }
  | { kind: 'class'; node: Node }
  | { kind: 'enum'; node: Extract<Node, { type: 'TSEnumDeclaration' }> }
  | { kind: 'other' };

/** A name in its scope: where it is declared, every place it is read or written, and the names it is exported under. */
export interface Binding {
  name: string;
  declaration: Declaration;
  occurrences: Node[];
  exportedAs: string[];
}

/** A name passed on from another module: `export { imported as exported } from source`; both are `*` for `export *`. */
export interface PassedOn {
  source: string;
  imported: string;
  exported: string;
}

/** Names of one module, resolved: shadowing, hoisting and type positions are dealt with here and nowhere else. */
export interface ModuleScopes {
  program: Program;
  /** The binding of an identifier that is declared, read or written; undefined for globals, property names and types. */
  bindingOf(node: Node): Binding | undefined;
  imports: readonly { source: string; imported: string; binding: Binding }[];
  /** `import()` and `require()` with a literal. */
  requests: readonly { source: string; node: Node }[];
  passedOn: readonly PassedOn[];
  /** Exported name to its binding or, for a default export or CommonJS, its expression. */
  exports: ReadonlyMap<string, Binding | Node>;
  /** `this.name` by class. */
  members: ReadonlyMap<Node, ReadonlyMap<string, readonly Node[]>>;
}
