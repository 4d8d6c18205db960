import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Packages that would be most of what a team installs, and of which a gate loads a small part: that part is bundled. */
const bundled = [
  '@octokit/rest',
  'cloudflare/tree-shakable',
  'cloudflare/resources/workers/scripts/scripts',
  'cloudflare/resources/pages/projects/projects',
];

/** The parts of Convex's package that a gate loads, and that a backend imports where the project's own packages are not installed. */
const convexParts = [
  'browser',
  'common',
  'server',
  'values',
  'vendor',
  'bundler',
  'type_utils.js',
  'index.js',
  'package.json',
];

/** Packages that come inside Airlock's own, and are not dependencies of it. */
export const vendored = ['@octokit/rest', 'cloudflare', 'convex'];

/** Where they are in the package. */
const vendorFolder = 'vendor';
const convexFolder = `${vendorFolder}/convex`;

/**
 * Puts the vendored packages into a built tree, and points the modules of the tree at them.
 * @param root the built tree
 * @param modules the `node_modules` that they are taken from
 */
export async function vendorPackages(root: string, modules: string): Promise<void> {
  await bundle(root, modules);
  copyConvex(root, modules);
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' }))
    if (/^(?:support|specs)[\\/].+\.js$/.test(file)) pointAtVendored(path.join(root, file), root);
}

async function bundle(root: string, modules: string): Promise<void> {
  const { build } = await import('esbuild');
  await build({
    entryPoints: bundled.map((specifier) => ({ in: specifier, out: bundleName(specifier) })),
    absWorkingDir: path.dirname(modules),
    outdir: path.join(root, vendorFolder),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node26',
    outExtension: { '.js': '.mjs' },
    legalComments: 'inline',
    logLevel: 'error',
  });
  for (const name of ['@octokit/rest', 'cloudflare'])
    cpSync(path.join(modules, name, 'LICENSE'), path.join(root, vendorFolder, `${bundleName(name)}.LICENSE`));
}

function copyConvex(root: string, modules: string): void {
  const source = path.join(modules, 'convex');
  const target = path.join(root, convexFolder);
  mkdirSync(path.join(target, 'dist/esm'), { recursive: true });
  for (const part of convexParts)
    cpSync(path.join(source, 'dist/esm', part), path.join(target, 'dist/esm', part), {
      recursive: true,
      filter: (file) => !file.endsWith('.map'),
    });
  cpSync(path.join(source, 'LICENSE'), path.join(target, 'LICENSE'));
  const { name, version, license } = JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8'));
  const text = JSON.stringify({ name, version, license, type: 'module', main: 'dist/esm/index.js' }, null, 2);
  writeFileSync(path.join(target, 'package.json'), `${text}\n`);
  // `exports` count at the top of a package only; a bundler finds `convex/server` by the file of that name.
  for (const part of ['browser', 'server', 'values'])
    writeFileSync(path.join(target, `${part}.js`), `export * from './dist/esm/${part}/index.js';\n`);
}

function pointAtVendored(file: string, root: string): void {
  const text = readFileSync(file, 'utf8');
  const pointed = text.replaceAll(
    /(\bfrom\s*'|\bimport\(\s*'|\bresolve\(\s*')([^'.][^'\n]*)(')/g,
    (all, before: string, specifier: string, after: string) => {
      const target = fileOf(specifier);
      if (target === undefined) return all;
      const relative = path.relative(path.dirname(file), path.join(root, target)).replaceAll('\\', '/');
      return `${before}${relative}${after}`;
    },
  );
  if (pointed !== text) writeFileSync(file, pointed);
}

/** The file in the package that a specifier of a vendored package means. */
function fileOf(specifier: string): string | undefined {
  if (bundled.includes(specifier)) return `${vendorFolder}/${bundleName(specifier)}.mjs`;
  if (specifier === 'convex/package.json') return `${convexFolder}/package.json`;
  const [, part] = /^convex\/(browser|server|values)$/.exec(specifier) ?? [];
  return part === undefined ? undefined : `${convexFolder}/dist/esm/${part}/index.js`;
}

function bundleName(specifier: string): string {
  return specifier.replace('@', '').replaceAll('/', '-');
}
