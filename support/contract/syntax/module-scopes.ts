import type { Node, Program } from 'oxc-parser';
import type { ModuleScopes } from './module-names.ts';
import { createScope, NameTable, type Scope } from './name-table.ts';
import {
  visitClass,
  visitEnum,
  visitFunction,
  visitMember,
  visitNamespace,
  visitVariables,
} from './scope-declarations.ts';
import {
  visitAssignment,
  visitDefaultExport,
  visitExport,
  visitExportAll,
  visitImport,
  visitImportEquals,
} from './scope-modules.ts';
import { declarePattern } from './scope-patterns.ts';
import { type ScopeWalk, setParent, visitChild, visitChildren } from './scope-walk.ts';

export type { Binding, ModuleScopes } from './module-names.ts';

/** Resolves every name of `program`, and sets `parent` on each of its nodes. */
export function resolveScopes(program: Program): ModuleScopes {
  const names = new NameTable();
  visitChildren({ names, visit }, program, createScope(undefined, { isFunction: true }));
  return names.resolve(program);
}

type Visitors = {
  [Type in Node['type']]?: (walk: ScopeWalk, node: Extract<Node, { type: Type }>, scope: Scope) => void;
};

/** Visits a node by its type. A node of any other type is an expression or a statement without names of its own. */
function visit(walk: ScopeWalk, node: Node, scope: Scope): void {
  const visitor = visitors[node.type] as ((walk: ScopeWalk, node: Node, scope: Scope) => void) | undefined;
  if (visitor === undefined) visitChildren(walk, node, scope);
  else visitor(walk, node, scope);
}

/** Labels, closing tags and names of attributes are not names of the module. */
const visitNothing = (): void => undefined;

const visitors: Visitors = {
  Identifier: (walk, node, scope) => walk.names.use(node, node.name, scope),
  JSXIdentifier: (walk, node, scope) => walk.names.use(node, node.name, scope),

  ImportDeclaration: visitImport,
  TSImportEqualsDeclaration: visitImportEquals,
  ExportAllDeclaration: visitExportAll,
  ExportNamedDeclaration: visitExport,
  ExportDefaultDeclaration: (walk, node, scope) => visitDefaultExport(walk, node, node.declaration as Node, scope),
  TSExportAssignment: (walk, node, scope) => visitDefaultExport(walk, node, node.expression, scope),
  AssignmentExpression: visitAssignment,
  ImportExpression: visitRequest,
  CallExpression: visitCall,

  VariableDeclaration: visitVariables,
  FunctionDeclaration: visitFunction,
  FunctionExpression: visitFunction,
  ArrowFunctionExpression: visitFunction,
  ClassDeclaration: visitClass,
  ClassExpression: visitClass,
  Property: visitMember,
  MethodDefinition: visitMember,
  PropertyDefinition: visitMember,
  AccessorProperty: visitMember,
  TSEnumDeclaration: visitEnum,
  TSModuleDeclaration: visitNamespace,

  BlockStatement: visitBlock,
  StaticBlock: visitBlock,
  ForStatement: visitBlock,
  ForInStatement: visitBlock,
  ForOfStatement: visitBlock,
  SwitchStatement: visitBlock,
  CatchClause: visitCatch,

  MemberExpression: visitProperty,
  LabeledStatement: (walk, node, scope) => visitChild(walk, node.body, node, scope),
  JSXOpeningElement: visitElement,
  JSXMemberExpression: (walk, node, scope) => visitChild(walk, node.object, node, scope),
  JSXAttribute: visitAttribute,
  JSXNamespacedName: visitNothing,
  JSXClosingElement: visitNothing,
  BreakStatement: visitNothing,
  ContinueStatement: visitNothing,
  MetaProperty: visitNothing,
};

function visitRequest(walk: ScopeWalk, node: Extract<Node, { type: 'ImportExpression' }>, scope: Scope): void {
  walk.names.request(node, node.source);
  visitChildren(walk, node, scope);
}

function visitCall(walk: ScopeWalk, node: Extract<Node, { type: 'CallExpression' }>, scope: Scope): void {
  if (node.callee.type === 'Identifier') walk.names.requestBy(node.callee, node);
  visitChildren(walk, node, scope);
}

function visitBlock(walk: ScopeWalk, node: Node, scope: Scope): void {
  visitChildren(walk, node, createScope(scope, { isFunction: node.type === 'StaticBlock' }));
}

function visitCatch(walk: ScopeWalk, node: Extract<Node, { type: 'CatchClause' }>, scope: Scope): void {
  const own = createScope(scope);
  if (node.param !== null) declarePattern(walk, node.param, node, own, { kind: 'other' });
  visitChild(walk, node.body, node, own);
}

function visitProperty(walk: ScopeWalk, node: Extract<Node, { type: 'MemberExpression' }>, scope: Scope): void {
  visitChild(walk, node.object, node, scope);
  setParent(node.property, node);
  if (node.computed) walk.visit(walk, node.property, scope);
  if (node.object.type === 'ThisExpression') walk.names.noteMember(node);
}

function visitElement(walk: ScopeWalk, node: Extract<Node, { type: 'JSXOpeningElement' }>, scope: Scope): void {
  visitChild(walk, node.name, node, scope);
  for (const attribute of node.attributes) visitChild(walk, attribute, node, scope);
}

function visitAttribute(walk: ScopeWalk, node: Extract<Node, { type: 'JSXAttribute' }>, scope: Scope): void {
  if (node.value !== null) visitChild(walk, node.value, node, scope);
}
