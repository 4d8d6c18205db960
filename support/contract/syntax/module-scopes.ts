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

function visit(walk: ScopeWalk, node: Node, scope: Scope): void {
  switch (node.type) {
    case 'Identifier':
    case 'JSXIdentifier':
      walk.names.use(node, node.name, scope);
      return;
    case 'ImportDeclaration':
      visitImport(walk, node, scope);
      return;
    case 'TSImportEqualsDeclaration':
      visitImportEquals(walk, node, scope);
      return;
    case 'ExportAllDeclaration':
      visitExportAll(walk, node);
      return;
    case 'ExportNamedDeclaration':
      visitExport(walk, node, scope);
      return;
    case 'ExportDefaultDeclaration':
      visitDefaultExport(walk, node, node.declaration as Node, scope);
      return;
    case 'TSExportAssignment':
      visitDefaultExport(walk, node, node.expression, scope);
      return;
    case 'AssignmentExpression':
      visitAssignment(walk, node, scope);
      return;
    case 'VariableDeclaration':
      visitVariables(walk, node, scope);
      return;
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      visitFunction(walk, node, scope);
      return;
    case 'ClassDeclaration':
    case 'ClassExpression':
      visitClass(walk, node, scope);
      return;
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'AccessorProperty':
      visitMember(walk, node, scope);
      return;
    case 'TSEnumDeclaration':
      visitEnum(walk, node, scope);
      return;
    case 'TSModuleDeclaration':
      visitNamespace(walk, node, scope);
      return;
    case 'BlockStatement':
    case 'StaticBlock':
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'SwitchStatement':
      visitChildren(walk, node, createScope(scope, { isFunction: node.type === 'StaticBlock' }));
      return;
    case 'CatchClause': {
      const own = createScope(scope);
      if (node.param !== null) declarePattern(walk, node.param, node, own, { kind: 'other' });
      visitChild(walk, node.body, node, own);
      return;
    }
    case 'MemberExpression':
      visitChild(walk, node.object, node, scope);
      setParent(node.property, node);
      if (node.computed) walk.visit(walk, node.property, scope);
      if (node.object.type === 'ThisExpression') walk.names.noteMember(node);
      return;
    case 'ImportExpression':
      walk.names.request(node, node.source);
      visitChildren(walk, node, scope);
      return;
    case 'CallExpression':
      if (node.callee.type === 'Identifier' && node.callee.name === 'require')
        walk.names.request(node, node.arguments[0]);
      visitChildren(walk, node, scope);
      return;
    case 'LabeledStatement':
      visitChild(walk, node.body, node, scope);
      return;
    case 'JSXOpeningElement':
      visitChild(walk, node.name, node, scope);
      for (const attribute of node.attributes) visitChild(walk, attribute, node, scope);
      return;
    case 'JSXMemberExpression':
      visitChild(walk, node.object, node, scope);
      return;
    case 'JSXAttribute':
      if (node.value !== null) visitChild(walk, node.value, node, scope);
      return;
    case 'JSXNamespacedName':
    case 'JSXClosingElement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'MetaProperty':
      return;
    default:
      visitChildren(walk, node, scope);
  }
}
