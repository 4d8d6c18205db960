import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { fillPattern, matchPattern } from './name-patterns.ts';

/** The folder of a workspace package, and the part of its `package.json` that says which files its names mean. */
export interface WorkspacePackage {
  folder: string;
  manifest: PackageManifest;
}

interface PackageManifest {
  name?: string;
  exports?: unknown;
  imports?: Record<string, unknown>;
  main?: string;
  module?: string;
  types?: string;
  source?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/** Reads the manifests at `paths`. `onBroken` is called for each that is not JSON; it is left out. */
export function readManifests(
  paths: readonly string[],
  onBroken: (path: string, reason: string) => void,
): WorkspacePackage[] {
  return paths.flatMap((path) => {
    try {
      return [{ folder: dirname(path), manifest: JSON.parse(readFileSync(path, 'utf8')) }];
    } catch (error) {
      onBroken(path, `not a package manifest: ${(error as Error).message}`);
      return [];
    }
  });
}

/** The workspace package that `link`, a folder in `node_modules`, links to; undefined for an installed package. */
export function readLinkedPackage(link: string): WorkspacePackage | undefined {
  if (statSync(link, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined;
  const folder = realpathSync(link);
  if (folder.includes(`${sep}node_modules${sep}`)) return undefined;
  try {
    return { folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) };
  } catch {
    return undefined;
  }
}

/** `@acme/backend` of `@acme/backend/api`. */
export function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** The names of the packages that a manifest declares as dependencies of any sort, without those of its own repository. */
export function declaredPackages({ manifest }: WorkspacePackage): string[] {
  return [manifest.dependencies, manifest.devDependencies, manifest.peerDependencies].flatMap((each) =>
    Object.entries(each ?? {}).flatMap(([name, version]) => (isOwn.test(version) ? [] : [name])),
  );
}

/** The version, or what stands for one, under which a manifest declares a dependency. */
export function declaredVersion({ manifest }: WorkspacePackage, name: string): string | undefined {
  const lists = [manifest.dependencies, manifest.devDependencies, manifest.peerDependencies];
  return lists.map((each) => each?.[name]).find((each) => each !== undefined);
}

/** A version that means a folder of the same repository. */
const isOwn = /^(?:workspace|link|portal|file):/;

/**
 * Absolute paths that a package may mean by `rest`, what follows its name in an import, best first. A gate runs on a tree that is not
 * built, so for each path in a folder of build output, the source that it is built from is tried too.
 */
export function entriesOf({ folder, manifest }: WorkspacePackage, rest: string): string[] {
  const exported = exportTargets(manifest.exports, rest === '' ? '.' : `./${rest}`);
  const { source, types, module, main } = manifest;
  const plain = rest === '' ? [source, types, module, main, 'src/index', 'index'] : [rest, `src/${rest}`];
  return [...exported, ...plain]
    .filter((entry) => entry !== undefined)
    .flatMap((entry) => [withoutDeclaration(entry), sourceOf(entry)])
    .map((entry) => resolve(folder, entry));
}

/** Absolute paths that a package means by `specifier`, which begins with `#`. */
export function importTargets({ folder, manifest }: WorkspacePackage, specifier: string): string[] {
  return matchingTargets(Object.entries(manifest.imports ?? {}), specifier).map((path) => resolve(folder, path));
}

/** `api.ts` of the declarations `api.d.ts`. */
function withoutDeclaration(entry: string): string {
  return entry.replace(/\.d\.([cm]?)ts$/, '.$1ts');
}

/** `src/api` of the built `dist/api.js`. */
function sourceOf(entry: string): string {
  return entry.replace(/(^|\/)(dist|build|lib|out)\//, '$1src/').replace(/(\.d)?\.[cm]?[jt]sx?$/, '');
}

/** Targets of a package's `exports` for a subpath, under any condition. Source: https://nodejs.org/api/packages.html#exports */
function exportTargets(exported: unknown, subpath: string): string[] {
  const isSubpaths = typeof exported === 'object' && Object.keys(exported ?? {}).some((key) => key.startsWith('.'));
  return matchingTargets(isSubpaths ? Object.entries(exported ?? {}) : [['.', exported]], subpath);
}

function matchingTargets(entries: readonly [pattern: string, target: unknown][], name: string): string[] {
  return entries.flatMap(([pattern, target]) => {
    const match = matchPattern(pattern, name);
    return match === undefined ? [] : conditionTargets(target).map((path) => fillPattern(path, match));
  });
}

function conditionTargets(target: unknown): string[] {
  if (typeof target === 'string') return [target];
  if (typeof target !== 'object' || target === null) return [];
  return Object.values(target).flatMap(conditionTargets);
}
