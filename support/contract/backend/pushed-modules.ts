import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { jsonIn } from '../../files/parse-json.ts';
import { readBackendFiles } from './backend-files.ts';
import { installCommand } from './install-command.ts';

/** The hashes of the modules that a push of the folder would send, by their paths (`sites/list.js`), or why they are not known. */
export type PushedModules = { hashes: ReadonlyMap<string, string> } | { reason: string; enable: string };

/**
 * Bundles a functions folder as `npx convex deploy` does, and hashes what it would push. The bytes are only the same with the same esbuild, the
 * packages of the project, and the generated code on the disk.
 * Source: npm convex 1.48, src/bundler/debugBundle.ts, and `hash` in src/cli/lib/components.ts.
 * @param directory absolute path of the functions folder
 */
export async function pushedModules(directory: string): Promise<PushedModules> {
  const project = projectOf(directory);
  const obstacle = obstacleOf(directory, project, (await import('esbuild')).version);
  if (obstacle !== undefined) return obstacle;

  const files = (await readBackendFiles(directory)).filter(
    ({ isEntry, path }) => isEntry && !/(?:^|\/)[^/]*\.config\./.test(path),
  );
  const [ofNode, ofIsolate] = [true, false].map((isNode) => files.filter(({ text }) => usesNode.test(text) === isNode));
  try {
    const hashes = [
      ...(await hashesOf(directory, project, paths(ofIsolate), 'browser')),
      ...(hasExternals(project) ? [] : await hashesOf(directory, project, paths(ofNode), 'node')),
    ];
    return { hashes: new Map(hashes) };
  } catch (error) {
    const [line = ''] = String(error)
      .split('\n')
      .filter((each) => each.includes('ERROR'));
    return {
      reason: `it does not bundle as the CLI bundles it: ${line}`,
      enable: 'Run `npx convex deploy --dry-run` for the whole message.',
    };
  }
}

const usesNode = /^\s*["']use node["'];?\s*$/m;

function paths(files: readonly { path: string }[] | undefined): string[] {
  return (files ?? []).map(({ path }) => path);
}

async function hashesOf(
  directory: string,
  project: string,
  modules: readonly string[],
  platform: 'browser' | 'node',
): Promise<[path: string, hash: string][]> {
  if (modules.length === 0) return [];
  const { build } = await import('esbuild');
  const out = join(project, 'out');
  const { outputFiles } = await build({
    absWorkingDir: project,
    entryPoints: modules.map((path) => join(directory, path)),
    bundle: true,
    platform,
    format: 'esm',
    target: 'esnext',
    jsx: 'automatic',
    outdir: out,
    outbase: directory,
    conditions: ['convex', 'module'],
    write: false,
    sourcemap: true,
    sourcesContent: false,
    splitting: true,
    chunkNames: platform === 'node' ? '_deps/node/[hash]' : '_deps/[hash]',
    treeShaking: true,
    minifySyntax: true,
    minifyIdentifiers: true,
    keepNames: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    metafile: true,
    logLevel: 'silent',
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [relative(out, path).replaceAll('\\', '/'), text]));
  return [...texts]
    .filter(([path]) => !path.endsWith('.map') && !path.startsWith('_deps/'))
    .map(([path, text]) => [path, hashOf(text, texts.get(`${path}.map`) ?? '')]);
}

function hashOf(source: string, sourceMap: string): string {
  return createHash('sha256').update(source).update(sourceMap).digest('hex');
}

/** The folder that the CLI is run in: paths in what it pushes are relative to it. */
function projectOf(directory: string): string {
  for (let at = dirname(directory); at !== dirname(at); at = dirname(at))
    if (existsSync(join(at, 'package.json'))) return at;
  return dirname(directory);
}

function obstacleOf(
  directory: string,
  project: string,
  own: string,
): Exclude<PushedModules, { hashes: unknown }> | undefined {
  const wanted = esbuildOf(join(project, 'package.json'));
  if (wanted === undefined)
    return {
      reason: 'the packages of its project are not installed',
      enable: `Install them before the gate runs: ${installCommand(directory)}.`,
    };
  if (wanted !== own)
    return {
      reason: `its Convex bundles with esbuild ${wanted}, and Airlock with ${own}`,
      enable: `Update convex to a version with esbuild ${own}.`,
    };
  if (
    !existsSync(join(directory, '_generated')) ||
    !readdirSync(join(directory, '_generated')).some((name) => name.startsWith('server'))
  )
    return {
      reason: 'its generated code is not on the disk',
      enable: 'Run `npx convex codegen` before the gate runs.',
    };
  return undefined;
}

/** The version of esbuild that the project's Convex pins. */
function esbuildOf(manifest: string): string | undefined {
  try {
    const file = createRequire(pathToFileURL(manifest)).resolve('convex/package.json');
    const { dependencies } = jsonIn(readFileSync(file, 'utf8')) as { dependencies?: Record<string, string> };
    return dependencies?.esbuild;
  } catch {
    return undefined;
  }
}

/** Packages that convex.json keeps out of the bundle of Node's modules: their versions are part of what is pushed. */
function hasExternals(project: string): boolean {
  const file = join(project, 'convex.json');
  const config = existsSync(file)
    ? (jsonIn(readFileSync(file, 'utf8')) as { node?: { externalPackages?: unknown[] } } | undefined)
    : undefined;
  return (config?.node?.externalPackages ?? []).length > 0;
}
