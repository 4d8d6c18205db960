import { describe, expect, test } from 'vitest';
import { readFrontend } from '../../../fixtures/frontends/read-frontend.ts';

const useQuery = `import { useQuery } from 'convex/react';`;

describe('the api is followed through modules:', () => {
  const ways: [title: string, files: Record<string, string>][] = [
    ['a re-export', { 'lib/api.ts': `export { api } from '../convex/_generated/api';` }],
    ['an import that is exported', { 'lib/api.ts': `import { api } from '../convex/_generated/api'; export { api };` }],
    [
      'a constant',
      { 'lib/api.ts': `import { api as made } from '../convex/_generated/api'; export const api = made;` },
    ],
    ['a star', { 'lib/api.ts': `export * from '../convex/_generated/api';` }],
    [
      'three steps and a rename',
      {
        'lib/one.ts': `export { api as backend } from '@my/backend/_generated/api';`,
        'lib/two.ts': `export * from './one';`,
        'lib/api.ts': `export { backend as api } from './two.js';`,
      },
    ],
    [
      'an index file with other exports',
      {
        'lib/api/index.ts': `export * from './other'; export * from './made';`,
        'lib/api/other.ts': `export const x = 1;`,
        'lib/api/made.ts': `export { api } from '@/convex/_generated/api.js';`,
      },
    ],
  ];
  test.each(ways)('%s', async (_title, files) => {
    const seen = await readFrontend({
      ...files,
      'app.tsx': `${useQuery} import { api } from './lib/api';\nuseQuery(api.a.b);`,
    });
    expect(seen.references).toEqual(['query a:b @ app.tsx:2:10']);
    expect(seen.unresolved).toEqual([]);
  });

  const uses: [title: string, files: Record<string, string>, use: string][] = [
    [
      'a namespace',
      { 'lib.ts': `export { api } from './_generated/api';` },
      `import * as lib from './lib'; useQuery(lib.api.a.b);`,
    ],
    ['a namespace of the generated module', {}, `import * as made from './_generated/api'; useQuery(made.api.a.b);`],
    [
      'a namespace that is exported',
      { 'lib.ts': `export * as made from './_generated/api';` },
      `import { made } from './lib'; useQuery(made.api.a.b);`,
    ],
    [
      'a default export',
      { 'lib.ts': `import { api } from './_generated/api'; export default api;` },
      `import api from './lib'; useQuery(api.a.b);`,
    ],
    ['require', {}, `const { api } = require('./_generated/api'); useQuery(api.a.b);`],
    ['import()', {}, `const { api } = await import('./_generated/api'); useQuery(api.a.b);`],
    [
      'import().then',
      { 'lib.ts': `export { api } from './_generated/api';` },
      `import('./lib').then(({ api }) => useQuery(api.a.b));`,
    ],
    [
      'CommonJS',
      { 'lib.js': `const { api } = require('./_generated/api'); module.exports = { api };` },
      `const { api } = require('./lib'); useQuery(api.a.b);`,
    ],
    [
      'a table of functions',
      { 'lib.ts': `import { api } from './_generated/api'; export const of = { b: api.a.b };` },
      `import { of } from './lib'; useQuery(of.b);`,
    ],
    [
      'a hook that returns it',
      { 'lib.ts': `import { api } from './_generated/api'; export function useApi() { return { api }; }` },
      `import { useApi } from './lib'; const { api } = useApi(); useQuery(api.a.b);`,
    ],
    [
      'the name of the module',
      { 'lib.ts': `export const At = { Module: 'a' } as const;` },
      `import { api } from './_generated/api'; import { At } from './lib'; useQuery(api[At.Module].b);`,
    ],
  ];
  test.each(uses)('%s', async (_title, files, use) => {
    const seen = await readFrontend({ ...files, 'app.tsx': `${useQuery}\n${use}` });
    expect(seen.references.map((line) => line.split(' @ ')[0])).toEqual(['query a:b']);
    expect(seen.unresolved).toEqual([]);
  });
});

describe('an api whose import cannot be resolved is reported as unresolved:', () => {
  const manifest = { 'package.json': JSON.stringify({ dependencies: { '@acme/rest': '1.0.0' } }) };

  test.each(['@/gone/api', '@@/gone/api', '~/gone/api', '#backend', '@backend/api', '@acme/convex'])(
    '%s',
    async (from) => {
      const seen = await readFrontend({
        ...manifest,
        'app.tsx': `import { api } from '${from}';\nuseThing(api.a.b); useThing(api);`,
      });
      expect(seen.references).toEqual([]);
      expect(seen.unresolved).toEqual(['api.a.b @ app.tsx:2:10', 'api @ app.tsx:2:29']);
    },
  );

  test('but not that of a package', async () => {
    const text = `import { api } from '@acme/rest/client';\nuseThing(api.a.b);`;
    expect((await readFrontend({ ...manifest, 'app.tsx': text })).unresolved).toEqual([]);
  });
});

test('the kind is known of what Nuxt provides without an import', async () => {
  const seen = await readFrontend({
    'page.vue': `<script setup>\nimport { api } from '#convex/api';\nconst list = await useConvexQuery(api.a.list, {}); const add = useConvexMutation(api.a.add);\n</script>`,
  });
  expect(seen.references).toEqual(['query a:list @ page.vue:3:35', 'mutation a:add @ page.vue:3:82']);
});

describe('a call is followed through modules:', () => {
  test('the kind is known from a wrapper hook in another file that does not import the api', async () => {
    const seen = await readFrontend({
      'hooks/use-authed-query.ts': `${useQuery} export const useAuthedQuery = (f: F, a: A) => useQuery(f, a);`,
      'hooks/index.ts': `export * from './use-authed-query';`,
      'app.tsx': `import { api } from '@/convex/_generated/api'; import { useAuthedQuery } from './hooks';\nuseAuthedQuery(api.a.b, {});`,
    });
    expect(seen.references).toEqual(['query a:b @ app.tsx:2:16']);
  });

  test('a hook that is re-exported is the same hook', async () => {
    const seen = await readFrontend({
      'hooks.ts': `export { useMutation as useWrite } from 'convex/react';`,
      'app.tsx': `import { api } from '@/convex/_generated/api'; import { useWrite } from './hooks';\nuseWrite(api.a.b);`,
    });
    expect(seen.references).toEqual(['mutation a:b @ app.tsx:2:10']);
  });

  test('a client of another file takes paths in a file that imports nothing of Convex', async () => {
    const seen = await readFrontend({
      'client.ts': `import { ConvexHttpClient } from 'convex/browser'; export const client = new ConvexHttpClient(url);`,
      'app.ts': `import { client } from './client';\nclient.action('mail/send:send', {});`,
    });
    expect(seen.references).toEqual(['action mail/send:send @ app.ts:2:15']);
  });

  test('a path that is passed to a wrapper of another file is a reference', async () => {
    const seen = await readFrontend({
      'hooks.ts': `${useQuery} export function useNamed(name: string) { return useQuery(name as never); }`,
      'app.tsx': `import { useNamed } from './hooks';\nuseNamed('sites/list:all'); useNamed(any());`,
    });
    expect(seen.references).toEqual(['query sites/list:all @ app.tsx:2:10']);
    expect(seen.unresolved).toEqual(['any() @ app.tsx:2:38']);
  });

  test('the kind is known from a component of another file that is passed the reference', async () => {
    const seen = await readFrontend({
      'list.tsx': `${useQuery} export default function List(props: P) { return <p>{useQuery(props.query)}</p>; }`,
      'app.tsx': `import { api } from '@/convex/_generated/api'; import List from './list';\nexport const x = <List query={api.a.b} />;`,
    });
    expect(seen.references).toEqual(['query a:b @ app.tsx:2:31']);
  });

  test('modules that import each other in a circle are read', async () => {
    const seen = await readFrontend({
      'one.ts': `export * from './two'; export { api } from './_generated/api';`,
      'two.ts': `export * from './one'; import { api } from './one'; export const f = api.a.b;`,
    });
    expect(seen.references).toEqual(['? a:b @ two.ts:1:70']);
  });
});
