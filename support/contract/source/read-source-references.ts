import { resolve } from 'node:path';
import { isSystemFunction } from '../function-path.ts';
import type { SourceReferences, UnparsedSource } from '../function-reference.ts';
import { StaticValues } from '../syntax/static-value.ts';
import { findDeploymentFetches } from './fetched-addresses.ts';
import { fetchedRoutes } from './fetched-routes.ts';
import { findReferences, ordered } from './find-references.ts';
import { httpApiCalls } from './http-api-calls.ts';
import { ModuleResolver } from './module-resolution.ts';
import { readOtherReferences } from './other-languages.ts';
import { readSourceTree } from './source-files.ts';
import { pathFrom } from './source-module.ts';
import { SourceModules } from './source-modules.ts';
import { workspaceManifests } from './workspace-manifests.ts';

/**
 * Reads every Convex function reference in a front end's source.
 *
 * Always left out: dependencies, build output, generated code, tests, stories, declarations and dot folders; and the functions of a backend,
 * a folder whose files import its `_generated/server`: `readBackendSource` reads what they call. Files outside of `include` that an included
 * file imports are read too, since they ship with it.
 *
 * References are in order of file, line and column. The position of one is that of its last step, and its kind is that which the call asks for
 * that it is passed to. What names a function but cannot be resolved without running it is in `unresolved`, and a file that does not parse in
 * `unparsed`: where one of them is not empty, `references` may be incomplete. Where `filesRead` is 0, nothing was looked at.
 *
 * A path as *text* that is passed to what may be a client is in `unresolved`, with the function that it may be. Files in other languages
 * (Python, Rust, Swift, Kotlin …) are read where they have to do with Convex. Not read: `npx convex run` in scripts, which runs internal functions too.
 * @param options.include folders below `root`. Default: all of it
 * @param options.exclude globs, matched against paths from the root
 * @throws where `root` or a folder of `include` cannot be read
 */
export async function readSourceReferences(options: {
  root: string;
  include?: readonly string[];
  exclude?: readonly string[];
}): Promise<SourceReferences> {
  const root = resolve(options.root);
  const tree = await readSourceTree({ root, include: options.include ?? ['.'], exclude: options.exclude ?? [] });
  const broken = new Map<string, UnparsedSource>();
  const onBroken = (path: string, reason: string) =>
    broken.set(path, { file: pathFrom(root, path), line: 1, column: 1, reason });
  const resolver = new ModuleResolver({
    root,
    files: new Set(tree.files.map((file) => file.path)),
    manifests: [...tree.manifests, ...workspaceManifests(root, onBroken)],
    links: tree.links,
    onBroken,
  });

  const files = tree.files.filter(({ included }) => included).map(({ path }) => path);
  const modules = await SourceModules.read({ root, files, resolver, side: 'frontend' });
  const values = new StaticValues(modules);
  const found = findReferences(modules, values, 'frontend');
  const fetches = findDeploymentFetches(modules.requesting, modules, values);
  const requested = httpApiCalls(fetches, values);
  const { routes, open } = fetchedRoutes(fetches, values);
  const other = await readOtherReferences(root, tree.others);
  const references = [...found.references, ...requested.references, ...other.references];
  const unresolved = [...found.unresolved, ...requested.unresolved, ...other.unresolved];

  return {
    root,
    filesRead: modules.filesRead + other.filesRead,
    backendFolders: modules.backendFolders,
    references: ordered(
      references.filter(({ path }) => !isSystemFunction(path)),
      ({ path, kind }) => `${path} ${kind}`,
    ),
    unresolved: ordered(
      unresolved.filter(({ mayBe }) => !isSystemFunction(mayBe)),
      ({ mayBe = '' }) => mayBe,
    ),
    routes,
    openRoutes: open,
    unparsed: [...modules.unparsed, ...broken.values()].sort((one, other) => (one.file < other.file ? -1 : 1)),
  };
}
