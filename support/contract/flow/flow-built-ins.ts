import type { Node } from 'oxc-parser';
import type { CallNode } from '../source/convex-calls.ts';
import type { SourceModule } from '../source/source-module.ts';
import { keyOfMember } from '../syntax/expressions.ts';
import { toPattern } from './flow-patterns.ts';
import type { FlowState } from './flow-state.ts';
import { returned, type Token, unwrap, wrap } from './flow-token.ts';

/** By its name, what a function of the language returns of the value inside of one that it is passed. */
const builtIns: Readonly<Record<string, (token: Token) => Token | undefined>> = {
  'Object.values': (token) => wrap(unwrap(token), '*'),
  'Object.entries': (token) => inEntry(unwrap(token)),
  'Object.fromEntries': (token) => (token.wraps[1] === '1' ? wrap(unwrap(unwrap(token)), '*') : undefined),
  'Object.assign': (token) => token,
  'Array.from': (token) => token,
  'Promise.all': (token) => token,
  'Promise.any': (token) => unwrap(token),
  'Promise.race': (token) => unwrap(token),
};

/** `Reflect.get(value, 'name')` is `value.name`. Returns whether a call is one. */
export function throughGetter(
  flow: FlowState,
  module: SourceModule,
  call: CallNode,
  index: number,
  token: Token,
): boolean {
  const key = call.arguments[1];
  if (index > 0 || key === undefined || globalCallee(module, call) !== 'Reflect.get') return false;
  const names = flow.values.stringsOf({ module, node: key as Node });
  for (const taken of flow.sites.access(module, call, token, names)) flow.arrive(module, call, taken);
  return true;
}

/** A value is inside of an argument of a function of the language: it is inside of what that returns. Returns whether it is such a function. */
export function throughBuiltIn(
  flow: FlowState,
  module: SourceModule,
  call: CallNode,
  index: number,
  token: Token,
): boolean {
  const [outer] = token.wraps;
  const name = outer === undefined || outer === returned ? '' : globalCallee(module, call);
  const back = Object.hasOwn(builtIns, name) ? builtIns[name]?.(token) : undefined;
  if (back === undefined || (index > 0 && name !== 'Object.assign')) return false;
  flow.arrive(module, call, back);
  const [target] = call.arguments;
  if (index > 0 && (target?.type === 'Identifier' || target?.type === 'MemberExpression'))
    toPattern(flow, module, target, token);
  return true;
}

function inEntry(token: Token): Token | undefined {
  const value = wrap(token, '1');
  return value && wrap(value, '*');
}

/** `Object.values` of a call of it. */
function globalCallee(module: SourceModule, { callee }: CallNode): string {
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return '';
  return module.scopes.bindingOf(callee.object as Node) === undefined
    ? `${callee.object.name}.${keyOfMember(callee) ?? ''}`
    : '';
}
