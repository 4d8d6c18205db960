import { createRequire } from 'node:module';
import path, { join } from 'node:path';
import { moduleOf } from './backend-files.ts';
import { addStandIns } from './stand-ins.ts';

/** The folder that Convex's own package is in: beside Airlock's other packages, or among what comes with the built package. */
const convexHome = path.join(createRequire(import.meta.url).resolve('convex/package.json'), '../..');

export interface BundledBackend {
  /** Path below the output folder, and text. */
  files: readonly { path: string; text: string }[];
  /** The source files that were bundled, without packages: paths from the functions folder. */
  inputs: readonly string[];
  /** Packages that are not installed, and were replaced by a stand-in. */
  absentPackages: readonly string[];
  /** Modules that cannot be bundled, with the reason. */
  broken: ReadonlyMap<string, string>;
}

/**
 * Bundles modules of a functions folder so that plain Node can import them: without the extensions, aliases and JSON that only a bundler
 * allows. Never throws: a module that cannot be bundled is in `broken`.
 * @param modules paths from `directory`: `sites/list.ts`
 */
export async function bundleBackend(directory: string, modules: readonly string[]): Promise<BundledBackend> {
  try {
    return { ...(await bundle(directory, modules)), broken: new Map() };
  } catch (error) {
    if (modules.length > 1) return bundleApart(directory, modules);
    const broken = new Map(modules.map((path) => [path, firstError(error)]));
    return { files: [], inputs: [], absentPackages: [], broken };
  }
}

/** One after another, where they do not bundle together. */
async function bundleApart(directory: string, modules: readonly string[]): Promise<BundledBackend> {
  const parts: BundledBackend[] = [];
  for (const path of modules) parts.push(await bundleBackend(directory, [path]));
  return {
    files: [...new Map(parts.flatMap(({ files }) => files).map((file) => [file.path, file])).values()],
    inputs: [...new Set(parts.flatMap(({ inputs }) => inputs))],
    absentPackages: [...new Set(parts.flatMap(({ absentPackages }) => absentPackages))],
    broken: new Map(parts.flatMap(({ broken }) => [...broken])),
  };
}

async function bundle(directory: string, modules: readonly string[]): Promise<Omit<BundledBackend, 'broken'>> {
  const absent = new Set<string>();
  const out = join(directory, '.airlock-bundle');
  // Convex's own CLI bundles a backend with esbuild, of the same version.
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
    // Packages of CommonJS ask for Node's own modules by a `require` that ES modules do not have.
    banner: { js: requireOfNode },
    write: false,
    metafile: true,
    logLevel: 'silent',
    // Where the project's own packages are not installed, Airlock's Convex takes the place of the project's.
    nodePaths: [convexHome],
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

const requireOfNode =
  "import { createRequire as airlockCreateRequire } from 'node:module'; const require = airlockCreateRequire(import.meta.url);";

function firstError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n').find((line) => line.includes('ERROR')) ?? String(error);
}
