import type { Node } from 'oxc-parser';
import { canonicalFunctionPath } from '../function-path.ts';
import { isFunctionPath, pathCallReason } from '../path-calls.ts';
import { keyOfMember, literalText, propertyOf, withoutWrappers } from '../syntax/expressions.ts';
import type { Place, StaticValues } from '../syntax/static-value.ts';
import { childrenOf } from '../syntax/syntax.ts';
import { kindOfMethod } from './convex-exports.ts';
import { isOfPackageOnConvex } from './package-hooks.ts';
import type { SourceModule } from './source-module.ts';
import type { SourceModules } from './source-modules.ts';

type Call = Extract<Node, { type: 'CallExpression' }>;

/** What may name a function, in a call of what is not known to be Convex's. */
export interface PossibleReference extends Place {
  reason: string;
  /** The function, where it is named as text. */
  mayBe?: string;
}

/**
 * Calls that pass a function path as text to what is not known to be a client of Convex: `client.query('sites/list:all')`, where nothing in
 * the source says what `client` is; and those that pass it a part of what is imported from nowhere in the tree: `client.query(backend.sites.list)`.
 * @param known the calls whose callee is known
 */
export function* findTextPaths(
  modules: SourceModules,
  values: StaticValues,
  known: ReadonlySet<Node>,
): Generator<PossibleReference> {
  for (const path of modules.withPathCalls) {
    const module = modules.glance(path);
    if (module === undefined) continue;
    const calls = callsIn(module.scopes.program).filter((call) => !known.has(call));
    const keys = calls.filter(({ parent }) => parent && isReferenceKey(parent));
    for (const call of calls) yield* possibleReferences(module, call, { modules, values });
    for (const key of keys) yield* handMadeReferences(module, key.parent as Node, values);
  }
}

function callsIn(program: Node): Call[] {
  const calls: Call[] = [];
  const visit = (node: Node): void => {
    if (node.type === 'CallExpression') calls.push(node);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(program);
  return calls;
}

/**
 * `{ [Symbol.for('functionName')]: 'sites/list:all' }`, `reference[Symbol.for('functionName')] = name`, and the constant that is the key.
 * Source: npm convex, src/server/functionName.ts.
 */
function isReferenceKey(node: Node): boolean {
  const key = keyWritten(node);
  if (key?.type !== 'CallExpression' || key.callee.type !== 'MemberExpression') return false;
  const { object } = key.callee;
  const isFor = object.type === 'Identifier' && object.name === 'Symbol' && keyOfMember(key.callee) === 'for';
  return isFor && literalText(key.arguments[0] as Node | undefined) === 'functionName';
}

function keyWritten(node: Node): Node | undefined {
  if (node.type === 'Property') return node.computed ? node.key : undefined;
  if (node.type === 'MemberExpression') return node.computed ? node.property : undefined;
  return node.type === 'VariableDeclarator' ? (node.init ?? undefined) : undefined;
}

/** What is given to the key of a reference, at each place that has it. */
function handMadeReferences(module: SourceModule, place: Node, values: StaticValues): PossibleReference[] {
  if (place.type === 'VariableDeclarator') {
    const uses = module.scopes.bindingOf(place.id)?.occurrences ?? [];
    const keyed = uses.filter((use) => use !== place.id && use.parent && keyWritten(use.parent) === use);
    return keyed.flatMap((use) => handMadeReferences(module, use.parent as Node, values));
  }
  const given = givenTo(place);
  if (given === undefined) return [];
  const paths = (values.stringsOf({ module, node: withoutWrappers(given) }) ?? []).filter(isFunctionPath);
  const reason = 'a function reference that is made by hand';
  if (paths.length === 0) return [{ module, node: given, reason }];
  return paths.map((each) => ({ module, node: given, reason, mayBe: canonicalFunctionPath(each) }));
}

function givenTo(place: Node): Node | undefined {
  if (place.type === 'Property') return place.value as Node;
  const { parent } = place;
  return parent?.type === 'AssignmentExpression' && parent.left === place ? parent.right : undefined;
}

function possibleReferences(
  module: SourceModule,
  call: Call,
  of: { modules: SourceModules; values: StaticValues },
): PossibleReference[] {
  const { values } = of;
  const argument = call.arguments[0] as Node | undefined;
  if (argument === undefined || !mayTakeReference(module, call, of)) return [];
  const named = withoutWrappers(propertyOf(withoutWrappers(argument), 'query') ?? argument);

  const paths = (values.stringsOf({ module, node: named }) ?? []).filter(isFunctionPath);
  const source = paths.length === 0 ? lostSource(module, named) : undefined;
  return [
    ...paths.map((each) => ({ module, node: call, reason: pathCallReason, mayBe: canonicalFunctionPath(each) })),
    ...(source === undefined
      ? []
      : [{ module, node: named, reason: `it comes from ${source}, which is not in the tree` }]),
  ];
}

/** A method of the name of one of a client's; or a function from out of the tree that is named after Convex, or after what Convex runs. */
function mayTakeReference(
  module: SourceModule,
  call: Call,
  { modules, values }: { modules: SourceModules; values: StaticValues },
): boolean {
  const callee = withoutWrappers(call.callee);
  const name = callee.type === 'Identifier' ? callee.name : keyOfMember(callee);
  if (callee.type === 'MemberExpression' && kindOfMethod(name ?? '') !== undefined) return true;
  if (name === undefined || !(isPathWritten(call) || /convex|query|mutation|^use[A-Z]/i.test(name))) return false;
  const usesConvex = module.scopes.imports.some(({ source }) => /convex/i.test(source));
  const looksLikeIt = usesConvex || takesArguments(call);
  if (isOfPackageOnConvex(module, callee, { modules, looksLikeIt })) return true;
  // Asked for names like these alone, since a callee is followed into other files, which are then kept.
  if (callee.type !== 'Identifier' || !/convex|query|mutation/i.test(name)) return false;
  if (values.functionsOf({ module, node: callee }).length > 0) return false;
  return /convex/i.test(name) || (usesConvex && /(?:^q|Q)uery(?![a-z])|(?:^m|M)utation(?![a-z])/.test(name));
}

/** `ask('sites/list:all')` */
function isPathWritten({ arguments: [argument] }: Call): boolean {
  return argument !== undefined && isFunctionPath(literalText(withoutWrappers(argument as Node)) ?? '');
}

/** `useQ('sites/list:all', {})`, `useQ('sites/list:all', 'skip')` */
function takesArguments({ arguments: [, given] }: Call): boolean {
  const node = given && withoutWrappers(given as Node);
  return node?.type === 'ObjectExpression' || literalText(node) === 'skip';
}

/** Where `backend.sites.list` comes from, if that is neither in the tree nor a package. */
function lostSource(module: SourceModule, node: Node): string | undefined {
  let [root, steps] = [node, 0];
  while (root.type === 'MemberExpression') {
    root = withoutWrappers(root.object);
    steps += 1;
  }
  const declaration = module.scopes.bindingOf(root)?.declaration;
  if (steps < 2 || declaration?.kind !== 'import' || declaration.imported === 'api') return undefined;
  return module.isLost(declaration.source) ? declaration.source : undefined;
}
