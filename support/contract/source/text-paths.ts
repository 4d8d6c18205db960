import type { Node } from 'oxc-parser';
import { canonicalFunctionPath } from '../function-path.ts';
import { isFunctionPath } from '../path-calls.ts';
import { calleeName, literalText } from '../syntax/expressions.ts';
import type { Place } from '../syntax/static-value.ts';
import { childrenOf } from '../syntax/syntax.ts';
import { kindOfMethod } from './convex-exports.ts';
import type { SourceModules } from './source-modules.ts';

/**
 * Calls that pass a function path as text to what is not known to be a client of Convex: `client.query('sites/list:all')`, where nothing in
 * the source says what `client` is.
 * @param known the calls whose callee is known
 */
export function findTextPaths(modules: SourceModules, known: ReadonlySet<Node>): (Place & { mayBe: string })[] {
  return [...modules.withPathCalls].flatMap((path) => {
    const module = modules.load(path);
    if (!module?.isCounted) return [];
    const calls = pathCallsIn(module.scopes.program).filter(({ node }) => !known.has(node));
    return calls.map((call) => ({ module, ...call }));
  });
}

function pathCallsIn(node: Node): { node: Node; mayBe: string }[] {
  const inside = childrenOf(node).flatMap(pathCallsIn);
  if (node.type !== 'CallExpression' || node.callee.type === 'Identifier') return inside;
  const isMethod = kindOfMethod(calleeName(node) ?? '') !== undefined;
  const path = literalText(node.arguments[0]) ?? '';
  return isMethod && isFunctionPath(path) ? [{ node, mayBe: canonicalFunctionPath(path) }, ...inside] : inside;
}
