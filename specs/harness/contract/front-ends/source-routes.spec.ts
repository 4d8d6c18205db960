import { expect, test } from 'vitest';
import { startFrontend } from '../../../../fixtures/frontends/start-frontend.ts';
import {
  addressOfRoute,
  isOfRoute,
  isStaticRoute,
  type PageRoute,
  sourceRoutes,
} from '../../../../support/contract/index.ts';
import fc from '../../property.ts';

async function pathsOf(files: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<string[]> {
  await using tree = await startFrontend({ ...Object.fromEntries(files.map((file) => [file, ''])), ...more });
  return (await sourceRoutes(tree.root)).map(({ path }) => path).sort();
}

const next = JSON.stringify({ dependencies: { next: '15.0.0' } });
const page = (path: string): PageRoute => ({ framework: 'next', path, file: '', app: '' });

test('the pages of an app router are those of its folders, without groups and slots', async () => {
  const files = [
    'page.tsx',
    'app/page.jsx',
    '(auth)/sites/[id]/page.tsx',
    '@modal/(.)photo/page.tsx',
    '_parts/page.tsx',
    'docs/[[...slug]]/page.mdx',
    'sites/list.tsx',
  ];
  expect(
    await pathsOf(
      files.map((file) => `app/${file}`),
      { 'package.json': next },
    ),
  ).toEqual(['/', '/app', '/docs/[[...slug]]', '/sites/[id]']);
});

test('each app of a repository is found, below its own base path, and no app of another framework', async () => {
  const files = ['apps/web/src/app/sites/page.tsx', 'apps/native/app/page.tsx', 'node_modules/x/app/page.tsx'];
  const config = { 'apps/web/next.config.mjs': "export default { basePath: '/base' };" };
  expect(await pathsOf(files, config)).toEqual(['/base/sites']);
});

test('an address is of the route that it is made from, and of no other', () => {
  const name = fc.constantFrom('a', 'b-c', 'd.e', 'f(g)');
  const step = fc.record({ name, isParameter: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 4 }), fc.constantFrom('', '/', '.html'), (steps, end) => {
      const route = page(
        `/${steps.map(({ name: text, isParameter }) => (isParameter ? `[${text}]` : text)).join('/')}`,
      );
      const address = `/${steps.map(({ name: text, isParameter }) => (isParameter ? '7' : text)).join('/')}`;
      const isTop = steps.length === 0;
      expect(isOfRoute(route, isTop ? '/' : `${address}${end}`)).toBe(true);
      expect(isOfRoute(route, `${address}/more/steps`)).toBe(false);
      expect(isStaticRoute(route)).toBe(steps.every(({ isParameter }) => !isParameter));
    }),
  );
});

test('a route with an optional rest is asked for without it', () => {
  const route = page('/docs/[[...slug]]');
  expect([isStaticRoute(route), addressOfRoute(route)]).toEqual([true, '/docs']);
  expect(['/docs', '/docs/a/b', '/doc'].map((path) => isOfRoute(route, path))).toEqual([true, true, false]);
  expect(['/docs', '/docs/a/b'].map((path) => isOfRoute(page('/docs/[...slug]'), path))).toEqual([false, true]);
});

test('the pages of Astro are those of its folder, with its own folder and base', async () => {
  const pages = [
    'index.astro',
    'about/index.md',
    'blog/[slug].astro',
    'docs/[...rest].mdx',
    'old.html',
    '_parts/card.astro',
    'index/index.astro',
    'feed.xml.ts',
  ];
  const dependency = { 'package.json': JSON.stringify({ devDependencies: { astro: '5.0.0' } }) };
  const expected = ['/', '/about', '/blog/[slug]', '/docs/[[...rest]]', '/index', '/old'];
  expect(
    await pathsOf(
      pages.map((file) => `src/pages/${file}`),
      dependency,
    ),
  ).toEqual(expected);
  expect(
    await pathsOf(['apps/docs/app/pages/a.astro', 'apps/docs/src/pages/b.astro'], {
      'apps/docs/astro.config.mjs': "export default defineConfig({ srcDir: './app', base: '/docs' });",
    }),
  ).toEqual(['/docs/a']);
});

test('the pages of SvelteKit are those of its routes, without groups, matchers and other files', async () => {
  const files = [
    '+page.svelte',
    'sites/[id=integer]/+page@.svelte',
    '(app)/files/[...path]/+page.svelte',
    '[[lang]]/about/+page.md',
    '[x+2e]well-known/+page.svelte',
    'api/+server.ts',
    'sites/+layout.svelte',
    'sites/+page.ts',
  ];
  const paths = await pathsOf(
    files.map((file) => `src/routes/${file}`),
    { 'svelte.config.js': "export default { kit: { paths: { base: '/app' } } };" },
  );
  expect(paths).toEqual([
    '/app',
    '/app/.well-known',
    '/app/[[lang]]/about',
    '/app/files/[[...path]]',
    '/app/sites/[id]',
  ]);
});

test.each([
  ['/app/[[lang]]/about', '/app/about', true],
  ['/app/[[lang]]/about', '/app/de/about', true],
  ['/app/[[lang]]/about', '/app/de/at/about', false],
  ['/sites/[country]-[id]', '/sites/de-7', true],
  ['/sites/[country]-[id]', '/sites/de', false],
  ['/files/[[...path]]', '/files/a/b', true],
  ['/files/[[...path]]', '/files', true],
])('%s and %s', (route, pathname, expected) => {
  expect(isOfRoute(page(route), pathname)).toBe(expected);
});

test.each([
  ['/a/[[lang]]', true, '/a'],
  ['/a/[[lang]]/b', false, undefined],
  ['/[[...all]]', true, '/'],
])('whether %s can be asked for', (route, isStatic, address) => {
  expect(isStaticRoute(page(route))).toBe(isStatic);
  if (address !== undefined) expect(addressOfRoute(page(route))).toBe(address);
});
