import type { Node } from 'oxc-parser';
import { canonicalFunctionPath } from '../function-path.ts';
import { isFunctionPath, pathCallReason } from '../path-calls.ts';
import { keyOfMember, propertyOf, withoutWrappers } from '../syntax/expressions.ts';
import type { Place, StaticValues } from '../syntax/static-value.ts';
import { childrenOf } from '../syntax/syntax.ts';
import { kindOfMethod } from './convex-exports.ts';
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
export function findTextPaths(
  modules: SourceModules,
  values: StaticValues,
  known: ReadonlySet<Node>,
): PossibleReference[] {
  return modules.withPathCalls.flatMap((path) => {
    const module = modules.load(path);
    if (module === undefined) return [];
    const calls = callsIn(module.scopes.program).filter((call) => !known.has(call));
    return calls.flatMap((call) => possibleReferences(module, call, values));
  });
}

function callsIn(node: Node): Call[] {
  const inside = childrenOf(node).flatMap(callsIn);
  return node.type === 'CallExpression' ? [node, ...inside] : inside;
}

function possibleReferences(module: SourceModule, call: Call, values: StaticValues): PossibleReference[] {
  const argument = call.arguments[0] as Node | undefined;
  if (argument === undefined || !mayTakeReference(module, call, values)) return [];
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
function mayTakeReference(module: SourceModule, { callee: written }: Call, values: StaticValues): boolean {
  const callee = withoutWrappers(written);
  if (callee.type === 'MemberExpression') return kindOfMethod(keyOfMember(callee) ?? '') !== undefined;
  if (callee.type !== 'Identifier' || values.functionsOf({ module, node: callee }).length > 0) return false;
  const { name } = callee;
  if (/convex/i.test(name)) return true;
  const usesConvex = module.scopes.imports.some(({ source }) => /convex/i.test(source));
  return usesConvex && /(?:^q|Q)uery(?![a-z])|(?:^m|M)utation(?![a-z])/.test(name);
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
