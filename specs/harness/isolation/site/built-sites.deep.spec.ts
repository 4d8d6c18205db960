import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build as buildByEsbuild } from 'esbuild';
import { type OutputOptions, rollup } from 'rollup';
import { build as buildByVite } from 'vite';
import { describe, expect, test } from 'vitest';
import webpack, { type Configuration } from 'webpack';
import { requireWholeSite } from '../../../../support/families/isolation/index.ts';
import { type Answer, read } from './read-site.ts';

/** A front end with lazy pages, a folder that is imported by a computed name, and a worker that imports lazily itself. */
const sources: Readonly<Record<string, string>> = {
  'main.js': [
    'const pages = { home: () => import("./pages/home.js"), about: () => import("./pages/about.js") };',
    'pages[new URLSearchParams(location.search).get("page") ?? "home"]().then((page) => page.show());',
  ].join('\n'),
  'pages/home.js': 'export const show = async () => { (await import("../inner.js")).run("home"); };',
  'pages/about.js': 'export const show = async () => { (await import("../inner.js")).run("about"); };',
  'inner.js': 'export const run = (name) => document.body.append("inner ", name);',
};
const locales: Readonly<Record<string, string>> = {
  'main.js': `${sources['main.js']}\nimport(\`./locale/\${navigator.language.slice(0, 2)}.js\`).then((words) => { document.title = words.title; });`,
  'locale/de.js': 'export const title = "Baustelle";',
  'locale/en.js': 'export const title = "Site";',
};
const worker: Readonly<Record<string, string>> = {
  'main.js': `${locales['main.js']}\nnew Worker(new URL("./worker.js", import.meta.url), { type: "module" });`,
  'worker.js': 'onmessage = async () => (await import("./late.js")).answer();',
  'late.js': 'export const answer = () => postMessage("late");',
};
const styles: Readonly<Record<string, string>> = {
  'pages/home.js': `import "./home.css";\n${sources['pages/home.js']}`,
  'pages/home.css': '.home { color: red }',
  'pages/about.js': `import "./about.css";\n${sources['pages/about.js']}`,
  'pages/about.css': '.about { color: blue }',
};

/** A built site, and the bundler's own list of its files: the whole of it has to be read. */
type Built = Record<string, Answer>;

interface Frontend {
  folder: string;
  out: string;
  [Symbol.asyncDispose](): Promise<void>;
}

async function startBuild(files: Readonly<Record<string, string>>): Promise<Frontend> {
  const folder = await mkdtemp(path.join(tmpdir(), 'built-site-'));
  const whole = { 'index.html': '<!doctype html><script type="module" src="./main.js"></script>', ...files };
  for (const [file, text] of Object.entries(whole)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  return {
    folder,
    out: path.join(folder, 'out'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

function filesIn(folder: string): Built {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = path.join(entry.parentPath, entry.name);
        const body = readFileSync(file, 'utf8');
        return [file.slice(folder.length), path.extname(file) === '' ? { type: 'text/javascript', body } : body];
      }),
  );
}

/** The built files, and a page that loads the entries. */
function withPage(built: Built, entry: RegExp, attributes = 'type="module"'): Built {
  const scripts = Object.keys(built).filter((file) => entry.test(file));
  const tags = scripts.map((file) => `<script ${attributes} src="${file}"></script>`);
  return { ...built, '/': `<!doctype html>${tags.join('')}` };
}

async function vite(files: Readonly<Record<string, string>>, base: string): Promise<Built> {
  await using frontend = await startBuild(files);
  const outDir = path.join(frontend.out, base.startsWith('/') ? base : '');
  await buildByVite({ configFile: false, root: frontend.folder, base, logLevel: 'silent', build: { outDir } });
  const built = filesIn(frontend.out);
  const page = Object.keys(built).find((file) => file.endsWith('/index.html')) ?? '';
  return { ...built, '/': built[page] ?? '' };
}

async function byWebpack(
  files: Readonly<Record<string, string>>,
  output: Configuration['output'],
  more: Configuration = {},
): Promise<Built> {
  await using frontend = await startBuild(files);
  await writeFile(path.join(frontend.folder, 'package.json'), '{"type":"module"}');
  const filename = 'static/js/[name].[contenthash:8].js';
  const compiler = webpack({
    mode: 'production',
    context: frontend.folder,
    entry: './main.js',
    module: { rules: [{ test: /\.css$/, type: 'css/auto' }] },
    experiments: { css: true },
    ...more,
    output: { filename, chunkFilename: 'static/js/[name].[contenthash:8].chunk.js', ...output, path: frontend.out },
  });
  const stats = await new Promise<webpack.Stats | undefined>((resolve, reject) =>
    compiler?.run((error, result) => (error ? reject(error) : resolve(result))),
  );
  if (stats?.hasErrors()) throw new Error(stats.toString('errors-only'));
  return withPage(filesIn(frontend.out), /\/(?:main|runtime)\.[^/]*js$/, 'defer');
}

async function byRollup(files: Readonly<Record<string, string>>, output: OutputOptions, entry: RegExp): Promise<Built> {
  await using frontend = await startBuild(files);
  const bundle = await rollup({ input: path.join(frontend.folder, 'main.js'), logLevel: 'silent' });
  await bundle.write({ ...output, dir: frontend.out });
  return withPage(filesIn(frontend.out), entry);
}

async function esbuild(files: Readonly<Record<string, string>>, publicPath: string): Promise<Built> {
  await using frontend = await startBuild(files);
  await buildByEsbuild({
    entryPoints: [path.join(frontend.folder, 'main.js')],
    outdir: path.join(frontend.out, publicPath),
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    entryNames: '[name]-[hash]',
    chunkNames: 'chunks/[hash]',
    logLevel: 'silent',
    ...(publicPath !== '' && { publicPath }),
  });
  return withPage(filesIn(frontend.out), /\/main-[^/]*$/);
}

const all = { ...sources, ...locales, ...worker, ...styles };
const plain = { ...sources, ...worker, 'main.js': sources['main.js'] ?? '' };
const imported = { ...sources, ...locales };

const builds: [title: string, build: () => Promise<Built>][] = [
  ['Vite', () => vite(all, '/')],
  ['Vite, below a base', () => vite(all, '/app/')],
  ['Vite, with a relative base', () => vite(all, './')],
  ['webpack', () => byWebpack(all, {})],
  [
    'webpack, with ids that are names, and a runtime of its own',
    () => byWebpack(all, {}, { optimization: { chunkIds: 'named', runtimeChunk: { name: 'runtime' } } }),
  ],
  ['webpack, by the hash of the whole build', () => byWebpack(all, { chunkFilename: 'js/[id].[fullhash].js' })],
  [
    'webpack, in the folder of Next.js',
    () =>
      byWebpack(all, {
        filename: 'static/chunks/[name].[contenthash].js',
        chunkFilename: 'static/chunks/[id]-[contenthash].js',
      }),
  ],
  ['webpack, in development', () => byWebpack(all, {}, { mode: 'development', devtool: 'eval' })],
  [
    'webpack, as modules',
    () =>
      byWebpack(
        all,
        { module: true, filename: '[name].[contenthash].mjs', chunkFilename: 'c/[contenthash].mjs' },
        { experiments: { css: true, outputModule: true } },
      ),
  ],
  [
    'Rollup',
    () =>
      byRollup(
        plain,
        { format: 'es', entryFileNames: 'main-[hash].js', chunkFileNames: 'c/[name]-[hash].js' },
        /\/main-/,
      ),
  ],
  [
    'Rollup, of files without an ending',
    () => byRollup(plain, { format: 'es', entryFileNames: 'main-[hash]', chunkFileNames: '[hash]' }, /\/main-/),
  ],
  [
    'Rollup, for SystemJS',
    () =>
      byRollup(plain, { format: 'system', entryFileNames: 'main-[hash].js', chunkFileNames: 'c/[hash].js' }, /\/main-/),
  ],
  [
    'Rollup, for AMD',
    () =>
      byRollup(plain, { format: 'amd', entryFileNames: 'main-[hash].js', chunkFileNames: 'c/[hash].js' }, /\/main-/),
  ],
  ['esbuild', () => esbuild(imported, '')],
  ['esbuild, below a public path', () => esbuild(imported, '/x')],
];

describe('every file that a bundler writes is read:', () => {
  test.each(builds)('%s', async (_, build) => {
    const built = await build();
    const scripts = Object.keys(built).filter((file) => file !== '/' && !file.endsWith('.html'));
    expect(scripts.length).toBeGreaterThan(3);
    const { result, paths } = await read(built);
    expect(scripts.filter((file) => !paths.includes(file))).toEqual([]);
    expect(() => requireWholeSite(result, 'prod')).not.toThrow();
  });

  test('and a source map that holds the sources names none of the site’s files', async () => {
    await using frontend = await startBuild(all);
    await buildByVite({
      configFile: false,
      root: frontend.folder,
      logLevel: 'silent',
      build: { outDir: frontend.out, sourcemap: true },
    });
    const built = filesIn(frontend.out);
    const { result, paths } = await read({ ...built, '/': built['/index.html'] ?? '' });
    expect(paths.filter((file) => file.endsWith('.map')).length).toBeGreaterThan(3);
    expect(() => requireWholeSite(result, 'prod')).not.toThrow();
  });
});
