import type { Node } from 'oxc-parser';
import { calleeName, keyOf, propertyOf } from '../syntax/expressions.ts';
import type { ModuleScopes } from '../syntax/module-names.ts';
import { childrenOf } from '../syntax/syntax.ts';

/** A variable that an object declares, and whether it may be absent. */
export interface DeclaredVariable {
  name: string;
  isOptional: boolean;
}

const variableName = /^[A-Z][A-Z0-9_]*$/;
/** Methods of zod, valibot and Convex's `v` that allow a value to be absent. */
const optionalCalls = new Set(['optional', 'nullish', 'default', 'catch', 'prefault']);

/** The variables that a parser declares, where a call passes it the whole environment: `z.object({ KEY: z.string() }).parse(process.env)`. */
export function variablesOfParser(environment: Node, scopes: ModuleScopes): DeclaredVariable[] {
  let call = environment.parent;
  while (call?.type === 'Property' || call?.type === 'ObjectExpression') call = call.parent;
  if (call?.type !== 'CallExpression') return [];
  const sides = [...call.arguments, ...(call.callee.type === 'MemberExpression' ? [call.callee.object] : [])];
  return sides.flatMap((side) => variablesIn(definitionOf(side, scopes)));
}

/** The variables that `defineApp({ env: { KEY: v.string() } })` declares. */
export function variablesOfApp(call: Extract<Node, { type: 'CallExpression' }>): DeclaredVariable[] {
  const declared = calleeName(call) === 'defineApp' ? propertyOf(call.arguments[0], 'env') : undefined;
  return declared === undefined ? [] : variablesIn(declared);
}

/** What a name is declared as; the expression itself otherwise. */
export function definitionOf(node: Node, scopes: ModuleScopes): Node {
  const declaration = node.type === 'Identifier' ? scopes.bindingOf(node)?.declaration : undefined;
  return declaration?.kind === 'variable' && declaration.declarator.init ? declaration.declarator.init : node;
}

/** Names of variables among the keys of all objects in an expression. */
function variablesIn(node: Node): DeclaredVariable[] {
  if (node.type === 'Property') {
    const name = node.computed ? undefined : keyOf(node.key);
    if (name !== undefined && variableName.test(name)) return [{ name, isOptional: isOptional(node.value) }];
  }
  return childrenOf(node).flatMap(variablesIn);
}

/** `z.string().optional()`, `v.optional(v.string())`, `str({ default: '' })`. */
export function isOptional(node: Node): boolean {
  if (node.type === 'CallExpression' && optionalCalls.has(calleeName(node) ?? '')) return true;
  if (node.type === 'Property' && /^(?:default|devDefault)$/.test(keyOf(node.key) ?? '')) return true;
  return childrenOf(node).some(isOptional);
}
