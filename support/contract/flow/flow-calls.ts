import type { Node } from 'oxc-parser';
import { canonicalFunctionPath } from '../function-path.ts';
import type { CallNode } from '../source/convex-calls.ts';
import { ask } from '../source/reference-sites.ts';
import type { SourceModule } from '../source/source-module.ts';
import { calleeName } from '../syntax/expressions.ts';
import { parametersOf } from '../syntax/syntax.ts';
import { throughBuiltIn, throughGetter } from './flow-built-ins.ts';
import { enterFunction } from './flow-functions.ts';
import { toPattern } from './flow-patterns.ts';
import type { FlowState } from './flow-state.ts';
import { returnsArgument } from './flow-tables.ts';
import { createToken, each, returned, type Token, unwrap } from './flow-token.ts';

/** A value is called: what it returns arrives at the call, what it passes to a callback enters the callback. */
export function called(flow: FlowState, module: SourceModule, call: CallNode, token: Token): void {
  const [outer] = token.wraps;
  if (outer === returned) flow.arrive(module, call, unwrap(token));
  else if (outer === each) intoCallback(flow, module, call, unwrap(token));
  else if (outer === undefined) calledItself(flow, module, call, token);
}

/** A value is an argument of a call: it enters a function of the tree, or is noted for the Convex export that is called. */
export function toArgument(flow: FlowState, module: SourceModule, call: CallNode, node: Node, token: Token): void {
  const index = (call.arguments as Node[]).indexOf(node);
  const functions = flow.values.functionsOf({ module, node: call.callee });
  for (const found of functions) enterFunction(flow, found, { module, call }, index, token);
  if (functions.length > 0 || throughGetter(flow, module, call, index, token)) return;
  if (throughBuiltIn(flow, module, call, index, token)) return;
  const name = calleeName(call) ?? '';
  const back = Object.hasOwn(returnsArgument, name) ? returnsArgument[name] : undefined;
  if (index === 0 && back !== undefined) {
    const given = back(token);
    if (given !== undefined) flow.arrive(module, call, given);
    return;
  }
  // A hook's list of dependencies is compared, not called.
  if (index > 0 && /^use[A-Z]/.test(name) && /^\d+$/.test(token.wraps[0] ?? '')) return;
  flow.convexCalls.addArgument(call, { module, index, token });
  const isIdentity = flow.convexCalls.calleesOf(call).some((of) => of.role === 'identity');
  if (isIdentity && index === 0) flow.arrive(module, call, token);
  flow.noteHandedOnFunction(token);
}

/** `list.map(callback)`, `promise.then(callback)`: the value is the callback's first argument. */
function intoCallback(flow: FlowState, module: SourceModule, call: CallNode, token: Token): void {
  const callback = call.arguments[0];
  if (callback === undefined || callback.type === 'SpreadElement') return;
  const functions = flow.values.functionsOf({ module, node: callback });
  for (const found of functions) {
    const [parameter] = parametersOf(found.node);
    if (parameter !== undefined) toPattern(flow, found.module, parameter, token);
  }
  if (functions.length === 0) flow.handOn(module, callback, token, 'a callback');
}

/** A function of the tree or something of Convex is called. */
function calledItself(flow: FlowState, module: SourceModule, call: CallNode, { atom }: Token): void {
  if (atom.kind === 'function') atom.calls.calls.add({ module, node: call });
  if (atom.kind !== 'export') return;
  const { of } = atom;
  flow.convexCalls.addCallee(call, of);
  if (of.role === 'client-class' || of.role === 'client-source')
    flow.arrive(module, call, createToken({ kind: 'client' }));
  else if (of.role === 'call' || of.role === 'requests') flow.demands.push({ module, node: call, of });
  else if (of.role === 'make-reference') makeReference(flow, module, call);
  else if (of.role === 'identity') {
    for (const { index, token: given } of flow.convexCalls.argumentsOf(call)) {
      if (index === 0) flow.arrive(module, call, given);
    }
  }
}

/** `makeFunctionReference<'query'>('messages:list')`. */
function makeReference(flow: FlowState, module: SourceModule, call: CallNode): void {
  const argument = call.arguments[0];
  const paths = argument === undefined ? undefined : flow.values.stringsOf({ module, node: argument });
  if (paths === undefined) {
    flow.sites.unresolved.push({ module, node: call, root: 'api', reason: 'the path is known only at run time' });
    return;
  }
  const declared = call.typeArguments?.params[0];
  const literal =
    declared?.type === 'TSLiteralType' && declared.literal.type === 'Literal' ? declared.literal.value : '';
  for (const path of paths) {
    const site = flow.sites.site(module, call, 'api', [], canonicalFunctionPath(path));
    if (literal === 'query' || literal === 'mutation' || literal === 'action') ask(site, `declared`, literal);
    flow.arrive(module, call, createToken({ kind: 'site', site }));
  }
}
