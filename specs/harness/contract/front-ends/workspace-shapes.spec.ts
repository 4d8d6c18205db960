import { expect, test } from 'vitest';
import { startFrontend } from '../../../../fixtures/frontends/start-frontend.ts';
import { readSourceReferences } from '../../../../support/contract/index.ts';

type Files = Readonly<Record<string, string>>;

const json = (value: object) => JSON.stringify(value);
const backend: Files = {
  'packages/backend/convex/a.ts':
    "import { query } from './_generated/server';\nexport const f = query({ args: {}, handler: async () => null });",
  'packages/backend/src/index.ts': "export { api } from '../convex/_generated/api';",
};
const workspaces: Files = { 'package.json': json({ workspaces: ['packages/*'] }) };
const manifest = (more: object): Files => ({
  'packages/backend/package.json': json({ name: '@acme/backend', ...more }),
});
const page = (specifier: string, name = 'api', clause = `{ ${name} }`): Files => ({
  'apps/web/app.tsx': `import { useQuery } from 'convex/react';\nimport ${clause} from '${specifier}';\nexport const A = () => useQuery(${name}.a.gone, {});`,
});
const bySource = manifest({ main: './src/index.ts' });

async function read(files: Files) {
  await using tree = await startFrontend({ ...backend, ...files });
  const { references, unresolved } = await readSourceReferences({ root: `${tree.root}/apps/web` });
  return { paths: references.map(({ path }) => path), open: unresolved.map(({ reason }) => reason) };
}

test.each<[string, Files]>([
  [
    'workspaces in the form with catalogs',
    {
      'package.json': json({ workspaces: { packages: ['packages/*'], catalog: {} } }),
      ...bySource,
      ...page('@acme/backend'),
    },
  ],
  [
    'exports with a star',
    { ...workspaces, ...manifest({ exports: { './*': './src/*.ts' } }), ...page('@acme/backend/index') },
  ],
  [
    'exports that name the source beside the build',
    {
      ...workspaces,
      ...manifest({
        exports: { '.': { types: './dist/index.d.ts', import: './dist/index.js', source: './src/index.ts' } },
      }),
      ...page('@acme/backend'),
    },
  ],
  [
    'exports of a build that is not there',
    { ...workspaces, ...manifest({ exports: { '.': './dist/index.js' } }), ...page('@acme/backend') },
  ],
  [
    'paths of a base configuration at the top',
    {
      'nx.json': '{}',
      'tsconfig.base.json': json({
        compilerOptions: { baseUrl: '.', paths: { '@acme/backend': ['packages/backend/src/index.ts'] } },
      }),
      'apps/web/tsconfig.json': json({ extends: '../../tsconfig.base.json' }),
      ...page('@acme/backend'),
    },
  ],
  [
    'a configuration with comments that extends a list',
    {
      'base.json': '{ // paths\n "compilerOptions": { "paths": { "@acme": ["./packages/backend/src/index.ts"], }, }, }',
      'apps/web/tsconfig.json': '{ "extends": ["../../base.json"] }',
      ...page('@acme'),
    },
  ],
  [
    'a dependency by file:',
    {
      'apps/web/package.json': json({ dependencies: { '@acme/backend': 'file:../../packages/backend' } }),
      ...bySource,
      ...page('@acme/backend'),
    },
  ],
  [
    'a dependency by link:',
    {
      'apps/web/package.json': json({ dependencies: { '@acme/backend': 'link:../../packages/backend' } }),
      ...bySource,
      ...page('@acme/backend'),
    },
  ],
  [
    'an import of the package itself',
    { 'apps/web/package.json': json({ imports: { '#api': '../../packages/backend/src/index.ts' } }), ...page('#api') },
  ],
  [
    'an import map of Deno',
    {
      'apps/web/deno.json': json({ imports: { '@backend/': '../../packages/backend/convex/' } }),
      ...page('@backend/_generated/api.js'),
    },
  ],
  [
    'a default export',
    {
      ...workspaces,
      ...bySource,
      'packages/backend/src/index.ts': "import { api } from '../convex/_generated/api';\nexport default api;",
      ...page('@acme/backend', 'server', 'server'),
    },
  ],
  [
    'another name',
    {
      ...workspaces,
      ...bySource,
      'packages/backend/src/index.ts': "export { api as functions } from '../convex/_generated/api';",
      ...page('@acme/backend', 'functions'),
    },
  ],
])('api of a workspace package is found through %s', async (_, files) => {
  expect(await read(files)).toEqual({ paths: ['a:gone'], open: [] });
});

test.each([
  ['a package that is published', page('@acme/published'), '@acme/published'],
  [
    'an alias that only a bundler knows, under another name',
    page('~backend/functions', 'backend'),
    '~backend/functions',
  ],
])('api of %s is open', async (_, files, from) => {
  expect(await read(files)).toEqual({ paths: [], open: [`it comes from ${from}, which is not in the tree`] });
});
