import type { Node } from 'oxc-parser';
import { convexHost } from '../../settings/convex-names.ts';
import { calleeName, literalText, withoutWrappers } from '../syntax/expressions.ts';
import type { Place, StaticValues } from '../syntax/static-value.ts';
import { childrenOf } from '../syntax/syntax.ts';
import { type AskedAddress, askedAddress, type RequestCall } from './request-parts.ts';
import { type SourceModule, textOf } from './source-module.ts';
import type { SourceModules } from './source-modules.ts';

/** The URL of a deployment that a path is requested from: `site` serves HTTP actions, `cloud` functions. */
export type DeploymentUrl = 'site' | 'cloud';

/** A request for a URL of a Convex deployment, or for a path of its HTTP API at an address that only run time knows. */
export interface DeploymentFetch {
  module: SourceModule;
  call: RequestCall;
  address: Node;
  /** Where the options of the request are, or its body. */
  options: Node | undefined;
  url: DeploymentUrl | 'unknown';
  /** The path without its query string, and `undefined` for each part of it that is known only at run time. */
  path: readonly (string | undefined)[];
}

/** How source code names the URLs of a deployment. */
const names: readonly [DeploymentUrl, RegExp][] = [
  ['site', /CONVEX_(?:SITE|HTTP)(?:_ACTIONS?)?_URL|\.convex\.site\b|["'`]\.?site["'`]/],
  ['cloud', /CONVEX_(?:CLOUD_|DEPLOYMENT_|BACKEND_)?URL|\.convex\.cloud\b/],
];
const address = /^https:\/\/([\w.-]+)(?=\/|\?|$)/;

/** `fetch`, and what other libraries have for it: `axios`, `ky.post`, `$fetch`, `new Request`. */
const requesting =
  /^(?:\$fetch|fetch|ofetch|useFetch|useLazyFetch|axios|ky|got|request|Request|ajax|get|post|put|patch|delete|head|open|sendBeacon)$/;

/** A path of Convex's HTTP API that names a function, here or in its body. */
const functionPath = /^\/?api\/(?:query|query_at_ts|mutation|action|function)\/?$|^\/?api\/run\/./;

/**
 * Finds the requests for a URL of a deployment: `fetch(`${url}/path`)`, `axios.post(url + '/path')` and `fetch(new URL('/path', url))`,
 * where the URL is a variable with a name of Convex's, a constant made of one, or written out.
 * @param paths files that may request something
 */
export function findDeploymentFetches(
  paths: Iterable<string>,
  modules: SourceModules,
  values: StaticValues,
): DeploymentFetch[] {
  return [...paths].flatMap((path) => {
    const module = modules.load(path);
    return module?.isCounted ? fetchesIn(module, module.scopes.program, values) : [];
  });
}

function fetchesIn(module: SourceModule, node: Node, values: StaticValues): DeploymentFetch[] {
  const inside = childrenOf(node).flatMap((child) => fetchesIn(module, child, values));
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return inside;
  const asked = askedAddress(module, node, values);
  const target = asked && targetOf(module, node, asked, values);
  if (asked === undefined || target === undefined) return inside;
  return [{ module, call: node, address: asked.address, options: asked.options, ...target }, ...inside];
}

function targetOf(
  module: SourceModule,
  call: RequestCall,
  { address: written, base }: AskedAddress,
  values: StaticValues,
): Pick<DeploymentFetch, 'url' | 'path'> | undefined {
  const place = { module, node: written };
  const isRequest = requesting.test(calleeName(call) ?? '') || base !== undefined;
  if (!isRequest) return targetOfWrapper(place);
  const own = partsOf(place, values, 0) ?? [];
  const before = base && partsOf({ module, node: base }, values, 0);
  const [first, ...rest] = (before ? afterBase(before, own) : own).filter((part) => part !== '');
  if (typeof first === 'object' && first.is !== 'unknown') {
    // Maps and caches have a `get` too: a request of this name has a path.
    const isPlain = /^(?:get|delete|head|put)$/.test(calleeName(call) ?? '') && rest.length === 0;
    return isPlain ? undefined : { url: first.is, path: pathOf(rest) };
  }

  const [whole, host] = address.exec(typeof first === 'string' ? first : '') ?? [];
  const service = convexHost(host ?? '')?.service;
  if (whole !== undefined && service !== undefined)
    return {
      url: service === 'functions' ? 'cloud' : 'site',
      path: pathOf([String(first).slice(whole.length), ...rest]),
    };
  const elsewhere = typeof first === 'string' ? pathAfterHost(first, rest) : rest;
  if (elsewhere !== undefined) return functionPathOf(elsewhere);
  const isOfSite = /fetch$/i.test(calleeName(call) ?? '') && base === undefined;
  return isOfSite ? undefined : targetOfWrapper(place);
}

/** `post('/api/query', …)`: the address is added by a function of the team's own. A plain `fetch` of it asks the site itself. */
function targetOfWrapper({ node }: Place): Pick<DeploymentFetch, 'url' | 'path'> | undefined {
  const text = literalText(withoutWrappers(node));
  return text === undefined ? undefined : functionPathOf([text]);
}

function functionPathOf(parts: readonly Part[]): Pick<DeploymentFetch, 'url' | 'path'> | undefined {
  const path = pathOf(parts);
  const isAnyKind = path.length === 2 && /^\/?api\/$/.test(path[0] ?? '');
  return functionPath.test(path[0] ?? '') || isAnyKind ? { url: 'unknown', path } : undefined;
}

/** What follows the host of an address that is not one of Convex's cloud, such as `http://127.0.0.1:3210`. */
function pathAfterHost(first: string, rest: readonly Part[]): Part[] | undefined {
  const [host] = /^https?:\/\/[^/]+/.exec(first) ?? [];
  return host === undefined ? undefined : [first.slice(host.length), ...rest];
}

/** A part of an address: a text, a URL of a deployment, or something that is known only at run time. */
type Part = string | { is: DeploymentUrl | 'unknown' };

function partsOf(place: Place, values: StaticValues, depth: number): Part[] | undefined {
  const node = withoutWrappers(place.node);
  const { module } = place;
  const of = (child: Node) => partsOf({ module, node: child }, values, depth + 1) ?? [{ is: 'unknown' as const }];
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [node.value] : undefined;
    case 'TemplateLiteral':
      return node.quasis.flatMap((quasi, index): Part[] => {
        const expression = node.expressions[index];
        return [quasi.value.cooked ?? '', ...(expression ? of(expression) : [])];
      });
    case 'BinaryExpression':
      return node.operator === '+' ? [...of(node.left as Node), ...of(node.right)] : undefined;
    case 'NewExpression':
      return calleeName(node) === 'URL' ? partsOfUrl(node.arguments, of) : undefined;
    default:
      return partsOfDefinition({ module, node }, values, depth);
  }
}

function partsOfUrl([path, base]: readonly Node[], of: (node: Node) => Part[]): Part[] | undefined {
  if (path === undefined) return undefined;
  if (base === undefined) return of(path);
  const [first, ...rest] = of(path);
  return typeof first === 'string'
    ? [...of(base), `/${first.replace(/^\/+/, '')}`, ...rest]
    : [...of(base), '/', ...(first ? [first] : []), ...rest];
}

/** A path below the base of a client, unless it is a whole address. */
function afterBase(base: readonly Part[], own: readonly Part[]): Part[] {
  const [first, ...rest] = own;
  if (typeof first !== 'string' || /^https?:/.test(first)) return [...own];
  const last = base.at(-1);
  const start = typeof last === 'string' ? [...base.slice(0, -1), last.replace(/\/$/, '')] : [...base];
  return [...start, `/${first.replace(/^\//, '')}`, ...rest];
}

function partsOfDefinition(place: Place, values: StaticValues, depth: number): Part[] | undefined {
  const definition = depth < 8 ? values.definitionOf(place) : undefined;
  const defined = definition && partsOf(definition, values, depth + 1);
  if (defined) return defined;
  const shown = textOf(definition?.module ?? place.module, definition?.node ?? place.node);
  const [url] = names.find(([, form]) => form.test(shown)) ?? [];
  return url === undefined ? undefined : [{ is: url }];
}

/** The parts of a path up to its query string. */
function pathOf(parts: readonly Part[]): (string | undefined)[] {
  const path: (string | undefined)[] = [];
  for (const part of parts) {
    const [text, ...query] = typeof part === 'string' ? part.split(/[?#]/) : [undefined];
    const last = path.at(-1);
    if (text !== undefined && last !== undefined) path[path.length - 1] = last + text;
    else path.push(text);
    if (query.length > 0) break;
  }
  return path;
}

/** The text of a path; undefined where a part of it is known only at run time. */
export function knownPath(path: DeploymentFetch['path']): string | undefined {
  return path.includes(undefined) ? undefined : `/${path.join('').replace(/^\/+/, '')}`;
}
