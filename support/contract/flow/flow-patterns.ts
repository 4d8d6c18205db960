import type { Node } from 'oxc-parser';
import type { SourceModule } from '../source/source-module.ts';
import { keyOf } from '../syntax/expressions.ts';
import { commonJsExport, enclosingClass } from '../syntax/syntax.ts';
import { toBinding, toExport } from './flow-modules.ts';
import type { FlowState } from './flow-state.ts';
import { type Token, unwrap } from './flow-token.ts';

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

/** A value becomes a member of the instance that `this` is at `from`. */
export function toMember(flow: FlowState, module: SourceModule, from: Node, name: string, token: Token): void {
  const own = enclosingClass(from);
  const uses = own === undefined ? undefined : module.scopes.members.get(own)?.get(name);
  // A member that nothing in the class reads is read from outside, out of sight; a parameter property has its own name too.
  if (uses === undefined && from.type !== 'TSParameterProperty') flow.handOn(module, from, token, 'a property');
  for (const use of uses ?? []) flow.arrive(module, use, token);
}

/** One entry of `{}`: a property takes what is under its name, the rest takes the whole. */
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
    const name = token.wraps[0];
    if (name !== undefined) toExport(flow, module, name, unwrap(token));
  } else if (exported !== undefined) toExport(flow, module, exported, token);
  else if (target.object.type === 'ThisExpression') {
    toMember(flow, module, target, keyOf(target.property) ?? '', token);
  } else flow.handOn(module, target, token, 'a property');
}
