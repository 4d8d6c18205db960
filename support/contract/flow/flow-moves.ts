import type { Node } from 'oxc-parser';
import { keyOf } from '../syntax/expressions.ts';
import { enclosingFunction } from '../syntax/syntax.ts';
import { called, toArgument } from './flow-calls.ts';
import { leaveFunction } from './flow-functions.ts';
import { toAttribute, toProps } from './flow-markup.ts';
import { toExport } from './flow-modules.ts';
import { toMember, toPattern } from './flow-patterns.ts';
import { intoArray, intoObject, spread, takeProperty } from './flow-properties.ts';
import type { Arrival, FlowState } from './flow-state.ts';
import { tests, transparent } from './flow-tables.ts';

/** Does with a value at an expression what the node around the expression does with it. */
export function move(flow: FlowState, { module, node, token }: Arrival): void {
  const { parent } = node;
  if (parent === undefined || parent === null) return;
  if (transparent.has(parent.type)) {
    flow.arrive(module, parent, token);
    return;
  }
  if (tests.has(parent.type)) return;
  switch (parent.type) {
    case 'ConditionalExpression':
      if (parent.test !== node) flow.arrive(module, parent, token);
      return;
    case 'LogicalExpression':
      if (parent.right === node || parent.operator !== '&&') flow.arrive(module, parent, token);
      return;
    case 'SequenceExpression':
      if (parent.expressions.at(-1) === node) flow.arrive(module, parent, token);
      return;
    case 'AssignmentExpression':
      if (parent.left === node) return;
      toPattern(flow, module, parent.left, token);
      flow.arrive(module, parent, token);
      return;
    case 'AssignmentPattern': {
      if (parent.right !== node) return;
      // The default of a parameter property is also what the field holds.
      const whole = parent.parent?.type === 'TSParameterProperty' ? parent.parent : parent.left;
      toPattern(flow, module, whole, token);
      return;
    }
    case 'VariableDeclarator':
      if (parent.init === node) toPattern(flow, module, parent.id, token);
      return;
    case 'ForOfStatement': {
      if (parent.right !== node) return;
      const left = parent.left.type === 'VariableDeclaration' ? parent.left.declarations[0]?.id : parent.left;
      for (const item of flow.sites.access(module, node, token, undefined)) toPattern(flow, module, left as Node, item);
      return;
    }
    case 'MemberExpression':
      if (parent.object === node) takeProperty(flow, module, parent, token);
      else flow.handOn(module, node, token, 'a property name');
      return;
    case 'CallExpression':
    case 'NewExpression':
      if (parent.callee === node) called(flow, module, parent, token);
      else toArgument(flow, module, parent, node, token);
      return;
    case 'Property':
      intoObject(flow, module, parent, node, token);
      return;
    case 'ArrayExpression':
      intoArray(flow, module, parent, node, token);
      return;
    case 'SpreadElement':
      spread(flow, module, parent, node, token);
      return;
    case 'ArrowFunctionExpression':
      if (parent.body === node) leaveFunction(flow, module, parent, token);
      return;
    case 'ReturnStatement': {
      const own = enclosingFunction(parent);
      if (own !== undefined) leaveFunction(flow, module, own, token);
      return;
    }
    case 'ExportDefaultDeclaration':
    case 'TSExportAssignment':
      toExport(flow, module, 'default', token);
      return;
    case 'JSXOpeningElement':
      flow.noteHandedOnFunction(token);
      return;
    case 'ExportSpecifier':
    case 'JSXMemberExpression':
    case 'ClassDeclaration':
    case 'ClassExpression':
      return;
    case 'PropertyDefinition':
      if (parent.value === node) toMember(flow, module, parent, keyOf(parent.key) ?? '', token);
      return;
    case 'JSXExpressionContainer':
      toAttribute(flow, module, parent, node, token);
      return;
    case 'JSXSpreadAttribute':
      toProps(flow, module, parent.parent as Node, node, token);
      return;
    default:
      flow.handOn(module, node, token, parent.type);
  }
}
