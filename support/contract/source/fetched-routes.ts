import type { Node } from 'oxc-parser';
import type { FetchedRoute, OpenRoute } from '../function-reference.ts';
import { calleeName, keyOf, withoutWrappers } from '../syntax/expressions.ts';
import type { Place, StaticValues } from '../syntax/static-value.ts';
import { childrenOf } from '../syntax/syntax.ts';
import { type SourceModule, textOf } from './source-module.ts';
import type { SourceModules } from './source-modules.ts';

/** How source names the address that serves a deployment's HTTP actions. */
const siteUrl = /CONVEX_(?:SITE|HTTP)(?:_ACTIONS?)?_URL|\.convex\.site\b|["'`]\.?site["'`]/;
const siteAddress = /^https:\/\/[\w-]+(?:\.[\w-]+)?\.convex\.site(?=\/|\?|$)/;

/**
 * Finds what a front end fetches from its Convex site URL: `fetch(`${siteUrl}/path`)`, `fetch(siteUrl + '/path')` and
 * `fetch(new URL('/path', siteUrl))`, where the address is a variable named `…CONVEX_SITE_URL`, a constant made of one, or written out.
 * @param paths files that hold a call of `fetch`
 */
export function findFetchedRoutes(
  paths: Iterable<string>,
  modules: SourceModules,
  values: StaticValues,
): { routes: FetchedRoute[]; open: OpenRoute[] } {
  const routes: FetchedRoute[] = [];
  const open: OpenRoute[] = [];
  for (const path of paths) {
    const module = modules.load(path);
    if (!module?.isCounted) continue;
    const visit = (node: Node): void => {
      const asked = node.type === 'CallExpression' && calleeName(node) === 'fetch' ? node.arguments[0] : undefined;
      if (node.type === 'CallExpression' && asked && asked.type !== 'SpreadElement') {
        const parts = partsOf({ module, node: asked }, values, 0);
        const position = module.positionOf(node.start);
        const found = parts && pathBehindSite(parts);
        if (found === 'open') open.push({ ...position, text: textOf(module, asked) });
        else if (found !== undefined)
          routes.push({ ...position, ...methodOf(module, node.arguments[1], values), path: found });
      }
      for (const child of childrenOf(node)) visit(child);
    };
    visit(module.scopes.program);
  }
  return { routes, open };
}

/** A part of an address: a text, the site URL, or something that only run time knows. */
type Part = string | { is: 'site' | 'unknown' };

function partsOf(place: Place, values: StaticValues, depth: number): Part[] | undefined {
  const node = withoutWrappers(place.node);
  const { module } = place;
  const of = (child: Node) => partsOf({ module, node: child }, values, depth + 1) ?? [{ is: 'unknown' as const }];
  if (node.type === 'TemplateLiteral')
    return node.quasis.flatMap((quasi, index): Part[] => {
      const expression = node.expressions[index];
      return [quasi.value.cooked ?? '', ...(expression ? of(expression) : [])];
    });
  if (node.type === 'BinaryExpression' && node.operator === '+') return [...of(node.left as Node), ...of(node.right)];
  if (node.type === 'NewExpression' && calleeName(node) === 'URL') {
    const [path, base] = node.arguments;
    return path && base ? [...of(base as Node), '/', ...of(path as Node)] : path && of(path as Node);
  }
  if (node.type === 'Literal') return typeof node.value === 'string' ? [node.value] : undefined;
  const definition = depth < 8 ? values.definitionOf({ module, node }) : undefined;
  const defined = definition && partsOf(definition, values, depth + 1);
  if (defined) return defined;
  const shown = textOf(definition?.module ?? module, definition?.node ?? node);
  return siteUrl.test(shown) ? [{ is: 'site' }] : undefined;
}

function pathBehindSite(parts: readonly Part[]): string | 'open' | undefined {
  const written = parts.filter((part) => part !== '');
  const [first, ...rest] = written;
  const address = typeof first === 'string' ? siteAddress.exec(first)?.[0] : undefined;
  const behind =
    typeof first === 'object' && first.is === 'site' ? rest : address && [String(first).slice(address.length), ...rest];
  if (!behind) return undefined;
  let path = '';
  for (const part of behind) {
    if (typeof part === 'object') return path.includes('?') ? withoutQuery(path) : 'open';
    path += part;
  }
  return withoutQuery(path);
}

function withoutQuery(path: string): string {
  return `/${path.split(/[?#]/)[0]?.replace(/^\/+/, '') ?? ''}`;
}

function methodOf(module: SourceModule, options: Node | undefined, values: StaticValues): { method?: string } {
  if (options === undefined) return { method: 'GET' };
  if (options.type !== 'ObjectExpression') return {};
  const isWhole = options.properties.every(({ type }) => type === 'Property');
  const property = options.properties.findLast((each) => each.type === 'Property' && keyOf(each.key) === 'method');
  if (property?.type !== 'Property') return isWhole ? { method: 'GET' } : {};
  const [method, ...others] = values.stringsOf({ module, node: property.value as Node }) ?? [];
  return method === undefined || others.length > 0 ? {} : { method: method.toUpperCase() };
}
