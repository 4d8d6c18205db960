import { expect, test } from 'vitest';
import { startFrontend } from '../../../../fixtures/frontends/start-frontend.ts';
import {
  addressOfRoute,
  isOfRoute,
  isStaticRoute,
  nextRoutes,
  type PageRoute,
} from '../../../../support/contract/index.ts';
import fc from '../../property.ts';

async function pathsOf(files: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<string[]> {
  await using tree = await startFrontend({ ...Object.fromEntries(files.map((file) => [file, ''])), ...more });
  return (await nextRoutes(tree.root)).map(({ path }) => path).sort();
}

const next = JSON.stringify({ dependencies: { next: '15.0.0' } });
const page = (path: string): PageRoute => ({ path, file: '', app: '' });

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
