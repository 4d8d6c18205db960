import type { Node } from 'oxc-parser';
import type { NameTable, Scope } from './name-table.ts';
import { childrenOf } from './syntax.ts';

/** A walk over the syntax of one module, outermost first, that knows the scope it is in. */
export interface ScopeWalk {
  names: NameTable;
  /** Gathers the names at a node whose `parent` is set, and at all within it. */
  visit(walk: ScopeWalk, node: Node, scope: Scope): void;
}

/** Visits `node` as a child of `parent`. */
export function visitChild(walk: ScopeWalk, node: Node, parent: Node, scope: Scope): void {
  setParent(node, parent);
  walk.visit(walk, node, scope);
}

/** Visits all that is inside of `node`, types left out. */
export function visitChildren(walk: ScopeWalk, node: Node, scope: Scope): void {
  for (const child of childrenOf(node)) visitChild(walk, child, node, scope);
}

export function setParent(node: Node, parent: Node): void {
  (node as { parent?: Node }).parent = parent;
}
