import { resolve, sep } from 'node:path';
import type { ReferenceSite } from '../flow/flow-token.ts';
import { followReferences } from '../flow/reference-flow.ts';
import { functionPathOfSteps } from '../function-path.ts';
import type {
  FunctionKind,
  FunctionReference,
  SourcePosition,
  SourceReferences,
  UnparsedSource,
  UnresolvedReference,
} from '../function-reference.ts';
import { createStaticValues, type Place } from '../syntax/static-value.ts';
import { findFetchedRoutes } from './fetched-routes.ts';
import { createModuleResolver } from './module-resolution.ts';
import { judgeDemands } from './reference-demands.ts';
import { readSourceTree } from './source-files.ts';
import { readSourceModules, textOf } from './source-modules.ts';

/**
 * Reads every Convex function reference that a front end's source holds.
 *
 * Takes `root`, the folders of it to read (`include`, default all of it) and globs to leave out besides the usual ones (`exclude`, matched
 * against paths from the root). Left out always: dependencies, build output, generated code, tests, stories, declarations and dot folders;
 * and the backend's own functions, a folder whose files import its `_generated/server`: what they call, they call inside of the deployment,
 * and it is checked when they are pushed. Files outside of `include` that an included file imports are read with it, since they ship with it.
 *
 * Gives the references in order of file, line and column. What names a function but cannot be read statically is in `unresolved`, a file
 * that does not parse in `unparsed`: with either of them not empty, `references` is not known to be whole. With `filesRead` 0, nothing was
 * looked at. A reference is placed where its last step is written, and carries the kind that the call asks for to which it leads.
 *
 * Not seen: what HTML pages hold; and a *string* path given to a client that has travelled out of sight (through a React context, as a
 * field of an object that another file reads, or as a parameter that is only typed as a client).
 *
 * Throws when `root` or a folder of `include` cannot be read.
 */
export async function readSourceReferences(options: {
  root: string;
  include?: readonly string[];
  exclude?: readonly string[];
}): Promise<SourceReferences> {
  const root = resolve(options.root);
  const include = options.include ?? ['.'];
  const tree = await readSourceTree({ root, include, exclude: options.exclude ?? [] });
  const broken: UnparsedSource[] = [];
  const resolver = createModuleResolver({
    root,
    files: new Set(tree.files.map((file) => file.path)),
    manifests: tree.manifests,
    links: tree.links,
    onBroken: (path, reason) => {
      const file = path.startsWith(root + sep) ? path.slice(root.length + 1).replaceAll(sep, '/') : path;
      if (!broken.some((entry) => entry.file === file)) broken.push({ file, line: 1, column: 1, reason });
    },
  });
  const files = tree.files.filter((file) => file.included).map((file) => file.path);
  const modules = await readSourceModules({ root, files, resolver });
  const values = createStaticValues(modules);
  const flow = followReferences(modules, values);

  const references: FunctionReference[] = [];
  const unresolved: UnresolvedReference[] = [];
  const addReference = ({ module, node }: Place, path: string, kind: FunctionKind | undefined): void => {
    if (!module.isFrontEnd) return;
    const position = module.positionOf(node.start);
    references.push(kind === undefined ? { ...position, path } : { ...position, path, kind });
  };
  const addUnresolved = ({ module, node }: Place, reason: string): void => {
    if (module.isFrontEnd) unresolved.push({ ...module.positionOf(node.start), text: textOf(module, node), reason });
  };

  for (const entry of flow.unresolved) addUnresolved(entry, entry.reason);
  for (const outcome of judgeDemands(flow, values)) {
    if ('path' in outcome) addReference(outcome.place, outcome.path, outcome.kind);
    else addUnresolved(outcome.place, outcome.reason);
  }
  const fetched = findFetchedRoutes(modules.fetching, modules, values);
  const sites = [...flow.sites].filter((site) => site.root === 'api');
  const modulePaths = new Set(
    sites.flatMap((site) => site.steps.slice(0, -1).map((_, at) => site.steps.slice(0, at + 1).join('\0'))),
  );
  for (const site of sites) {
    const verdict = judgeSite(site, modulePaths);
    if (verdict === 'function') {
      for (const kind of kindsOf(site)) addReference(site, site.path ?? functionPathOfSteps(site.steps), kind);
    } else if (verdict !== 'module') for (const { reason, ...place } of verdict) addUnresolved(place, reason);
  }
  return {
    root,
    filesRead: modules.filesRead,
    backendFolders: modules.backendFolders,
    references: ordered(references, (entry) => `${entry.path} ${entry.kind}`),
    unresolved: ordered(unresolved, () => ''),
    routes: fetched.routes,
    openRoutes: fetched.open,
    unparsed: ordered([...modules.unparsed, ...broken], (entry) => entry.reason),
  };
}

/** Whether a written place names a function, or only a module on the way to one, or something that went out of sight whole. */
function judgeSite(
  site: ReferenceSite,
  modulePaths: ReadonlySet<string>,
): 'function' | 'module' | (Place & { reason: string })[] {
  const isComplete = site.path !== undefined || site.steps.length >= 2;
  if (isComplete && site.kinds.size > 0) return 'function';
  const isModule = site.hasFurtherStep || modulePaths.has(site.steps.join('\0'));
  if (isComplete && (site.path !== undefined || !isModule)) return 'function';
  if (site.kinds.size > 0)
    return [{ module: site.module, node: site.node, reason: 'a function needs a module and a name' }];
  const handed = site.handedOn.map(({ module, node, to }) => ({
    module,
    node,
    reason: `${['api', ...site.steps].join('.')} is handed on whole to ${to}, where it cannot be followed`,
  }));
  return handed.length === 0 ? 'module' : handed;
}

/** The kinds asked of a reference; one `undefined` where no call tells, or a wrapper could make it any of several. */
function kindsOf(site: ReferenceSite): (FunctionKind | undefined)[] {
  const declared = site.kinds.get('declared');
  const groups = [...site.kinds].filter(([group]) => group !== 'declared').map(([, kinds]) => kinds);
  const told = (groups.length > 0 ? groups : declared === undefined ? [] : [declared]).filter(
    (kinds) => kinds.size === 1,
  );
  const kinds = new Set(told.flatMap((group) => [...group]));
  return kinds.size === 0 ? [undefined] : [...kinds];
}

/** By file, line and column, each entry once. */
function ordered<T extends SourcePosition>(entries: readonly T[], distinction: (entry: T) => string): T[] {
  const byKey = new Map<string, T>();
  for (const entry of entries) {
    const key = `${entry.file}:${entry.line}:${entry.column} ${distinction(entry)}`;
    if (!byKey.has(key)) byKey.set(key, entry);
  }
  return [...byKey.entries()]
    .sort(
      ([oneKey, one], [otherKey, other]) =>
        compareText(one.file, other.file) ||
        one.line - other.line ||
        one.column - other.column ||
        compareText(oneKey, otherKey),
    )
    .map(([, entry]) => entry);
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
