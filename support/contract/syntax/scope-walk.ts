import type { Node } from 'oxc-parser';
import type { NameTable, Scope } from './name-table.ts';
import { childrenOf } from './syntax.ts';

/** A walk over the syntax of one module, outermost node first. */
export interface ScopeWalk {
  names: NameTable;
  /** Collects the names at a node whose `parent` is set, and inside of it. */
  visit(walk: ScopeWalk, node: Node, scope: Scope): void;
}

/** Visits `node` as a child of `parent`. */
export function visitChild(walk: ScopeWalk, node: Node, parent: Node, scope: Scope): void {
  setParent(node, parent);
  walk.visit(walk, node, scope);
}

/** Visits the children of `node`, without types. */
export function visitChildren(walk: ScopeWalk, node: Node, scope: Scope): void {
  for (const child of childrenOf(node)) visitChild(walk, child, node, scope);
}

export function setParent(node: Node, parent: Node): void {
  (node as { parent?: Node }).parent = parent;
}
