import type { Node } from 'oxc-parser';
import type { SourceModule } from '../source/source-module.ts';
import { type FunctionNode, parametersOf } from '../syntax/syntax.ts';
import { toPattern } from './flow-patterns.ts';
import { intoObject } from './flow-properties.ts';
import type { FlowState } from './flow-state.ts';
import { createToken, enter, type FunctionCalls, leave, returned, type Token, wrap } from './flow-token.ts';

/** A function of the tree, in its module. */
export interface FoundFunction {
  module: SourceModule;
  node: FunctionNode;
}

/** A value enters a function as its argument at `index`: the last parameter may be a rest parameter. */
export function enterFunction(
  flow: FlowState,
  found: FoundFunction,
  from: { module: SourceModule; call: Node },
  index: number,
  token: Token,
): void {
  const parameters = parametersOf(found.node);
  const last = parameters.at(-1);
  const entered = enter(token, { function: found.node, ...from });
  if (last?.type === 'RestElement' && index >= parameters.length - 1) {
    const item = wrap(entered, String(index - parameters.length + 1));
    if (item !== undefined) toPattern(flow, found.module, last, item);
  } else {
    const parameter = parameters[index];
    if (parameter !== undefined) toPattern(flow, found.module, parameter, entered);
  }
}

/** A value leaves a function: to the call by which it entered, or else to every call. The function itself goes where its name goes. */
export function leaveFunction(flow: FlowState, module: SourceModule, own: FunctionNode, token: Token): void {
  const isItself = token.atom.kind === 'function' && token.wraps.length === 0 && token.atom.node === own;
  const entry = token.entries.at(-1);
  if (!isItself && entry?.function === own) {
    flow.arrive(entry.module, entry.call, leave(token));
    return;
  }
  const given = isItself ? token : wrap(createToken(token.atom, token.wraps), returned);
  if (given === undefined) flow.handOn(module, own, token, 'a deep structure');
  else if (own.parent?.type === 'Property' && own.parent.kind === 'get')
    intoObject(flow, module, own.parent, own, createToken(token.atom, token.wraps));
  else if (own.type === 'FunctionDeclaration' && own.id !== null) toPattern(flow, module, own.id, given);
  else if (own.parent?.type === 'MethodDefinition') flow.handOn(module, own, token, 'a method');
  else flow.arrive(module, own, given);
}

/** Follows a function to its calls. They are added to the result as they are found. */
export function sendFunction(flow: FlowState, module: SourceModule, node: FunctionNode): FunctionCalls {
  const calls: FunctionCalls = { calls: new Set(), isHandedOn: false };
  flow.functionCalls.set(node, calls);
  leaveFunction(flow, module, node, createToken({ kind: 'function', node, calls }));
  return calls;
}
