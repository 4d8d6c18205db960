import type { Node, PropertyDefinition } from 'oxc-parser';
import { keyOf } from '../syntax/expressions.ts';
import { enclosingFunction } from '../syntax/syntax.ts';
import { called, toArgument } from './flow-calls.ts';
import { leaveFunction } from './flow-functions.ts';
import { toAttribute, toProps } from './flow-markup.ts';
import { toExport, wholeModule } from './flow-modules.ts';
import { toMember, toPattern } from './flow-patterns.ts';
import { intoArray, intoObject, spread, takeProperty } from './flow-properties.ts';
import type { Arrival, FlowState } from './flow-state.ts';
import { tests, transparent } from './flow-tables.ts';

/** Moves a value from an expression to wherever the node around the expression takes it. */
export function move(flow: FlowState, arrival: Arrival): void {
  const { module, node, token } = arrival;
  const { parent } = node;
  if (parent === undefined || parent === null || tests.has(parent.type)) return;

  const own = moves[parent.type] as Move<Node> | undefined;
  if (transparent.has(parent.type)) flow.arrive(module, parent, token);
  else if (own !== undefined) own(flow, arrival, parent);
  else flow.handOn(module, node, token, parent.type);
}

type Move<Parent> = (flow: FlowState, arrival: Arrival, parent: Parent) => void;

const stay = (): void => undefined;

/** By the type of the node around an expression, where it takes a value. */
const moves: { [Type in Node['type']]?: Move<Extract<Node, { type: Type }>> } = {
  ConditionalExpression: arriveIf((parent, node) => parent.test !== node),
  LogicalExpression: arriveIf((parent, node) => parent.right === node || parent.operator !== '&&'),
  SequenceExpression: arriveIf((parent, node) => parent.expressions.at(-1) === node),

  VariableDeclarator(flow, { module, node, token }, parent) {
    if (parent.init === node) toPattern(flow, module, parent.id, token);
  },
  AssignmentExpression(flow, { module, node, token }, parent) {
    if (parent.left === node) return;
    toPattern(flow, module, parent.left, token);
    flow.arrive(module, parent, token);
  },
  AssignmentPattern(flow, { module, node, token }, parent) {
    if (parent.right !== node) return;
    // The default of a parameter property is also the value of the field.
    const whole = parent.parent?.type === 'TSParameterProperty' ? parent.parent : parent.left;
    toPattern(flow, module, whole, token);
  },
  ForOfStatement(flow, { module, node, token }, parent) {
    if (parent.right !== node) return;
    const left = parent.left.type === 'VariableDeclaration' ? parent.left.declarations[0]?.id : parent.left;
    for (const item of flow.sites.access(module, node, token, undefined)) toPattern(flow, module, left as Node, item);
  },

  MemberExpression(flow, { module, node, token }, parent) {
    if (parent.object === node) takeProperty(flow, module, parent, token);
    else flow.handOn(module, node, token, 'a property name');
  },
  Property: (flow, { module, node, token }, parent) => intoObject(flow, module, parent, node, token),
  ArrayExpression: (flow, { module, node, token }, parent) => intoArray(flow, module, parent, node, token),
  SpreadElement: (flow, { module, node, token }, parent) => spread(flow, module, parent, node, token),
  PropertyDefinition(flow: FlowState, { module, node, token }: Arrival, parent: PropertyDefinition) {
    if (parent.value === node) toMember(flow, module, parent, keyOf(parent.key) ?? '', token);
  },

  CallExpression: throughCall,
  NewExpression: throughCall,
  ArrowFunctionExpression(flow, { module, node, token }, parent) {
    if (parent.body === node) leaveFunction(flow, module, parent, token);
  },
  ReturnStatement(flow, { module, token }, parent) {
    const own = enclosingFunction(parent);
    if (own !== undefined) leaveFunction(flow, module, own, token);
  },

  ExportDefaultDeclaration: (flow, { module, token }) => toExport(flow, module, 'default', token),
  TSExportAssignment(flow, { module, token }) {
    for (const exported of ['default', wholeModule]) toExport(flow, module, exported, token);
  },
  ExportSpecifier: stay,
  ClassDeclaration: stay,
  ClassExpression: stay,

  JSXExpressionContainer: (flow, { module, node, token }, parent) => toAttribute(flow, module, parent, node, token),
  JSXSpreadAttribute: (flow, { module, node, token }, parent) =>
    toProps(flow, module, parent.parent as Node, node, token),
  JSXOpeningElement: (flow, { token }) => flow.noteHandedOnFunction(token),
  JSXMemberExpression: stay,
};

/** The value of an expression may be that of the node around it. */
function arriveIf<Parent extends Node>(isValue: (parent: Parent, node: Node) => boolean): Move<Parent> {
  return (flow, { module, node, token }, parent) => {
    if (isValue(parent, node)) flow.arrive(module, parent, token);
  };
}

function throughCall(
  flow: FlowState,
  { module, node, token }: Arrival,
  parent: Extract<Node, { type: 'CallExpression' | 'NewExpression' }>,
): void {
  if (parent.callee === node) called(flow, module, parent, token);
  else toArgument(flow, module, parent, node, token);
}
