import { dirname, join, resolve } from 'node:path';
import { isGeneratedApi } from './convex-exports.ts';
import { isFile, ModuleFiles, type ModuleTarget, outside } from './module-files.ts';
import { fillPattern, matchPattern } from './name-patterns.ts';
import {
  declaredPackages,
  declaredVersion,
  entriesOf,
  importTargets,
  packageName,
  readLinkedPackage,
  readManifests,
  type WorkspacePackage,
} from './package-manifests.ts';
import { loadModulePaths, type ModulePaths } from './tsconfig-paths.ts';

/**
 * Resolves module names as a bundler does: relative paths, extensions and index files, `paths` and `baseUrl` of the nearest tsconfig or
 * jsconfig, workspace packages by name, and `@/`, `~/`, `$lib/` where no config says otherwise and the file exists.
 *
 * Neither packages nor generated code need to be installed: see docs/decisions/0013-what-the-reader-of-source-does-itself.md.
 */
export class ModuleResolver {
  readonly #files: ModuleFiles;
  readonly #onBroken: (path: string, reason: string) => void;
  readonly #manifests: readonly WorkspacePackage[];
  readonly #packages: ReadonlyMap<string | undefined, WorkspacePackage>;
  readonly #declared: ReadonlySet<string>;
  readonly #linked = new Map<string, WorkspacePackage | undefined>();
  readonly #configs = new Map<string, ModulePaths>();
  readonly #resolved = new Map<string, ModuleTarget>();

  /**
   * @param options.files absolute paths of the sources below `root`
   * @param options.manifests paths of the `package.json` files below `root`, and of the workspace that it is part of
   * @param options.links real paths of linked folders, by the paths of their links
   * @param options.onBroken called for each tsconfig or manifest that cannot be parsed; it is left out
   */
  constructor(options: {
    root: string;
    files: ReadonlySet<string>;
    manifests: readonly string[];
    links: ReadonlyMap<string, string>;
    onBroken: (path: string, reason: string) => void;
  }) {
    this.#files = new ModuleFiles(options.root, options.files, options.links);
    this.#onBroken = options.onBroken;
    this.#manifests = readManifests(options.manifests, options.onBroken);
    this.#packages = new Map(this.#manifests.map((each) => [each.manifest.name, each]));
    this.#declared = new Set(this.#manifests.flatMap(declaredPackages));
  }

  /** The target of `specifier`, written in the file at `from` (absolute). */
  resolve(from: string, specifier: string): ModuleTarget {
    const key = `${dirname(from)}\0${specifier}`;
    const known = this.#resolved.get(key);
    if (known !== undefined) return known;

    const target = this.#find(from, specifier);
    this.#resolved.set(key, target);
    return target;
  }

  /** Whether a name that resolves to nothing in the tree is a package, and not an alias that only a bundler's own settings know. */
  isPackage(specifier: string): boolean {
    if (/^[#~$]|^@@?\//.test(specifier)) return false;
    // A bundler refuses a relative path without a file, so nothing can come by it.
    if (/^[./]/.test(specifier)) return true;
    // A package of the workspace whose source is not where its manifest says.
    if (this.#packages.has(packageName(specifier))) return false;
    return this.#declared.size === 0 ? !/convex/i.test(specifier) : this.#declared.has(packageName(specifier));
  }

  #find(from: string, specifier: string): ModuleTarget {
    if (isGeneratedApi(specifier)) return { to: 'generated-api' };
    const plain = specifier.replace(/\?.*$/, '');
    if (/^\.{0,2}\/|^\.\.?$/.test(plain)) return this.#files.locate(resolve(dirname(from), plain));

    return (
      found(this.#byConfig(from, plain)) ??
      found(this.#byImports(from, plain)) ??
      found(this.#byPackage(from, plain)) ??
      found(this.#byConvention(from, plain)) ??
      // Nuxt's module for Convex has this alias for the generated code.
      (specifier === '#convex/api' ? { to: 'generated-api' } : outside)
    );
  }

  /** By `paths` and `baseUrl`. Source: https://www.typescriptlang.org/tsconfig/#paths */
  #byConfig(from: string, specifier: string): ModuleTarget {
    const config = this.#configOf(dirname(from));
    const matches = config.paths
      .flatMap(({ pattern, targets }) => {
        const match = matchPattern(pattern, specifier);
        return match === undefined ? [] : [{ match, targets }];
      })
      .sort((one, other) => other.match.prefixLength - one.match.prefixLength);
    const paths = matches.flatMap(({ match, targets }) => targets.map((target) => fillPattern(target, match)));

    const target = this.#files.locateFirst(paths);
    if (target.to !== 'outside' || config.baseUrl === undefined) return target;
    return this.#files.locate(join(config.baseUrl, specifier), 'root');
  }

  /** By `imports` of the manifest that the file belongs to. Source: https://nodejs.org/api/packages.html#imports */
  #byImports(from: string, specifier: string): ModuleTarget {
    if (!specifier.startsWith('#')) return outside;
    const folders = foldersAbove(from);
    const own = folders.map((folder) => this.#manifests.find((each) => each.folder === folder)).find(Boolean);
    return own === undefined ? outside : this.#files.locateFirst(importTargets(own, specifier));
  }

  #byPackage(from: string, specifier: string): ModuleTarget {
    const name = packageName(specifier);
    const workspace = this.#packages.get(name) ?? this.#linkedPackage(from, name) ?? this.#renamedPackage(from, name);
    if (workspace === undefined) return outside;
    return this.#files.locateFirst(entriesOf(workspace, specifier.slice(name.length + 1)));
  }

  /** By the aliases that Next.js, Nuxt and SvelteKit set up for the folder of the nearest `package.json`. */
  #byConvention(from: string, specifier: string): ModuleTarget {
    const rest = /^(?:@|~|\$lib)\/(.+)$/.exec(specifier)?.[1];
    if (rest === undefined) return outside;
    const folder = foldersAbove(from).find((each) => isFile(join(each, 'package.json')));
    if (folder === undefined) return outside;
    const below = specifier.startsWith('$') ? ['src/lib'] : ['src', '.', 'app'];
    return this.#files.locateFirst(below.map((part) => join(folder, part, rest)));
  }

  /** A workspace package outside of the root, which a package manager has linked into a `node_modules` above the file. */
  #linkedPackage(from: string, name: string): WorkspacePackage | undefined {
    for (const folder of foldersAbove(from)) {
      const link = join(folder, 'node_modules', name);
      if (!this.#linked.has(link)) this.#linked.set(link, readLinkedPackage(link));
      const linked = this.#linked.get(link);
      if (linked !== undefined) return linked;
    }
    return undefined;
  }

  /** A package that a manifest above the file declares by its folder (`link:../backend`), or under another name (`npm:@acme/backend@*`). */
  #renamedPackage(from: string, name: string): WorkspacePackage | undefined {
    for (const folder of foldersAbove(from)) {
      const own = this.#manifests.find((each) => each.folder === folder);
      const version = own === undefined ? undefined : declaredVersion(own, name);
      const [, path] = /^(?:link|portal|file):(.+)$/.exec(version ?? '') ?? [];
      if (path !== undefined) return readLinkedPackage(resolve(folder, path));
      const [, real] = /^(?:npm|workspace):(@?[^@]+)@/.exec(version ?? '') ?? [];
      if (real !== undefined) return this.#packages.get(real);
    }
    return undefined;
  }

  #configOf(folder: string): ModulePaths {
    const known = this.#configs.get(folder);
    if (known !== undefined) return known;

    const file = ['tsconfig.json', 'jsconfig.json'].map((name) => join(folder, name)).find(isFile);
    const config = file === undefined ? this.#inheritedConfig(folder) : loadModulePaths(file, this.#onBroken);
    this.#configs.set(folder, config);
    return config;
  }

  #inheritedConfig(folder: string): ModulePaths {
    const parent = dirname(folder);
    return parent === folder ? { paths: [] } : this.#configOf(parent);
  }
}

function found(target: ModuleTarget): ModuleTarget | undefined {
  return target.to === 'outside' ? undefined : target;
}

/** The folders that contain a file, innermost first. */
function foldersAbove(file: string): string[] {
  const folders: string[] = [];
  for (let folder = dirname(file); folders.at(-1) !== folder; folder = dirname(folder)) folders.push(folder);
  return folders;
}
