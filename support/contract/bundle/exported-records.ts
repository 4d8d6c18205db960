import type { Node } from 'oxc-parser';
import { keyOf } from '../syntax/expressions.ts';
import type { Binding, ModuleScopes } from '../syntax/module-scopes.ts';
import { isFunctionNode } from '../syntax/syntax.ts';

/** The object that stands for a whole module in a script, and the name that it has a value under. */
export interface ExportedRecord {
  binding: Binding;
  name: string;
}

/**
 * What bundlers make of `export * as`: `__export(backend, { api: () => N })` of esbuild, whatever the function is called, and
 * `backend = Object.freeze({ __proto__: null, api: N })` of Rollup. Undefined where a property is not part of one.
 */
export function exportedRecord(
  property: Extract<Node, { type: 'Property' }>,
  scopes: ModuleScopes,
): ExportedRecord | undefined {
  const object = property.parent;
  const name = property.computed ? undefined : keyOf(property.key);
  if (name === undefined || object?.type !== 'ObjectExpression') return undefined;
  const target = isFunctionNode(property.value as Node) ? filledObject(object, scopes) : frozenObject(object);
  const binding = target && scopes.bindingOf(target);
  return binding && { binding, name };
}

/** Whether a call is the one that fills an object: `fill(backend, { … })`. */
export function isFilling(call: Extract<Node, { type: 'CallExpression' }>, target: Node): boolean {
  return call.arguments.length === 2 && call.arguments[0] === target && call.arguments[1]?.type === 'ObjectExpression';
}

/** `backend` of `var backend = {}; fill(backend, { … })`. */
function filledObject(getters: Node, scopes: ModuleScopes): Node | undefined {
  const call = getters.parent;
  const [target, filler] = call?.type === 'CallExpression' ? (call.arguments as Node[]) : [];
  if (filler !== getters || !target || !isFilling(call as Parameters<typeof isFilling>[0], target)) return undefined;
  const declaration = target && scopes.bindingOf(target)?.declaration;
  const init = declaration?.kind === 'variable' ? declaration.declarator.init : undefined;
  return init?.type === 'ObjectExpression' && init.properties.length === 0 ? target : undefined;
}

/** `backend` of `backend = Object.freeze(Object.defineProperty({ … }, …))`. */
function frozenObject(object: Node): Node | undefined {
  let at = object;
  while (at.parent?.type === 'CallExpression' && at.parent.arguments[0] === at && isOfObject(at.parent.callee))
    at = at.parent;
  const { parent } = at;
  if (at === object || !parent) return undefined;
  if (parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return parent.id;
  return parent.type === 'AssignmentExpression' && parent.left.type === 'Identifier' ? parent.left : undefined;
}

function isOfObject(callee: Node): boolean {
  return callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'Object';
}
