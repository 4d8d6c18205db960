import type { Node } from 'oxc-parser';
import { calleeName, keyOf, literalText, propertyOf, withoutWrappers } from '../syntax/expressions.ts';
import type { ModuleScopes } from '../syntax/module-names.ts';
import { childrenOf, isFunctionNode } from '../syntax/syntax.ts';

/** A variable that an object declares, and whether it may be absent. */
export interface DeclaredVariable {
  name: string;
  isOptional: boolean;
}

const variableName = /^[A-Z][A-Z0-9_]*$/;
/** What allows a value to be absent, in zod, valibot, superstruct, TypeBox, Effect and Convex's `v`: `z.string().optional()`, `Type.Optional(…)`. */
const optionalCalls = new Set([
  'optional',
  'optionalwith',
  'exactoptional',
  'nullish',
  'undefinedable',
  'default',
  'defaulted',
  'fallback',
  'catch',
  'prefault',
  'undefined',
  'any',
  'unknown',
]);
/** Packages whose values may be absent unless they say `.required()`. */
const optionalPackages = /^(?:yup|joi|@hapi\/joi)$/;
const mostDepth = 12;

/** The variables that `defineApp({ env: { KEY: v.string() } })` or `defineComponent('mail', { env })` declares. */
export function variablesOfApp(
  call: Extract<Node, { type: 'CallExpression' }>,
  scopes: ModuleScopes,
): DeclaredVariable[] {
  const at = { defineApp: 0, defineComponent: 1 }[calleeName(call) ?? ''];
  const declared = at === undefined ? undefined : propertyOf(call.arguments[at], 'env');
  return declared === undefined ? [] : declaredVariables(declared, scopes);
}

/** What a name is declared as; the expression itself otherwise. */
export function definitionOf(node: Node, scopes: ModuleScopes): Node {
  const declaration = node.type === 'Identifier' ? scopes.bindingOf(node)?.declaration : undefined;
  return declaration?.kind === 'variable' && declaration.declarator.init ? declaration.declarator.init : node;
}

/**
 * The variables that a schema declares: the keys of its objects that are written like variables, with those of schemas that it spreads, extends
 * or merges.
 */
export function declaredVariables(schema: Node, scopes: ModuleScopes): DeclaredVariable[] {
  return [...declaredKeys(schema, scopes)]
    .filter(([name]) => variableName.test(name))
    .map(([name, isOptional]) => ({ name, isOptional }));
}

/** All keys of a schema's objects, and whether each may be absent. */
export function declaredKeys(schema: Node, scopes: ModuleScopes, depth = 0): Map<string, boolean> {
  const keys = new Map<string, boolean>();
  if (depth > mostDepth) return keys;
  const node = withoutWrappers(definitionOf(withoutWrappers(schema), scopes));
  if (isFunctionNode(node)) return keys;
  const method = node.type === 'CallExpression' ? calleeName(node) : undefined;
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
    const own = declaredKeys(node.callee.object, scopes, depth + 1);
    if (method === 'pick' || method === 'omit') {
      const named = new Set(node.arguments.flatMap((each) => [...declaredKeys(each, scopes, depth + 1).keys()]));
      return new Map([...own].filter(([name]) => named.has(name) === (method === 'pick')));
    }
    for (const [name, isAbsent] of own) keys.set(name, isAbsent);
  }
  const parts = node.type === 'CallExpression' ? (node.arguments as readonly Node[]) : childrenOf(node);
  for (const part of node.type === 'MemberExpression' ? [node.object] : parts)
    for (const [name, isAbsent] of keysOfPart(part, scopes, depth)) keys.set(name, isAbsent);
  if (method !== undefined && /^partial$/i.test(method)) for (const name of keys.keys()) keys.set(name, true);
  return keys;
}

function keysOfPart(part: Node, scopes: ModuleScopes, depth: number): Map<string, boolean> {
  if (part.type !== 'Property') {
    const inner = part.type === 'SpreadElement' ? part.argument : part;
    return declaredKeys(inner, scopes, depth + 1);
  }
  const written = part.computed ? literalText(part.key) : keyOf(part.key);
  // `'KEY?': 'string'` is ArkType's way to say that it may be absent.
  const name = written?.replace(/\?$/, '');
  if (name === undefined) return declaredKeys(part.value, scopes, depth + 1);
  if (!variableName.test(name)) {
    const inner = declaredKeys(part.value, scopes, depth + 1);
    if (inner.size > 0) return inner;
  }
  return new Map([[name, name !== written || isOptional(definitionOf(part.value, scopes), scopes)]]);
}

/** `z.string().optional()`, `v.optional(v.string())`, `str({ default: '' })`, `yup.string()`. */
export function isOptional(written: Node, scopes: ModuleScopes): boolean {
  const node = withoutWrappers(written);
  if (/=/.test(literalText(node) ?? '')) return true;
  const origin = rootOf(node, scopes);
  if (origin !== undefined && optionalPackages.test(origin)) return !saysRequired(node) || allowsAbsence(node);
  return allowsAbsence(node);
}

function allowsAbsence(node: Node): boolean {
  if (node.type === 'CallExpression' && isOptionalCall(node)) return true;
  if (node.type === 'Identifier' && node.name === 'undefined') return true;
  if (node.type === 'Property' && keyOf(node.key) === 'default') return true;
  return !isFunctionNode(node) && childrenOf(node).some(allowsAbsence);
}

function isOptionalCall(call: Extract<Node, { type: 'CallExpression' }>): boolean {
  const name = calleeName(call)?.toLowerCase() ?? '';
  if (optionalCalls.has(name)) return true;
  const { callee } = call;
  // `z.coerce.boolean()` makes false of what is absent.
  return name === 'boolean' && callee.type === 'MemberExpression' && calledOn(callee.object) === 'coerce';
}

function calledOn(node: Node): string | undefined {
  return node.type === 'MemberExpression' ? keyOf(node.property) : undefined;
}

function saysRequired(node: Node): boolean {
  if (node.type === 'CallExpression' && /^(?:required|defined|exist)$/.test(calleeName(node) ?? '')) return true;
  return childrenOf(node).some(saysRequired);
}

/** The module that the first name of a chain of calls is imported from. */
function rootOf(written: Node, scopes: ModuleScopes): string | undefined {
  let node = withoutWrappers(written);
  while (node.type === 'CallExpression' || node.type === 'MemberExpression')
    node = withoutWrappers(node.type === 'CallExpression' ? node.callee : node.object);
  const declaration = scopes.bindingOf(node)?.declaration;
  return declaration?.kind === 'import' ? declaration.source : undefined;
}
