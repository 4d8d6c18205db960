import { resolve } from 'node:path';
import type { SourceReferences, UnparsedSource } from '../function-reference.ts';
import { StaticValues } from '../syntax/static-value.ts';
import { findFetchedRoutes } from './fetched-routes.ts';
import { findReferences } from './find-references.ts';
import { ModuleResolver } from './module-resolution.ts';
import { readSourceTree } from './source-files.ts';
import { pathFrom } from './source-module.ts';
import { SourceModules } from './source-modules.ts';

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
  const tree = await readSourceTree({ root, include: options.include ?? ['.'], exclude: options.exclude ?? [] });
  const broken = new Map<string, UnparsedSource>();
  const resolver = new ModuleResolver({
    root,
    files: new Set(tree.files.map((file) => file.path)),
    manifests: tree.manifests,
    links: tree.links,
    onBroken: (path, reason) => broken.set(path, { file: pathFrom(root, path), line: 1, column: 1, reason }),
  });

  const files = tree.files.filter(({ included }) => included).map(({ path }) => path);
  const modules = await SourceModules.read({ root, files, resolver, side: 'frontend' });
  const values = new StaticValues(modules);
  const { references, unresolved } = findReferences(modules, values, 'frontend');
  const fetched = findFetchedRoutes(modules.fetching, modules, values);

  return {
    root,
    filesRead: modules.filesRead,
    backendFolders: modules.backendFolders,
    references,
    unresolved,
    routes: fetched.routes,
    openRoutes: fetched.open,
    unparsed: [...modules.unparsed, ...broken.values()].sort((one, other) => (one.file < other.file ? -1 : 1)),
  };
}
