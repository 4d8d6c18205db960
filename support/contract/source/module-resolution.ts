import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { isGeneratedApi } from './convex-exports.ts';
import { loadModulePaths, type ModulePaths } from './tsconfig-paths.ts';

/** Where an import leads: the generated `api`, source files of the tree (several where platforms have one each), or out of it. */
export type ModuleTarget = { to: 'generated-api' } | { to: 'files'; files: readonly string[] } | { to: 'outside' };

export interface ModuleResolver {
  /** The target of `specifier` written in the file at `from` (absolute). */
  resolve(from: string, specifier: string): ModuleTarget;
  /** Whether a name that leads out of the tree is a package's, and not one that only a bundler's own settings know. */
  isPackage(specifier: string): boolean;
}

const extensions = ['.ts', '.tsx', '.js', '.jsx', '.mts', '.cts', '.mjs', '.cjs', '.vue', '.svelte'];
const platforms = ['.web', '.native', '.ios', '.android'];
const outside: ModuleTarget = { to: 'outside' };

/**
 * Resolves module names as a bundler does: relative paths, extensions and index files, `paths` and `baseUrl` of the nearest tsconfig or
 * jsconfig, workspace packages of the tree by name, and `@/`, `~/`, `$lib/` where no config says otherwise and the file is there.
 */
export function createModuleResolver(options: {
  root: string;
  files: ReadonlySet<string>;
  manifests: readonly string[];
  links: ReadonlyMap<string, string>;
  onBroken: (path: string, reason: string) => void;
}): ModuleResolver {
  const configs = new Map<string, ModulePaths>();
  const resolved = new Map<string, ModuleTarget>();
  const manifests = readManifests(options.manifests, options.onBroken);
  const packages = new Map(manifests.map((entry) => [entry.manifest.name, entry]));
  const imports = new Map(manifests.map((entry) => [entry.folder, entry.manifest.imports ?? {}]));
  const linked = new Map<string, WorkspacePackage | undefined>();

  const configOf = (folder: string): ModulePaths => {
    const known = configs.get(folder);
    if (known !== undefined) return known;
    const file = ['tsconfig.json', 'jsconfig.json'].map((name) => join(folder, name)).find(isFile);
    const parent = dirname(folder);
    const config =
      file !== undefined
        ? loadModulePaths(file, options.onBroken)
        : parent === folder
          ? { paths: [] }
          : configOf(parent);
    configs.set(folder, config);
    return config;
  };

  // Inside the root the walk has seen every source that ships; outside of it only the disk can tell.
  const isSource = (path: string) =>
    options.files.has(path) ||
    (!path.startsWith(options.root + sep) && !path.includes(`${sep}node_modules${sep}`) && isFile(path));

  const withoutLinks = (path: string): string => {
    for (const [link, target] of options.links)
      if (path.startsWith(link + sep)) return target + path.slice(link.length);
    return path;
  };

  const locate = (written: string, mayBeElsewhere: boolean): ModuleTarget => {
    const path = withoutLinks(written);
    if (isGeneratedApi(path.replaceAll(sep, '/'))) return { to: 'generated-api' };
    const exists = mayBeElsewhere ? isSource : (candidate: string) => options.files.has(candidate);
    const known = extensions.some((extension) => path.endsWith(extension));
    // TypeScript names its sources by the file they are compiled to.
    const bases = known ? [path, path.replace(/\.([cm]?)jsx?$/, '')] : [path];
    for (const base of known ? bases.slice(1) : bases) {
      const variants = platforms.flatMap((platform) =>
        extensions.map((extension) => base + platform + extension).filter((candidate) => options.files.has(candidate)),
      );
      const plain = known && exists(path) ? path : extensions.map((extension) => base + extension).find(exists);
      const files = plain === undefined ? variants : [plain, ...variants];
      if (files.length > 0) return { to: 'files', files };
    }
    const index = extensions.map((extension) => join(path, `index${extension}`)).find(exists);
    return index === undefined ? outside : { to: 'files', files: [index] };
  };

  const locateAny = (paths: readonly string[]): ModuleTarget => {
    for (const path of paths) {
      const target = locate(path, true);
      if (target.to !== 'outside') return target;
    }
    return outside;
  };

  const viaPaths = (from: string, specifier: string): ModuleTarget => {
    const config = configOf(dirname(from));
    const matches = config.paths
      .map((entry) => ({ entry, ...matchPattern(entry.pattern, specifier) }))
      .filter((match) => match.matched)
      .sort((one, other) => other.prefixLength - one.prefixLength);
    for (const { entry, star } of matches) {
      const target = locateAny(entry.targets.map((path) => path.replace('*', () => star)));
      if (target.to !== 'outside') return target;
    }
    return config.baseUrl === undefined ? outside : locate(join(config.baseUrl, specifier), false);
  };

  const packageOf = (from: string, name: string): WorkspacePackage | undefined => {
    const named = packages.get(name);
    if (named !== undefined) return named;
    // A workspace outside the root is linked into node_modules.
    for (let folder = dirname(from); ; folder = dirname(folder)) {
      const link = join(folder, 'node_modules', name);
      if (!linked.has(link)) linked.set(link, readLinkedPackage(link));
      const found = linked.get(link);
      if (found !== undefined || folder === dirname(folder)) return found;
    }
  };

  const viaPackage = (from: string, specifier: string): ModuleTarget => {
    const name = packageName(specifier);
    const workspace = packageOf(from, name);
    if (workspace === undefined) return outside;
    const rest = specifier.slice(name.length + 1);
    return locateAny(entriesOf(workspace, rest).map((entry) => resolve(workspace.folder, entry)));
  };

  const viaImports = (from: string, specifier: string): ModuleTarget => {
    if (!specifier.startsWith('#')) return outside;
    for (let folder = dirname(from); folder !== dirname(folder); folder = dirname(folder)) {
      const found = imports.get(folder);
      if (found === undefined) continue;
      const targets = Object.entries(found).flatMap(([pattern, target]) => {
        const { matched, star } = matchPattern(pattern, specifier);
        return matched ? conditionTargets(target).map((path) => path.replaceAll('*', () => star)) : [];
      });
      return locateAny(targets.map((path) => resolve(folder, path)));
    }
    return outside;
  };

  const viaCustom = (from: string, specifier: string): ModuleTarget => {
    const match = /^(?:@|~|\$lib)\/(.+)$/.exec(specifier);
    if (match === null) return outside;
    for (let folder = dirname(from); folder !== dirname(folder); folder = dirname(folder)) {
      if (!isFile(join(folder, 'package.json'))) continue;
      const rest = match[1] ?? '';
      const below = specifier.startsWith('$') ? ['src/lib'] : ['src', '.', 'app'];
      return locateAny(below.map((part) => join(folder, part, rest)));
    }
    return outside;
  };

  const find = (from: string, specifier: string): ModuleTarget => {
    if (isGeneratedApi(specifier)) return { to: 'generated-api' };
    const plain = specifier.replace(/\?.*$/, '');
    if (/^\.{0,2}\/|^\.\.?$/.test(plain)) return locate(resolve(dirname(from), plain), true);
    for (const way of [viaPaths, viaImports, viaPackage, viaCustom]) {
      const target = way(from, plain);
      if (target.to !== 'outside') return target;
    }
    // Nuxt's module for Convex gives the generated code this name.
    return specifier === '#convex/api' ? { to: 'generated-api' } : outside;
  };
  const declared = new Set(manifests.flatMap(({ manifest }) => declaredPackages(manifest)));

  return {
    isPackage(specifier) {
      // A relative name that leads nowhere does not build.
      if (/^[#~$]|^@@?\//.test(specifier)) return false;
      if (/^[./]/.test(specifier)) return true;
      return declared.size === 0 ? !/convex/i.test(specifier) : declared.has(packageName(specifier));
    },
    resolve(from, specifier) {
      const key = `${dirname(from)}\0${specifier}`;
      let target = resolved.get(key);
      if (target === undefined) {
        target = find(from, specifier);
        resolved.set(key, target);
      }
      return target;
    },
  };
}

interface WorkspacePackage {
  folder: string;
  manifest: {
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
  };
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function declaredPackages(manifest: WorkspacePackage['manifest']): string[] {
  return [manifest.dependencies, manifest.devDependencies, manifest.peerDependencies].flatMap((each) =>
    Object.keys(each ?? {}),
  );
}

function readManifests(paths: readonly string[], onBroken: (path: string, reason: string) => void): WorkspacePackage[] {
  return paths.flatMap((path) => {
    try {
      return [{ folder: dirname(path), manifest: JSON.parse(readFileSync(path, 'utf8')) }];
    } catch (error) {
      onBroken(path, `not a package manifest: ${(error as Error).message}`);
      return [];
    }
  });
}

function readLinkedPackage(link: string): WorkspacePackage | undefined {
  if (statSync(link, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined;
  const folder = realpathSync(link);
  if (folder.includes(`${sep}node_modules${sep}`)) return undefined;
  try {
    return { folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) };
  } catch {
    return undefined;
  }
}

/** Files that a package may mean by `rest`, best first. Build output is not in the tree, so the source beside it is tried too. */
function entriesOf(workspace: WorkspacePackage, rest: string): string[] {
  const { manifest } = workspace;
  const exported = exportTargets(manifest.exports, rest === '' ? '.' : `./${rest}`);
  const plain =
    rest === ''
      ? [manifest.source, manifest.types, manifest.module, manifest.main, 'src/index', 'index']
      : [rest, `src/${rest}`];
  return [...exported, ...plain.filter((entry) => entry !== undefined)].flatMap((entry) => {
    const source = entry.replace(/(^|\/)(dist|build|lib|out)\//, '$1src/').replace(/(\.d)?\.[cm]?[jt]sx?$/, '');
    return [entry.replace(/\.d\.([cm]?)ts$/, '.$1ts'), source];
  });
}

/** Targets of a package's `exports` for a subpath, every condition. Source: https://nodejs.org/api/packages.html#exports */
function exportTargets(exported: unknown, subpath: string): string[] {
  if (typeof exported === 'string') return subpath === '.' ? [exported] : [];
  if (typeof exported !== 'object' || exported === null) return [];
  const entries = Object.entries(exported);
  if (!entries.some(([key]) => key.startsWith('.'))) return subpath === '.' ? conditionTargets(exported) : [];
  return entries.flatMap(([pattern, target]) => {
    const { matched, star } = matchPattern(pattern, subpath);
    return matched ? conditionTargets(target).map((path) => path.replaceAll('*', () => star)) : [];
  });
}

function conditionTargets(target: unknown): string[] {
  if (typeof target === 'string') return [target];
  if (typeof target !== 'object' || target === null) return [];
  return Object.values(target).flatMap(conditionTargets);
}

function matchPattern(pattern: string, value: string): { matched: boolean; star: string; prefixLength: number } {
  const at = pattern.indexOf('*');
  if (at === -1) return { matched: pattern === value, star: '', prefixLength: pattern.length + 1 };
  const [prefix, suffix] = [pattern.slice(0, at), pattern.slice(at + 1)];
  const matched = value.length >= prefix.length + suffix.length && value.startsWith(prefix) && value.endsWith(suffix);
  return { matched, star: matched ? value.slice(prefix.length, value.length - suffix.length) : '', prefixLength: at };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
