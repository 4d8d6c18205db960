import type { Node } from 'oxc-parser';
import { jsonIn } from '../../files/parse-json.ts';
import { canonicalFunctionPath } from '../function-path.ts';
import type { FunctionKind, FunctionReference, UnresolvedReference } from '../function-reference.ts';
import { httpApiReason, isFunctionPath } from '../path-calls.ts';
import { calleeName, propertyOf, withoutWrappers } from '../syntax/expressions.ts';
import type { Place, StaticValues } from '../syntax/static-value.ts';
import { type DeploymentFetch, knownPath } from './fetched-addresses.ts';
import { definedAs, sentLater } from './request-parts.ts';
import { textOf } from './source-module.ts';

interface HttpApiCalls {
  references: readonly FunctionReference[];
  unresolved: readonly UnresolvedReference[];
}

/**
 * The functions that a front end calls by Convex's HTTP API: `POST /api/query`, `/api/mutation` and `/api/action` name one in their body,
 * `/api/run/module/function` in its path. Source: https://docs.convex.dev/http-api
 */
export function httpApiCalls(fetches: readonly DeploymentFetch[], values: StaticValues): HttpApiCalls {
  const references: FunctionReference[] = [];
  const unresolved: UnresolvedReference[] = [];
  for (const each of fetches) {
    const called = each.url === 'site' ? undefined : calledBy(each, values);
    if (called === undefined) continue;
    const { module, call } = each;
    const position = module.positionOf(call.start);
    const kind = called.kind && { kind: called.kind };
    const open = (reason: string) => ({ ...position, text: textOf(module, call), reason });

    if (each.url === 'unknown') unresolved.push(...possibleCalls(called, open));
    else if (called.paths === undefined)
      unresolved.push(open('the function that this request calls is known only at run time'));
    else references.push(...called.paths.map((path) => ({ ...position, path: canonicalFunctionPath(path), ...kind })));
  }
  return { references, unresolved };
}

/** Requests at an address that only run time knows: other services have such paths too. */
function possibleCalls({ paths, hasArguments }: Called, open: (reason: string) => UnresolvedReference) {
  if (paths === undefined) return hasArguments ? [open(httpApiReason)] : [];
  return paths.filter(isFunctionPath).map((path) => ({ ...open(httpApiReason), mayBe: canonicalFunctionPath(path) }));
}

interface Called {
  kind?: FunctionKind;
  /** Undefined where they are known only at run time. */
  paths: readonly string[] | undefined;
  /** Its body has `path` and `args`, as no other service asks for. */
  hasArguments: boolean;
}

function calledBy({ module, call, options, path }: DeploymentFetch, values: StaticValues): Called | undefined {
  const [start = ''] = path;
  const written = knownPath(path);
  const run = /^\/?api\/run\//.exec(start)?.[0];
  if (run !== undefined) return { paths: written === undefined ? undefined : [runPath(written)], hasArguments: false };

  const endpoint = /^\/api\/(query|query_at_ts|mutation|action|function)\/?$/.exec(written ?? '')?.[1];
  const bodies = [...bodiesOf(options ?? (call.arguments[1] as Node | undefined)), ...sentLater(module, call)].map(
    (node) => ({ module, node }),
  );
  // `/api/${kind}` with a function in its body.
  const isAnyKind =
    /^\/?api\/$/.test(start) && path.length === 2 && bodies.some((body) => pathInBody(body, values) !== undefined);
  if (endpoint === undefined && !isAnyKind) return undefined;

  const kind = kinds[endpoint ?? ''];
  const hasArguments = bodies.some(
    (body) => propertyOf(bodyObject(body, values), 'args') !== undefined && pathInBody(body, values) !== undefined,
  );
  return { ...(kind && { kind }), paths: bodies.map((body) => pathsInBody(body, values)).find(Boolean), hasArguments };
}

/** What each endpoint runs; `/api/function` runs any. */
const kinds: Readonly<Record<string, FunctionKind>> = {
  query: 'query',
  query_at_ts: 'query',
  mutation: 'mutation',
  action: 'action',
};

/** Where a request may have its body: `fetch` and `ky` have it among their options, `axios.post` as an argument of its own. */
function bodiesOf(options: Node | undefined): Node[] {
  if (options === undefined) return [];
  const given = ['body', 'json', 'data'].map((name) => propertyOf(withoutWrappers(options), name));
  return [...given.filter((each) => each !== undefined), options];
}

/** `module/path:function` of `/api/run/module/path/function`. */
function runPath(path: string): string {
  const steps = path.replace(/^\/api\/run\//, '').split('/');
  return `${steps.slice(0, -1).join('/')}:${steps.at(-1)}`;
}

/** The `path` of `{ path, args }`, or of `JSON.stringify({ path, args })`. */
function pathsInBody(place: Place, values: StaticValues): readonly string[] | undefined {
  const written = values.stringsOf(place)?.map((text) => pathOfJson(text));
  if (written !== undefined && !written.includes(undefined)) return written as string[];
  const path = pathInBody(place, values);
  if (path === undefined) return undefined;
  return (
    values.stringsOf({ module: place.module, node: path }) ?? stringsGiven({ module: place.module, node: path }, values)
  );
}

/** What a parameter is given by every call of its function, where all of them are in the module: `call('module:function', {})`. */
function stringsGiven({ module, node }: Place, values: StaticValues): readonly string[] | undefined {
  const { scopes } = module;
  const declaration = scopes.bindingOf(withoutWrappers(node))?.declaration;
  if (declaration?.kind !== 'parameter') return undefined;
  const own = declaration.of as Node;
  const name = own.type !== 'ArrowFunctionExpression' && 'id' in own && own.id ? own.id : named(own);
  const binding = name && scopes.bindingOf(name as Node);
  if (!binding || binding.exportedAs.length > 0) return undefined;
  const uses = binding.occurrences.filter((each) => each !== name);
  const given = uses.map(({ parent }, index) => {
    const argument =
      parent?.type === 'CallExpression' && parent.callee === uses[index]
        ? parent.arguments[declaration.index]
        : undefined;
    return argument && values.stringsOf({ module, node: argument as Node });
  });
  return given.length === 0 || given.includes(undefined)
    ? undefined
    : [...new Set(given.flatMap((each) => each ?? []))];
}

/** The name of `const call = (path) => …`. */
function named({ parent }: Node): Node | undefined {
  return parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? parent.id : undefined;
}

/** `'{"path":"module:function","args":{}}'` */
function pathOfJson(text: string): string | undefined {
  const { path } = (jsonIn(text) ?? {}) as { path?: unknown };
  return typeof path === 'string' ? path : undefined;
}

function pathInBody(place: Place, values: StaticValues): Node | undefined {
  return propertyOf(bodyObject(place, values), 'path');
}

function bodyObject({ module, node }: Place, values: StaticValues): Node | undefined {
  const sent = definedAs({ module, node }, values);
  // `new Blob([JSON.stringify(…)])`
  const [parts] = sent.type === 'NewExpression' && calleeName(sent) === 'Blob' ? (sent.arguments as Node[]) : [];
  const [part] = parts?.type === 'ArrayExpression' ? parts.elements : [];
  const body = part ? definedAs({ module, node: part as Node }, values) : sent;
  const json = body.type === 'CallExpression' && calleeName(body) === 'stringify' ? body.arguments[0] : body;
  return json && definedAs({ module, node: json as Node }, values);
}
