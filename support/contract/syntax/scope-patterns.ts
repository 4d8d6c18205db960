import type { Node } from 'oxc-parser';
import type { Declaration } from './module-names.ts';
import type { Scope } from './name-table.ts';
import { type ScopeWalk, setParent, visitChild } from './scope-walk.ts';

/** Declares every name of a pattern with `declaration`, and visits its defaults and computed keys. */
export function declarePattern(
  walk: ScopeWalk,
  node: Node,
  parent: Node,
  scope: Scope,
  declaration: Declaration,
  isVar = false,
): void {
  setParent(node, parent);
  if (node.type === 'Identifier') walk.names.declare(node, node.name, scope, declaration, isVar);
  else if (node.type === 'AssignmentPattern') {
    declarePattern(walk, node.left, node, scope, declaration, isVar);
    visitChild(walk, node.right, node, scope);
  } else if (node.type === 'RestElement') declarePattern(walk, node.argument as Node, node, scope, declaration, isVar);
  else if (node.type === 'TSParameterProperty') declarePattern(walk, node.parameter, node, scope, declaration, isVar);
  else if (node.type === 'ArrayPattern') {
    for (const item of node.elements) if (item !== null) declarePattern(walk, item, node, scope, declaration, isVar);
  } else if (node.type === 'ObjectPattern') {
    for (const property of node.properties as readonly Node[]) {
      if (property.type !== 'Property') declarePattern(walk, property, node, scope, declaration, isVar);
      else {
        setParent(property, node);
        setParent(property.key, property);
        if (property.computed) walk.visit(walk, property.key, scope);
        declarePattern(walk, property.value as Node, property, scope, declaration, isVar);
      }
    }
  }
}

/** The identifiers that a pattern declares. */
export function identifiersOf(pattern: Node): Node[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern];
    case 'Property':
      return identifiersOf(pattern.value as Node);
    case 'AssignmentPattern':
      return identifiersOf(pattern.left);
    case 'RestElement':
      return identifiersOf(pattern.argument as Node);
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) => identifiersOf(property as Node));
    case 'ArrayPattern':
      return pattern.elements.flatMap((item) => (item === null ? [] : identifiersOf(item)));
    default:
      return [];
  }
}
