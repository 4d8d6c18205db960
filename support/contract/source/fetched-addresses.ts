import type { Node } from 'oxc-parser';
import { convexHost } from '../../settings/convex-names.ts';
import { calleeName, withoutWrappers } from '../syntax/expressions.ts';
import type { Place, StaticValues } from '../syntax/static-value.ts';
import { childrenOf } from '../syntax/syntax.ts';
import { type SourceModule, textOf } from './source-module.ts';
import type { SourceModules } from './source-modules.ts';

/** The URL of a deployment that a path is requested from: `site` serves HTTP actions, `cloud` functions. */
export type DeploymentUrl = 'site' | 'cloud';

/** A call of `fetch` for a URL of a Convex deployment. */
export interface DeploymentFetch {
  module: SourceModule;
  call: Extract<Node, { type: 'CallExpression' }>;
  address: Node;
  url: DeploymentUrl;
  /** The path without its query string, and `undefined` for each part of it that is known only at run time. */
  path: readonly (string | undefined)[];
}

/** How source code names the URLs of a deployment. */
const names: readonly [DeploymentUrl, RegExp][] = [
  ['site', /CONVEX_(?:SITE|HTTP)(?:_ACTIONS?)?_URL|\.convex\.site\b|["'`]\.?site["'`]/],
  ['cloud', /CONVEX_(?:CLOUD_|DEPLOYMENT_|BACKEND_)?URL|\.convex\.cloud\b/],
];
const address = /^https:\/\/([\w.-]+)(?=\/|\?|$)/;

/**
 * Finds the calls of `fetch` for a URL of a deployment: `fetch(`${url}/path`)`, `fetch(url + '/path')` and `fetch(new URL('/path', url))`,
 * where the URL is a variable with a name of Convex's, a constant made of one, or written out.
 * @param paths files that call `fetch`
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
  if (node.type !== 'CallExpression' || calleeName(node) !== 'fetch') return inside;
  const [asked] = node.arguments;
  const target = asked && asked.type !== 'SpreadElement' ? targetOf({ module, node: asked }, values) : undefined;
  return target === undefined ? inside : [{ module, call: node, address: asked as Node, ...target }, ...inside];
}

function targetOf(place: Place, values: StaticValues): Pick<DeploymentFetch, 'url' | 'path'> | undefined {
  const [first, ...rest] = (partsOf(place, values, 0) ?? []).filter((part) => part !== '');
  if (typeof first === 'object') return first.is === 'unknown' ? undefined : { url: first.is, path: pathOf(rest) };
  const [written, host] = address.exec(first ?? '') ?? [];
  const service = convexHost(host ?? '')?.service;
  if (written === undefined || service === undefined || first === undefined) return undefined;
  return { url: service === 'functions' ? 'cloud' : 'site', path: pathOf([first.slice(written.length), ...rest]) };
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
  return base === undefined ? of(path) : [...of(base), '/', ...of(path)];
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
    path.push(text);
    if (query.length > 0) break;
  }
  return path;
}

/** The text of a path; undefined where a part of it is known only at run time. */
export function knownPath(path: DeploymentFetch['path']): string | undefined {
  return path.includes(undefined) ? undefined : `/${path.join('').replace(/^\/+/, '')}`;
}
