import type { Node } from 'oxc-parser';
import { calleeName, keyOf, keyOfMember } from '../syntax/expressions.ts';
import type { Binding, ModuleScopes } from '../syntax/module-names.ts';
import { childrenOf, type FunctionNode } from '../syntax/syntax.ts';

/** A variable that is read, where, and whether the source says what to do without it. */
export interface EnvironmentRead {
  node: Node;
  name: string;
  hasFallback: boolean;
}

/** A function that reads the variable its caller names: `requireEnv('KEY')`. */
export interface EnvironmentReader {
  name: string;
  /** Which of its parameters names the variable. */
  index: number;
  /** What stands in its body for a variable that is not set. */
  hasFallback: boolean;
  node: Node;
}

/** What one module reads of its environment. */
export interface EnvironmentReads {
  reads: readonly EnvironmentRead[];
  readers: readonly EnvironmentReader[];
  /** Reads of which only run time knows the variable. */
  open: readonly Node[];
}

/**
 * Follows `process.env`, and the `env` that Convex generates, through the names of one module: members, destructuring, further names, functions that
 * take a variable's name, and the objects that say which variables a parser (zod, t3-env, envalid) takes out of it. Pure.
 */
export function readEnvironment(scopes: ModuleScopes): EnvironmentReads {
  const reads: EnvironmentRead[] = [];
  const readers: EnvironmentReader[] = [];
  const open: Node[] = [];
  const followed = new Set<Binding>();
  const add = (node: Node, name: string, hasFallback: boolean) => reads.push({ node, name, hasFallback });

  const follow = (name: Node): void => {
    const binding = scopes.bindingOf(name);
    if (binding === undefined || followed.has(binding)) return;
    followed.add(binding);
    for (const each of binding.occurrences) if (each !== name) readUse(each);
  };

  const readUse = (environment: Node): void => {
    const node = outermost(environment);
    const { parent } = node;
    if (parent?.type === 'MemberExpression' && parent.object === node) {
      readMember(parent);
      return;
    }
    if (parent?.type === 'VariableDeclarator' && parent.init === node) {
      if (parent.id.type === 'Identifier') follow(parent.id);
      else if (parent.id.type === 'ObjectPattern') take(parent.id);
      return;
    }
    if (parent?.type === 'BinaryExpression' && parent.operator === 'in') {
      const name = parent.left.type === 'Literal' ? String(parent.left.value) : undefined;
      if (name === undefined) open.push(parent);
      else add(parent, name, true);
      return;
    }
    const declared = declaredVariables(node, scopes);
    if (declared.length === 0) open.push(parent ?? node);
    else for (const [name, hasFallback] of declared) add(node, name, hasFallback);
  };

  const readMember = (member: Extract<Node, { type: 'MemberExpression' }>): void => {
    if (isWritten(member)) return;
    const declaration = scopes.bindingOf(member.property)?.declaration;
    const constant = declaration?.kind === 'variable' ? declaration.declarator.init : undefined;
    const name = keyOfMember(member) ?? (constant?.type === 'Literal' ? String(constant.value) : undefined);
    const reader = declaration?.kind === 'parameter' ? nameOfFunction(declaration.of) : undefined;
    if (name !== undefined) add(member, name, hasFallback(member));
    else if (declaration?.kind === 'parameter' && reader !== undefined)
      readers.push({ name: reader, index: declaration.index, hasFallback: hasFallback(member), node: member });
    else open.push(member);
  };

  const take = (pattern: Extract<Node, { type: 'ObjectPattern' }>): void => {
    for (const property of pattern.properties) {
      if (property.type === 'RestElement') follow(property.argument as Node);
      else if (property.computed || keyOf(property.key) === undefined) open.push(property);
      else add(property, keyOf(property.key) ?? '', property.value.type === 'AssignmentPattern');
    }
  };

  const visit = (node: Node): void => {
    if (isProcessEnvironment(node)) readUse(node);
    else if (node.type === 'CallExpression' && calleeName(node) === 'defineApp')
      for (const [name, isOptional] of declarationsIn(property(node.arguments[0], 'env'))) add(node, name, isOptional);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(scopes.program);
  for (const { source, imported, binding } of scopes.imports) {
    const isEnvironment = /(^|\/)_generated\/server(\.[jt]s)?$|^(?:node:)?process$/.test(source) && imported === 'env';
    if (isEnvironment)
      for (const each of binding.occurrences) if (each.parent?.type !== 'ImportSpecifier') readUse(each);
  }
  return { reads, readers, open };
}

/** The variables that calls of `readers` name, and the calls that do not say which. Readers are known by their names in every module. Pure. */
export function callsOfReaders(
  scopes: ModuleScopes,
  readers: ReadonlyMap<string, EnvironmentReader>,
): { reads: readonly EnvironmentRead[]; open: readonly Node[] } {
  const reads: EnvironmentRead[] = [];
  const open: Node[] = [];
  const visit = (node: Node): void => {
    const reader = node.type === 'CallExpression' ? readers.get(calleeName(node) ?? '') : undefined;
    if (reader !== undefined && node.type === 'CallExpression') {
      const named = node.arguments[reader.index];
      const hasSpare = reader.hasFallback && node.arguments.length > reader.index + 1;
      if (named?.type === 'Literal' && typeof named.value === 'string')
        reads.push({ node, name: named.value, hasFallback: hasSpare || hasFallback(node) });
      else open.push(node);
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(scopes.program);
  return { reads, open };
}

function isProcessEnvironment(node: Node): boolean {
  if (node.type !== 'MemberExpression' || keyOfMember(node) !== 'env') return false;
  const { object } = node;
  if (object.type === 'Identifier') return object.name === 'process';
  return (
    object.type === 'MemberExpression' &&
    object.object.type === 'Identifier' &&
    /^(?:globalThis|global|self)$/.test(object.object.name) &&
    keyOfMember(object) === 'process'
  );
}

function isWritten(member: Node): boolean {
  const { parent } = member;
  if (parent?.type === 'UnaryExpression') return parent.operator === 'delete';
  return parent?.type === 'AssignmentExpression' && parent.left === member && parent.operator === '=';
}

/** The expression with the type assertions, `!` and optional chains around it. */
function outermost(node: Node): Node {
  const { parent } = node;
  const isWrapper = /^(?:TS\w+Expression|TSTypeAssertion|ChainExpression|ParenthesizedExpression)$/.test(
    parent?.type ?? '',
  );
  return parent && isWrapper ? outermost(parent) : node;
}

/** `KEY ?? 'x'`, and `KEY?.split(',') ?? []`: nothing between fails where there is no value. */
function hasFallback(read: Node): boolean {
  const node = outermost(read);
  const { parent } = node;
  if (parent?.type === 'LogicalExpression') return parent.left === node && parent.operator !== '&&';
  const isStep = parent?.type === 'MemberExpression' && parent.object === node;
  const isCall = parent?.type === 'CallExpression' && parent.callee === node;
  return (isStep || isCall) && isInOptionalChain(parent) && hasFallback(parent);
}

function isInOptionalChain(node: Node): boolean {
  for (let at: Node | null | undefined = node; at; at = at.parent) {
    if (at.type === 'ChainExpression') return true;
    if (at.type !== 'MemberExpression' && at.type !== 'CallExpression') return false;
  }
  return false;
}

/** `function requireEnv(name)`, `const requireEnv = (name) => …`. */
function nameOfFunction(node: FunctionNode): string | undefined {
  if (node.type !== 'ArrowFunctionExpression' && node.id) return node.id.name;
  const { parent } = node as Node;
  return parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? parent.id.name : undefined;
}

/** The variables that a parser declares which is given the whole environment, in the same call: `z.object({ KEY: z.string() }).parse(process.env)`. */
function declaredVariables(environment: Node, scopes: ModuleScopes): [string, boolean][] {
  let call = environment.parent;
  while (call?.type === 'Property' || call?.type === 'ObjectExpression') call = call.parent;
  if (call?.type !== 'CallExpression') return [];
  const resolved = (node: Node): Node => {
    const declaration = node.type === 'Identifier' ? scopes.bindingOf(node)?.declaration : undefined;
    return declaration?.kind === 'variable' && declaration.declarator.init ? declaration.declarator.init : node;
  };
  const sides = [...call.arguments, ...(call.callee.type === 'MemberExpression' ? [call.callee.object] : [])];
  return sides.flatMap((side) => declarationsIn(resolved(side as Node)));
}

const variableName = /^[A-Z][A-Z0-9_]*$/;
const optionalCalls = new Set(['optional', 'nullish', 'default', 'catch', 'prefault']);

/** Names of variables among the keys of all objects in an expression, and whether what they stand for may be absent. */
function declarationsIn(node: Node | undefined): [string, boolean][] {
  if (node === undefined) return [];
  if (node.type === 'Property') {
    const name = node.computed ? undefined : keyOf(node.key);
    if (name !== undefined && variableName.test(name)) return [[name, isOptional(node.value)]];
  }
  return childrenOf(node).flatMap(declarationsIn);
}

/** `z.string().optional()`, `v.optional(v.string())`, `str({ default: '' })`. */
function isOptional(node: Node): boolean {
  if (node.type === 'CallExpression' && optionalCalls.has(calleeName(node) ?? '')) return true;
  if (node.type === 'Property' && /^(?:default|devDefault)$/.test(keyOf(node.key) ?? '')) return true;
  return childrenOf(node).some(isOptional);
}

function property(object: Node | undefined, key: string): Node | undefined {
  if (object?.type !== 'ObjectExpression') return undefined;
  const found = object.properties.find((each) => each.type === 'Property' && keyOf(each.key) === key);
  return found?.type === 'Property' ? found.value : undefined;
}
