import type { Node } from 'oxc-parser';
import { canonicalFunctionPath } from '../function-path.ts';
import type { FunctionKind, FunctionReference, UnresolvedReference } from '../function-reference.ts';
import { calleeName, propertyOf, withoutWrappers } from '../syntax/expressions.ts';
import type { Place, StaticValues } from '../syntax/static-value.ts';
import { type DeploymentFetch, knownPath } from './fetched-addresses.ts';
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
    const called = each.url === 'cloud' ? calledBy(each, values) : undefined;
    if (called === undefined) continue;
    const { module, call } = each;
    const position = module.positionOf(call.start);
    const kind = called.kind && { kind: called.kind };
    if (called.paths !== undefined)
      references.push(...called.paths.map((path) => ({ ...position, path: canonicalFunctionPath(path), ...kind })));
    else
      unresolved.push({
        ...position,
        text: textOf(module, call),
        reason: 'the function that this request calls is known only at run time',
      });
  }
  return { references, unresolved };
}

interface Called {
  kind?: FunctionKind;
  /** Undefined where they are known only at run time. */
  paths: readonly string[] | undefined;
}

function calledBy({ module, call, path }: DeploymentFetch, values: StaticValues): Called | undefined {
  const [start = ''] = path;
  const written = knownPath(path);
  const run = /^\/?api\/run\//.exec(start)?.[0];
  if (run !== undefined) return { paths: written === undefined ? undefined : [runPath(written)] };

  const kind = /^\/api\/(query|mutation|action)\/?$/.exec(written ?? '')?.[1] as FunctionKind | undefined;
  if (kind === undefined) return undefined;
  const options = call.arguments[1];
  const body = options === undefined ? undefined : propertyOf(withoutWrappers(options), 'body');
  return { kind, paths: body && pathsInBody({ module, node: body }, values) };
}

/** `module/path:function` of `/api/run/module/path/function`. */
function runPath(path: string): string {
  const steps = path.replace(/^\/api\/run\//, '').split('/');
  return `${steps.slice(0, -1).join('/')}:${steps.at(-1)}`;
}

/** The `path` of `JSON.stringify({ path, args })`. */
function pathsInBody({ module, node }: Place, values: StaticValues): readonly string[] | undefined {
  const body = withoutWrappers(definedAs({ module, node }, values));
  const json = body.type === 'CallExpression' && calleeName(body) === 'stringify' ? body.arguments[0] : undefined;
  const object = json && withoutWrappers(definedAs({ module, node: json as Node }, values));
  const path = propertyOf(object, 'path');
  return path && values.stringsOf({ module, node: path });
}

/** What a constant of the same module stands for, or the expression itself. */
function definedAs(place: Place, values: StaticValues): Node {
  const definition = values.definitionOf(place);
  return definition?.module === place.module ? definition.node : place.node;
}
