import type { Node } from 'oxc-parser';
import type { SourceModule } from '../source/source-module.ts';
import { keyOf } from '../syntax/expressions.ts';
import { commonJsExport, enclosingClass } from '../syntax/syntax.ts';
import { toBinding, toExport, wholeModule } from './flow-modules.ts';
import type { FlowState } from './flow-state.ts';
import { type Token, unwrap, wrap } from './flow-token.ts';

/** A value arrives at a pattern: a name, names inside `{}` and `[]`, or a property that is assigned. */
export function toPattern(flow: FlowState, module: SourceModule, pattern: Node, token: Token): void {
  switch (pattern.type) {
    case 'Identifier': {
      const binding = module.scopes.bindingOf(pattern);
      if (binding !== undefined) toBinding(flow, module, binding, token);
      return;
    }
    case 'AssignmentPattern':
      toPattern(flow, module, pattern.left, token);
      return;
    case 'TSParameterProperty': {
      const { parameter } = pattern;
      const name = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
      toPattern(flow, module, name, token);
      if (name.type === 'Identifier') toMember(flow, module, pattern, name.name, token);
      return;
    }
    case 'RestElement':
      toPattern(flow, module, pattern.argument as Node, token);
      return;
    case 'ObjectPattern':
      for (const property of pattern.properties as readonly Node[]) toTaken(flow, module, property, token);
      return;
    case 'ArrayPattern':
      pattern.elements.forEach((item, index) => {
        if (item === null) return;
        if (item.type === 'RestElement') toRest(flow, module, item.argument as Node, token, index);
        else
          for (const taken of flow.sites.access(module, item, token, [String(index)]))
            toPattern(flow, module, item, taken);
      });
      return;
    case 'MemberExpression':
      toProperty(flow, module, pattern, token);
      return;
    default:
      flow.handOn(module, pattern, token, 'an assignment');
  }
}

/** `...rest` of a list: the items from `start` on, under their indexes in the rest. */
function toRest(flow: FlowState, module: SourceModule, pattern: Node, token: Token, start: number): void {
  const [outer = ''] = token.wraps;
  const isLater = /^\d+$/.test(outer) && Number(outer) >= start;
  const item = isLater ? wrap(unwrap(token), String(Number(outer) - start)) : token;
  if (item !== undefined && (isLater || outer === '*')) toPattern(flow, module, pattern, item);
}

/** A value becomes a member of the instance that `this` is at `from`. */
export function toMember(flow: FlowState, module: SourceModule, from: Node, name: string, token: Token): void {
  const own = enclosingClass(from);
  const uses = own === undefined ? undefined : module.scopes.members.get(own)?.get(name);
  // A member that the class does not read may be read elsewhere, where it cannot be followed. A parameter property has a name of its own too.
  const isUnread = uses === undefined && from.type !== 'TSParameterProperty';
  if (isUnread || isReadElsewhere(flow, module, from, name, uses?.length ?? 0))
    flow.handOn(module, from, token, 'a property');
  for (const use of uses ?? []) flow.arrive(module, use, token);
}

/** Whether something else than the class itself reads a member of this name, in its file or in one that imports it. */
function isReadElsewhere(flow: FlowState, module: SourceModule, from: Node, name: string, own: number): boolean {
  if (name.startsWith('#') || ('accessibility' in from && from.accessibility === 'private')) return false;
  const read = new RegExp(`\\.\\s*${RegExp.escape(name)}(?![\\w$])`, 'g');
  if ([...module.text.matchAll(read)].length > own) return true;
  return flow.modules
    .importersOf(module.path)
    .some((path) => (flow.modules.load(path)?.text ?? '').search(read) !== -1);
}

/** One entry of `{}`: a property takes the value under its name, a rest element takes the whole. */
function toTaken(flow: FlowState, module: SourceModule, property: Node, token: Token): void {
  if (property.type !== 'Property') {
    toPattern(flow, module, property, token);
    return;
  }
  const names = flow.sites.namesOf(module, property.key, property.computed);
  for (const taken of flow.sites.access(module, property, token, names)) {
    toPattern(flow, module, property.value as Node, taken);
  }
}

/** `module.exports = `, `exports.name = `, `this.name = `, or a property of something else. */
function toProperty(
  flow: FlowState,
  module: SourceModule,
  target: Extract<Node, { type: 'MemberExpression' }>,
  token: Token,
): void {
  const exported = commonJsExport(target);
  if (exported === '') {
    toExport(flow, module, 'default', token);
    toExport(flow, module, wholeModule, token);
    const name = token.wraps[0];
    if (name !== undefined) toExport(flow, module, name, unwrap(token));
  } else if (exported !== undefined) toExport(flow, module, exported, token);
  else if (target.object.type === 'ThisExpression') {
    toMember(flow, module, target, keyOf(target.property) ?? '', token);
  } else flow.handOn(module, target, token, 'a property');
}
