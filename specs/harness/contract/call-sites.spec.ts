import { describe, expect, test } from 'vitest';
import { readFrontend } from '../../../fixtures/frontends/read-frontend.ts';

const api = `import { api } from './convex/_generated/api';`;

/** The references of a file that imports `api` on its first line and holds `source` on its second. */
async function referencesOf(imports: string, source: string): Promise<string[]> {
  const seen = await readFrontend(`${api} ${imports}\n${source}`);
  expect(seen.unresolved).toEqual([]);
  return seen.references.map((line) => line.split(' @ ')[0] ?? '');
}

describe('a React hook tells the kind of its function', () => {
  test.each([
    ['useQuery', 'query'],
    ['usePaginatedQuery', 'query'],
    ['useQuery_experimental', 'query'],
    ['useMutation', 'mutation'],
    ['useAction', 'action'],
  ])('%s asks for a %s', async (hook, kind) => {
    const seen = await referencesOf(
      `import { ${hook} } from 'convex/react';`,
      `${hook}(api.sites.list.listCompanySites);`,
    );
    expect(seen).toEqual([`${kind} sites/list:listCompanySites`]);
  });

  test('a hook under another name, or of a namespace, is the same hook', async () => {
    const imports = `import { useMutation as useWrite } from 'convex/react'; import * as convex from 'convex/react';`;
    expect(await referencesOf(imports, `useWrite(api.a.b); convex.useAction(api.a.c);`)).toEqual([
      'mutation a:b',
      'action a:c',
    ]);
  });

  test('useQueries asks for a query in every request', async () => {
    const source = `useQueries({ one: { query: api.a.one, args: {} }, two: { query: api.a.two, args: {} } });`;
    expect(await referencesOf(`import { useQueries } from 'convex/react';`, source)).toEqual([
      'query a:one',
      'query a:two',
    ]);
  });

  test('the object form of a hook is read', async () => {
    const source = `useQuery({ query: api.a.b, args: {} });`;
    expect(await referencesOf(`import { useQuery } from 'convex/react';`, source)).toEqual(['query a:b']);
  });

  test('usePreloadedQuery takes the result of preloadQuery, and is not a reference itself', async () => {
    const imports = `import { usePreloadedQuery } from 'convex/react'; import { preloadQuery } from 'convex/nextjs';`;
    expect(await referencesOf(imports, `usePreloadedQuery(await preloadQuery(api.a.b, {}));`)).toEqual(['query a:b']);
  });

  test('a hook of another library does not tell the kind', async () => {
    const source = `useQuery(api.a.b);`;
    expect(await referencesOf(`import { useQuery } from '@tanstack/react-query';`, source)).toEqual(['? a:b']);
  });

  test('the kind of a local hook of the same name is that of the call in it', async () => {
    const source = `const useQuery = (f: unknown) => useMutation(f as never);\nuseQuery(api.a.b);`;
    expect(await referencesOf(`import { useMutation } from 'convex/react';`, source)).toEqual(['mutation a:b']);
  });
});

describe('a server-side call tells the kind of its function', () => {
  test.each([
    ['preloadQuery', 'query'],
    ['fetchQuery', 'query'],
    ['fetchMutation', 'mutation'],
    ['fetchAction', 'action'],
  ])('%s asks for a %s', async (name, kind) => {
    const seen = await referencesOf(`import { ${name} } from 'convex/nextjs';`, `await ${name}(api.a.b, {});`);
    expect(seen).toEqual([`${kind} a:b`]);
  });
});

describe('a client method tells the kind of its function', () => {
  const methods: [string, string, string][] = [
    ['ConvexHttpClient', 'query', 'query'],
    ['ConvexHttpClient', 'mutation', 'mutation'],
    ['ConvexHttpClient', 'action', 'action'],
    ['ConvexClient', 'onUpdate', 'query'],
    ['ConvexClient', 'mutation', 'mutation'],
  ];
  test.each(methods)('%s.%s asks for a %s', async (client, method, kind) => {
    const imports = `import { ${client} } from 'convex/browser';`;
    const source = `const client = new ${client}(url); client.${method}(api.a.b, {}); client?.${method}('c/d:e', {});`;
    expect(await referencesOf(imports, source)).toEqual([`${kind} a:b`, `${kind} c/d:e`]);
  });

  test('watchQuery of a ConvexReactClient, and of useConvex, asks for a query', async () => {
    const imports = `import { ConvexReactClient, useConvex } from 'convex/react';`;
    const source = `new ConvexReactClient(url).watchQuery(api.a.b); const c = useConvex(); c.watchQuery('d:e'); c.setAuth(f);`;
    expect(await referencesOf(imports, source)).toEqual(['query a:b', 'query d:e']);
  });

  test('a client in a field of a class is followed within the class', async () => {
    const imports = `import { ConvexHttpClient } from 'convex/browser';`;
    const source = `class Sites { #client = new ConvexHttpClient(url); list() { return this.#client.query('sites/list:all'); } }`;
    expect(await referencesOf(imports, source)).toEqual(['query sites/list:all']);
  });

  test('a client in a parameter property is followed, its default too', async () => {
    const imports = `import { ConvexHttpClient } from 'convex/browser';`;
    const source = `class Sites { constructor(private client = new ConvexHttpClient(url)) {} list() { return this.client.query('a:b'); } }`;
    expect(await referencesOf(imports, source)).toEqual(['query a:b']);
  });

  test('a client from outside of the tree is known by its method', async () => {
    expect(await referencesOf('', `function run(ctx: Context) { return ctx.client.mutation(api.a.b); }`)).toEqual([
      'mutation a:b',
    ]);
  });

  test('an optimistic update reads and writes queries', async () => {
    const source = `useMutation(api.a.add).withOptimisticUpdate((store) => { store.setQuery(api.a.list, {}, store.getQuery(api.a.get)); });`;
    expect(await referencesOf(`import { useMutation } from 'convex/react';`, source)).toEqual([
      'mutation a:add',
      'query a:list',
      'query a:get',
    ]);
  });

  test('paths are in the form that Convex reads them in', async () => {
    const imports = `import { ConvexHttpClient } from 'convex/browser';`;
    const source = `const c = new ConvexHttpClient(url); c.query('a/b.js:c'); c.query('a/b'); c.query('a/b:default');`;
    expect(await referencesOf(imports, source)).toEqual(['query a/b:c', 'query a/b', 'query a/b']);
  });
});

describe('makeFunctionReference and anyApi', () => {
  test('makeFunctionReference names its function, and the call of it tells the kind', async () => {
    const imports = `import { makeFunctionReference } from 'convex/server'; import { useMutation } from 'convex/react';`;
    const source = `const list = makeFunctionReference<'query'>('sites/list:all'); const add = makeFunctionReference('sites:add'); useMutation(add);`;
    expect(await referencesOf(imports, source)).toEqual(['query sites/list:all', 'mutation sites:add']);
  });

  test('anyApi is an api', async () => {
    const imports = `import { anyApi } from 'convex/server'; import { useQuery } from 'convex/react';`;
    expect(await referencesOf(imports, `useQuery(anyApi.a.b);`)).toEqual(['query a:b']);
  });

  test('filterApi and similar functions return the api', async () => {
    const imports = `import { filterApi, justQueries } from 'convex/server'; import { useQuery } from 'convex/react';`;
    const source = `const queries = justQueries(api); useQuery(queries.a.b); useQuery(filterApi(api).a.c);`;
    expect(await referencesOf(imports, source)).toEqual(['query a:b', 'query a:c']);
  });
});
