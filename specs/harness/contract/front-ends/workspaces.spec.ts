import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startFrontend } from '../../../../fixtures/frontends/start-frontend.ts';
import { readSourceReferences } from '../../../../support/contract/index.ts';
import fc from '../../property.ts';

/** How a repository lists its packages. */
const lists: Readonly<Record<string, Record<string, string>>> = {
  npm: { 'package.json': JSON.stringify({ workspaces: ['apps/*', 'packages/*'] }) },
  yarn: { 'package.json': JSON.stringify({ workspaces: { packages: ['apps/*', 'packages/**', '!**/old/**'] } }) },
  bun: { 'package.json': JSON.stringify({ workspaces: ['apps/web', 'packages/backend'] }) },
  pnpm: { 'package.json': '{}', 'pnpm-workspace.yaml': "packages:\n  - 'apps/*'\n  - 'packages/*' # the backend\n" },
  turborepo: { 'turbo.json': '{}', 'package.json': JSON.stringify({ workspaces: ['apps/*', 'packages/*'] }) },
  lerna: { 'lerna.json': JSON.stringify({ packages: ['packages/*'] }) },
};

/** How a package of the backend passes `api` on: what is imported, its manifest, and the file that re-exports `api`. */
const entries: readonly { from: string; manifest: object; file: string }[] = [
  { from: '', manifest: {}, file: 'index.ts' },
  { from: '', manifest: {}, file: 'src/index.ts' },
  { from: '', manifest: { main: './lib/main.ts' }, file: 'lib/main.ts' },
  { from: '', manifest: { main: 'dist/index.js' }, file: 'src/index.ts' },
  { from: '', manifest: { types: 'types/api.d.ts' }, file: 'types/api.ts' },
  { from: '', manifest: { module: 'entry.mjs' }, file: 'entry.mjs' },
  { from: '', manifest: { exports: './entry.ts' }, file: 'entry.ts' },
  {
    from: '/api',
    manifest: { exports: { './api': { types: './dist/api.d.ts', default: './dist/api.js' } } },
    file: 'src/api.ts',
  },
  { from: '/api', manifest: { exports: { './*': './code/*.ts' } }, file: 'code/api.ts' },
  { from: '/convex/api', manifest: {}, file: 'convex/api.ts' },
];

const forms = [
  (to: string) => `export { api } from '${to}';`,
  (to: string) => `export * from '${to}';`,
  (to: string) => `import { api } from '${to}';\nexport { api };`,
  (to: string) => `import * as generated from '${to}';\nexport const api = generated.api;`,
];

async function read(files: Readonly<Record<string, string>>) {
  await using tree = await startFrontend(files);
  const { references, unresolved } = await readSourceReferences({ root: join(tree.root, 'apps/web') });
  return {
    paths: references.map(({ path }) => path),
    open: unresolved.map(({ text, reason }) => `${text}: ${reason}`),
  };
}

function web(from: string, version = 'workspace:*'): Record<string, string> {
  const name = from.split('/').slice(0, 2).join('/');
  return {
    'apps/web/package.json': JSON.stringify({ name: 'web', dependencies: { [name]: version } }),
    'apps/web/page.ts': `import { useQuery } from 'convex/react';\nimport { api } from '${from}';\nuseQuery(api.a.b);`,
  };
}

test('api is found in a package beside the front end, however packages are listed and however it is passed on', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(lists)),
      fc.constantFrom(...entries),
      fc.constantFrom(...forms),
      fc.constantFrom('@acme/backend', '@workspace/db', 'our-convex'),
      async (list, { from, manifest, file }, form, name) => {
        const to = posix.relative(posix.dirname(file), 'convex/_generated/api');
        const seen = await read({
          ...lists[list],
          ...web(`${name}${from}`),
          'packages/backend/package.json': JSON.stringify({ name, ...manifest }),
          [`packages/backend/${file}`]: form(to.startsWith('.') ? to : `./${to}`),
        });
        expect(seen).toEqual({ paths: ['a:b'], open: [] });
      },
    ),
    { numRuns: 80 },
  );
}, 60_000);

describe('a package that cannot be resolved is reported,', () => {
  test.each(['workspace:*', '*', 'file:../backend', '^1.0.0'])('declared as %s', async (version) => {
    const { paths, open } = await read({ 'package.json': '{}', ...web('@acme/backend', version) });
    expect(paths).toEqual([]);
    expect(open).toEqual(['api.a.b: it comes from @acme/backend, which is not in the tree']);
  });

  test('also where a client is passed its api that nothing says is one of Convex', async () => {
    const { open } = await read({
      ...web('@acme/backend', '^1.0.0'),
      'apps/web/page.ts': `import { api } from '@acme/backend';\nexport const load = (client) => client.query(api.a.b, {});`,
    });
    expect(open).toEqual(['api.a.b: it comes from @acme/backend, which is not in the tree']);
  });

  test('and not where the api of a package is used in another way', async () => {
    const { open } = await read({
      ...web('@acme/rest', '^1.0.0'),
      'apps/web/page.ts': `import { api } from '@acme/rest';\nexport const load = () => api.sites.list();`,
    });
    expect(open).toEqual([]);
  });
});

test.each([['link:../../packages/backend'], ['portal:../../packages/backend'], ['file:../../packages/backend']])(
  'a backend that is in no list is found by the folder that the front end declares: %s',
  async (version) => {
    const { paths, open } = await read({
      ...web('@acme/backend', version),
      'packages/backend/package.json': JSON.stringify({ name: '@acme/backend', main: './index.ts' }),
      'packages/backend/index.ts': "export * from './convex/_generated/api';",
    });
    expect({ paths, open }).toEqual({ paths: ['a:b'], open: [] });
  },
);

test.each(['npm:@acme/backend@*', 'workspace:@acme/backend@*'])('so is one under another name: %s', async (version) => {
  const { paths, open } = await read({
    ...lists.npm,
    ...web('our-backend', version),
    'packages/backend/package.json': JSON.stringify({ name: '@acme/backend', main: './index.ts' }),
    'packages/backend/index.ts': "export * from './convex/_generated/api';",
  });
  expect({ paths, open }).toEqual({ paths: ['a:b'], open: [] });
});

test('the generated module of CommonJS is api too', async () => {
  const { paths } = await read({
    'apps/web/load.cjs': `const { api } = require('../../convex/_generated/api_cjs.cjs');\nconst { ConvexHttpClient } = require('convex/browser');\nnew ConvexHttpClient(url).query(api.a.b);`,
  });
  expect(paths).toEqual(['a:b']);
});
