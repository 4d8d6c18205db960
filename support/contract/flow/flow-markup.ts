import type { Node } from 'oxc-parser';
import { type SourceModule, textOf } from '../source/source-module.ts';
import { parametersOf } from '../syntax/syntax.ts';
import { toPattern } from './flow-patterns.ts';
import type { FlowState } from './flow-state.ts';
import { enter, type Token, wrap } from './flow-token.ts';

/** A value is written between `{}` in markup: as an attribute it becomes a property of the component's first argument. */
export function toAttribute(flow: FlowState, module: SourceModule, container: Node, node: Node, token: Token): void {
  const attribute = container.parent;
  if (attribute?.type !== 'JSXAttribute' || attribute.name.type !== 'JSXIdentifier') {
    flow.handOn(module, node, token, 'markup');
    return;
  }
  const wrapped = wrap(token, attribute.name.name);
  if (wrapped !== undefined) toProps(flow, module, attribute.parent as Node, node, wrapped);
}

/** A value is inside of the properties that `<Component …>` passes to its component. */
export function toProps(flow: FlowState, module: SourceModule, element: Node, from: Node, token: Token): void {
  const name = element.type === 'JSXOpeningElement' ? element.name : undefined;
  const functions =
    name?.type === 'JSXIdentifier' && /^[A-Z_$]/.test(name.name) ? flow.values.functionsOf({ module, node: name }) : [];
  for (const found of functions) {
    const [parameter] = parametersOf(found.node);
    if (parameter !== undefined) {
      toPattern(flow, found.module, parameter, enter(token, { function: found.node, module, call: element }));
    }
  }
  const shown = name === undefined ? 'markup' : `<${textOf(module, name)}>`;
  if (functions.length === 0) flow.handOn(module, from, token, shown);
}
