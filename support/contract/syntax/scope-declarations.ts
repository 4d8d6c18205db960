import type { AccessorProperty, MethodDefinition, Node, PropertyDefinition } from 'oxc-parser';
import { createScope, type Scope } from './name-table.ts';
import { declarePattern } from './scope-patterns.ts';
import { type ScopeWalk, setParent, visitChild, visitChildren } from './scope-walk.ts';
import { type FunctionNode, parametersOf } from './syntax.ts';

/** `const`, `let`, `var` and `using`. An ambient declaration (`declare const`) has no value. */
export function visitVariables(
  walk: ScopeWalk,
  node: Extract<Node, { type: 'VariableDeclaration' }>,
  scope: Scope,
): void {
  if ((node as { declare?: boolean }).declare === true) return;
  for (const declarator of node.declarations) {
    setParent(declarator, node);
    declarePattern(walk, declarator.id, declarator, scope, { kind: 'variable', declarator }, node.kind === 'var');
    if (declarator.init !== null) visitChild(walk, declarator.init, declarator, scope);
  }
}

/** A function of any form: the name of a declaration belongs to the scope around it, that of an expression to its own. */
export function visitFunction(walk: ScopeWalk, node: FunctionNode, scope: Scope): void {
  let around = scope;
  if (node.type === 'FunctionDeclaration') {
    if (node.id !== null) {
      setParent(node.id, node);
      walk.names.declare(node.id, node.id.name, scope, { kind: 'function', node });
    }
  } else if (node.type === 'FunctionExpression') {
    around = createScope(scope);
    if (node.id !== null) walk.names.declare(node.id, node.id.name, around, { kind: 'function', node });
  }
  const parameters = createScope(around, { isFunction: true });
  parametersOf(node).forEach((parameter, index) => {
    declarePattern(walk, parameter, node, parameters, { kind: 'parameter', of: node, index });
  });
  const { body } = node;
  if (body === null) return;
  setParent(body, node);
  if (body.type !== 'BlockStatement') walk.visit(walk, body, parameters);
  else visitChildren(walk, body, { ...createScope(parameters, { isFunction: true }), parameters });
}

/** A class: the name of a declaration belongs to the scope around it, that of an expression to its own. */
export function visitClass(
  walk: ScopeWalk,
  node: Extract<Node, { type: 'ClassDeclaration' | 'ClassExpression' }>,
  scope: Scope,
): void {
  const own = createScope(scope);
  if (node.id !== null) {
    setParent(node.id, node);
    const into = node.type === 'ClassDeclaration' ? scope : own;
    walk.names.declare(node.id, node.id.name, into, { kind: 'class', node });
  }
  for (const decorator of node.decorators ?? []) visitChild(walk, decorator, node, scope);
  if (node.superClass !== null) visitChild(walk, node.superClass, node, scope);
  visitChild(walk, node.body, node, own);
}

/** A property or method: its key is a name of the module only where it is computed. */
export function visitMember(
  walk: ScopeWalk,
  node: Extract<Node, { type: 'Property' }> | MethodDefinition | PropertyDefinition | AccessorProperty,
  scope: Scope,
): void {
  for (const decorator of 'decorators' in node ? (node.decorators ?? []) : []) visitChild(walk, decorator, node, scope);
  setParent(node.key, node);
  if (node.computed) walk.visit(walk, node.key, scope);
  if (node.value !== null) visitChild(walk, node.value as Node, node, scope);
}

/** `enum Name { Member = value }`. */
export function visitEnum(walk: ScopeWalk, node: Extract<Node, { type: 'TSEnumDeclaration' }>, scope: Scope): void {
  setParent(node.id, node);
  walk.names.declare(node.id, node.id.name, scope, { kind: 'enum', node });
  for (const member of node.body.members) {
    setParent(member, node);
    if (member.initializer !== null) visitChild(walk, member.initializer, member, scope);
  }
}

/** `namespace Name { … }`. An ambient declaration (`declare namespace`) has no value. */
export function visitNamespace(
  walk: ScopeWalk,
  node: Extract<Node, { type: 'TSModuleDeclaration' }>,
  scope: Scope,
): void {
  if (node.declare || node.global) return;
  if (node.id.type === 'Identifier') walk.names.declare(node.id, node.id.name, scope, { kind: 'other' });
  if (node.body !== null) visitChild(walk, node.body, node, createScope(scope, { isFunction: true }));
}
