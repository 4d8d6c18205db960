import type { Node } from 'oxc-parser';
import type { FetchedRoute, OpenRoute } from '../function-reference.ts';
import { calleeName, keyOf, literalText } from '../syntax/expressions.ts';
import type { StaticValues } from '../syntax/static-value.ts';
import { type DeploymentFetch, knownPath } from './fetched-addresses.ts';
import { type SourceModule, textOf } from './source-module.ts';

/** The HTTP actions that a front end requests from its Convex site URL. */
export function fetchedRoutes(
  fetches: readonly DeploymentFetch[],
  values: StaticValues,
): { routes: FetchedRoute[]; open: OpenRoute[] } {
  const routes: FetchedRoute[] = [];
  const open: OpenRoute[] = [];
  for (const { module, call, address, options, url, path: parts } of fetches) {
    if (url !== 'site') continue;
    const position = module.positionOf(call.start);
    const path = knownPath(parts);
    if (path === undefined) open.push({ ...position, text: textOf(module, address) });
    else routes.push({ ...position, ...methodOf(module, call, options, values), path });
  }
  return { routes, open };
}

/** By the name of what is called, `axios.post`, or by its options. */
function methodOf(
  module: SourceModule,
  call: DeploymentFetch['call'],
  options: Node | undefined,
  values: StaticValues,
): { method?: string } {
  const name = calleeName(call) ?? '';
  if (/^(?:get|post|put|patch|delete|head)$/.test(name)) return { method: name.toUpperCase() };
  if (name !== 'open') return methodOfOptions(module, options ?? call.arguments[1], values);
  const written = literalText(call.arguments[0]);
  return written === undefined ? {} : { method: written.toUpperCase() };
}

function methodOfOptions(module: SourceModule, options: Node | undefined, values: StaticValues): { method?: string } {
  if (options === undefined) return { method: 'GET' };
  if (options.type !== 'ObjectExpression') return {};
  const isWhole = options.properties.every(({ type }) => type === 'Property');
  const property = options.properties.findLast((each) => each.type === 'Property' && keyOf(each.key) === 'method');
  if (property?.type !== 'Property') return isWhole ? { method: 'GET' } : {};
  const [method, ...others] = values.stringsOf({ module, node: property.value as Node }) ?? [];
  return method === undefined || others.length > 0 ? {} : { method: method.toUpperCase() };
}
