import type { Node } from 'oxc-parser';
import type { SourceModule } from '../source/source-module.ts';
import type { FlowState } from './flow-state.ts';
import { iterations, rearrangements } from './flow-tables.ts';
import { each, returned, type Token, unwrap, wrap } from './flow-token.ts';

type Member = Extract<Node, { type: 'MemberExpression' }>;

/** A value is the object of `object.name`: the value of the property arrives at the member expression. */
export function takeProperty(flow: FlowState, module: SourceModule, member: Member, token: Token): void {
  const names = flow.sites.namesOf(module, member.property, member.computed);
  const isCalled = member.parent?.type === 'CallExpression' && member.parent.callee === member;
  const name = names?.length === 1 ? (names[0] ?? '') : '';
  if (isCalled && (name === 'then' || name === 'finally')) {
    const handed = wrap(token, each);
    if (handed !== undefined) flow.arrive(module, member, handed);
    return;
  }
  const [outer] = token.wraps;
  if (isCalled && outer !== undefined && (outer === '*' || /^\d+$/.test(outer))) {
    takeListMethod(flow, module, member, name, token);
    if (iterations.has(name) || rearrangements.has(name)) return;
  }
  for (const taken of flow.sites.access(module, member, token, names)) flow.arrive(module, member, taken);
}

/** A method of a list is called: its items go to the callback, to the result of the call, or to both. */
function takeListMethod(flow: FlowState, module: SourceModule, member: Member, name: string, token: Token): void {
  if (iterations.has(name)) {
    const handed = wrap(unwrap(token), each);
    if (handed !== undefined) flow.arrive(module, member, handed);
  }
  if (rearrangements.has(name) || name === 'filter') {
    const kept = wrap(name === 'at' ? unwrap(token) : token, returned);
    if (kept !== undefined) flow.arrive(module, member, kept);
  }
  if (name === 'find' || name === 'findLast') {
    const found = wrap(unwrap(token), returned);
    if (found !== undefined) flow.arrive(module, member, found);
  }
}

/** A value is written as a property of an object: under each name that the key may have, or under any. */
export function intoObject(flow: FlowState, module: SourceModule, property: Node, node: Node, token: Token): void {
  const { parent } = property;
  if (property.type !== 'Property' || property.value !== node || parent?.type !== 'ObjectExpression') return;
  const names = flow.sites.namesOf(module, property.key, property.computed) ?? ['*'];
  for (const name of names) flow.arriveInside(module, parent, name, token);
}

/** A value is written as an item of a list: under its index, or under any where a spread before it moves it. */
export function intoArray(
  flow: FlowState,
  module: SourceModule,
  array: Extract<Node, { type: 'ArrayExpression' }>,
  node: Node,
  token: Token,
): void {
  const index = array.elements.indexOf(node as (typeof array.elements)[number]);
  const isAfterSpread = array.elements.slice(0, index).some((item) => item?.type === 'SpreadElement');
  flow.arriveInside(module, array, isAfterSpread ? '*' : String(index), token);
}

/** A value is spread into an object, a list or the arguments of a call. */
export function spread(flow: FlowState, module: SourceModule, element: Node, node: Node, token: Token): void {
  const into = element.parent;
  if (into?.type === 'ObjectExpression' && token.wraps.length > 0) flow.arrive(module, into, token);
  else if (into?.type === 'ArrayExpression' && token.wraps.length > 0) {
    flow.arriveInside(module, into, '*', unwrap(token));
  } else flow.handOn(module, node, token, 'a spread');
}
