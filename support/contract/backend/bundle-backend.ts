import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { PluginBuild } from 'esbuild';
import { moduleOf } from './backend-files.ts';

/** The key of the symbol that marks what a package gives that is not installed. */
const absentMark = 'airlock.absent-package';

const require = createRequire(import.meta.url);

export interface BundledBackend {
  /** Path below the output folder, and text. */
  files: readonly { path: string; text: string }[];
  /** The source files that went into them, packages left out: paths from the functions folder. */
  inputs: readonly string[];
  /** Packages that are not installed: what they give is a stand-in. */
  absentPackages: readonly string[];
  /** Modules that cannot be bundled, with the reason. */
  broken: ReadonlyMap<string, string>;
}

/**
 * Bundles modules of a functions folder so that plain Node imports them: the extensions, aliases and JSON that a bundler allows are gone.
 * `_generated` is made up where it is not on the disk, since it often is not under version control; what else cannot be found is a
 * stand-in, and named.
 * @param modules paths from `directory`: `sites/list.ts`
 */
export async function bundleBackend(directory: string, modules: readonly string[]): Promise<BundledBackend> {
  try {
    return { ...(await bundle(directory, modules)), broken: new Map() };
  } catch (error) {
    if (modules.length <= 1)
      return {
        files: [],
        inputs: [],
        absentPackages: [],
        broken: new Map(modules.map((path) => [path, firstLine(error)])),
      };
    const parts: BundledBackend[] = [];
    for (const path of modules) parts.push(await bundleBackend(directory, [path]));
    return {
      files: [...new Map(parts.flatMap(({ files }) => files).map((file) => [file.path, file])).values()],
      inputs: [...new Set(parts.flatMap(({ inputs }) => inputs))],
      absentPackages: [...new Set(parts.flatMap(({ absentPackages }) => absentPackages))],
      broken: new Map(parts.flatMap(({ broken }) => [...broken])),
    };
  }
}

async function bundle(directory: string, modules: readonly string[]): Promise<Omit<BundledBackend, 'broken'>> {
  const absent = new Set<string>();
  const out = join(directory, '.airlock-bundle');
  // What Convex's own CLI bundles a backend with, and of the same version.
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    absWorkingDir: directory,
    entryPoints: modules.map((path) => ({ in: join(directory, path), out: moduleOf(path) })),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'esnext',
    conditions: ['convex', 'module'],
    outdir: out,
    outExtension: { '.js': '.mjs' },
    write: false,
    metafile: true,
    logLevel: 'silent',
    // Where the project's own packages are not installed, the Convex that Airlock has does as well.
    nodePaths: [join(require.resolve('convex/package.json'), '..', '..')],
    plugins: [{ name: 'stand-ins', setup: (plugin) => addStandIns(plugin, absent) }],
  });
  return {
    files: outputFiles.map(({ path, text }) => ({ path: path.slice(out.length + 1).replaceAll('\\', '/'), text })),
    inputs: Object.keys(metafile.inputs).filter(
      (path) => !/(^|\/)node_modules\/|^[a-z-]+:|(^|\/)_generated\//.test(path),
    ),
    absentPackages: [...absent].sort(),
  };
}

const resolving = Symbol('resolving');

function addStandIns(build: PluginBuild, absent: Set<string>): void {
  build.onResolve({ filter: /.*/ }, async (asked) => {
    if (asked.pluginData === resolving || asked.kind === 'entry-point' || asked.path.startsWith('node:'))
      return undefined;
    const { importer, resolveDir, kind } = asked;
    const found = await build.resolve(asked.path, { importer, resolveDir, kind, pluginData: resolving });
    if (found.errors.length === 0) return found;
    const generated = /(^|\/)_generated\/(server|api)(\.[jt]s)?$/.exec(asked.path)?.[2];
    if (generated !== undefined) return { path: generated, namespace: 'generated', pluginData: { resolveDir } };
    absent.add(asked.path);
    return { path: asked.path, namespace: 'absent' };
  });
  build.onLoad({ filter: /.*/, namespace: 'generated' }, ({ path }) => ({
    contents: path === 'server' ? generatedServer : generatedApi,
    resolveDir: import.meta.dirname,
    loader: 'js',
  }));
  // CommonJS, since an import of any name is then found at run time.
  build.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: standIn, loader: 'js' }));
}

const generatedServer = `export { queryGeneric as query, mutationGeneric as mutation, actionGeneric as action,
  internalQueryGeneric as internalQuery, internalMutationGeneric as internalMutation, internalActionGeneric as internalAction,
  httpActionGeneric as httpAction } from 'convex/server'; export const env = process.env;`;
const generatedApi = `import { anyApi, componentsGeneric } from 'convex/server';
export const api = anyApi; export const internal = anyApi; export const components = componentsGeneric();`;
/**
 * Can be called, made, read and awaited; registers nothing, so what is made with it is not taken for a function. Bundled code reads
 * names through the prototype of what a CommonJS module gives, so that is the stand-in itself. It bears a mark, and leaves it on a
 * router that it is given: which routes it would have added is not known.
 */
const standIn = `const mark = Symbol.for('${absentMark}'); const silent = new Set(['then', '__esModule', 'exportArgs', 'isRouter', 'isCron', 'tables', 'default']);
const make = (named) => { const own = new Proxy(function () {}, {
  get: (target, name) => name === 'prototype' ? target.prototype
    : name === mark ? true : typeof name === 'symbol' || (silent.has(name) && !(named && name === 'default')) ? undefined : make(),
  getPrototypeOf: () => named ? own : Function.prototype,
  apply: (target, self, given) => { for (const each of given) if (each?.isRouter === true) each[mark] = true; return make(); },
  construct: () => make(), has: () => false }); return own; };
module.exports = make(true);`;

function firstLine(error: unknown): string {
  return (
    (error instanceof Error ? error.message : String(error)).split('\n').find((line) => line.includes('ERROR')) ??
    String(error)
  );
}
