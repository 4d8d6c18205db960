import { describe, expect, test } from 'vitest';
import { readFrontend } from '../../../fixtures/frontends/read-frontend.ts';
import { startFrontend } from '../../../fixtures/frontends/start-frontend.ts';
import { readSourceReferences } from '../../../support/contract/index.ts';

const url = 'process.env.NEXT_PUBLIC_CONVEX_URL';

async function read(source: string): Promise<{ references: string[]; unresolved: string[] }> {
  const { references, unresolved } = await readFrontend({ 'app.ts': source });
  return { references: references.map((each) => each.split(' @ ')[0] ?? ''), unresolved };
}

describe('a function that is called by the HTTP API is found:', () => {
  test.each([
    [
      'in the body of /api/query',
      `fetch(\`\${${url}}/api/query\`, { method: 'POST', body: JSON.stringify({ path: 'exports:all', args: {} }) });`,
      'query exports:all',
    ],
    [
      'in the body of /api/mutation, through constants',
      `const base = ${url}; const body = { path: 'a/b:c', args: {} };\nfetch(base + '/api/mutation', { method: 'POST', body: JSON.stringify(body) });`,
      'mutation a/b:c',
    ],
    [
      'in the body of /api/action of an address that is written out',
      `fetch('https://brisk-heron-101.convex.cloud/api/action', { method: 'POST', body: JSON.stringify({ path: 'a:b' }) });`,
      'action a:b',
    ],
    [
      'in the path of /api/run',
      `fetch(\`\${${url}}/api/run/exports/daily/all\`, { method: 'POST' });`,
      '? exports/daily:all',
    ],
    [
      'in the body of /api/function, which runs any kind',
      `fetch(\`\${${url}}/api/function\`, { method: 'POST', body: JSON.stringify({ path: 'a/b:c', args: {} }) });`,
      '? a/b:c',
    ],
    [
      'in the body of an endpoint that is computed',
      `const ask = (kind: string) => fetch(\`\${${url}}/api/\${kind}\`, { method: 'POST', body: JSON.stringify({ path: 'a/b:c' }) });`,
      '? a/b:c',
    ],
    [
      'by a beacon',
      `navigator.sendBeacon(${url} + '/api/mutation', JSON.stringify({ path: 'a/b:c', args: {} }));`,
      'mutation a/b:c',
    ],
    [
      'by axios, with the body as an argument',
      `axios.post(\`\${${url}}/api/action\`, { path: 'a/b:c', args: {} });`,
      'action a/b:c',
    ],
    [
      'by ky, with the body as JSON',
      `ky.post(\`\${${url}}/api/mutation\`, { json: { path: 'a/b:c', args: {} } });`,
      'mutation a/b:c',
    ],
    [
      'by a request that is made before it is sent',
      `const asked = new Request(new URL('/api/query', ${url}), { method: 'POST', body: JSON.stringify({ path: 'a:b' }) });`,
      'query a:b',
    ],
    [
      'by a function of the module that every caller gives a path',
      `const ask = (path: string, args: object) => fetch(\`\${${url}}/api/query\`, { method: 'POST', body: JSON.stringify({ path, args }) });\nask('a/b:c', {});`,
      'query a/b:c',
    ],
    [
      'by axios, with all of it in one object',
      `axios({ method: 'post', url: ${url} + '/api/mutation', data: { path: 'a/b:c', args: {} } });`,
      'mutation a/b:c',
    ],
    [
      'by an object that has a name',
      `const config = { url: ${url} + '/api/action', data: { path: 'a/b:c', args: {} } }; axios.request(config);`,
      'action a/b:c',
    ],
    [
      'by a client with a base',
      `const http = axios.create({ baseURL: ${url} }); http.post('/api/query', { path: 'a/b:c', args: {} });`,
      'query a/b:c',
    ],
    [
      'by a client whose base has a part of the path',
      `const http = axios.create({ baseURL: \`\${${url}}/api\` }); http.post('query', { path: 'a/b:c', args: {} });`,
      'query a/b:c',
    ],
    [
      'by options with a base',
      `$fetch('/api/mutation', { baseURL: ${url}, method: 'POST', body: { path: 'a/b:c', args: {} } });`,
      'mutation a/b:c',
    ],
    [
      'by options that have a name',
      `const options = { method: 'POST', body: JSON.stringify({ path: 'a/b:c', args: {} }) }; fetch(${url} + '/api/query', options);`,
      'query a/b:c',
    ],
    [
      'in a text of JSON',
      `fetch(${url} + '/api/query', { method: 'POST', body: '{"path":"a/b:c","args":{}}' });`,
      'query a/b:c',
    ],
    [
      'in what is sent once the request is open',
      `const asked = new XMLHttpRequest(); asked.open('POST', ${url} + '/api/query'); asked.send(JSON.stringify({ path: 'a/b:c', args: {} }));`,
      'query a/b:c',
    ],
    [
      'in a blob',
      `navigator.sendBeacon(${url} + '/api/mutation', new Blob([JSON.stringify({ path: 'a/b:c', args: {} })]));`,
      'mutation a/b:c',
    ],
  ])('%s', async (_, source, reference) => {
    expect(await read(source)).toEqual({ references: [reference], unresolved: [] });
  });

  const body = `{ method: 'POST', body: JSON.stringify({ path: 'a/b:c', args: {} }) }`;

  test.each([
    ['that is a parameter', `const ask = (base: string) => fetch(\`\${base}/api/query\`, ${body});`],
    ['of a variable with another name', `fetch(import.meta.env.VITE_BACKEND + '/api/mutation', ${body});`],
    ['of a deployment on this machine', `fetch('http://127.0.0.1:3210/api/query', ${body});`],
    ['of the options', `$fetch('/api/query', { baseURL: base, method: 'POST', body: { path: 'a/b:c' } });`],
    ['that a function of the team adds', `post('/api/action', { path: 'a/b:c', args: {} });`],
    ['of a URL with a base', `const ask = (base: string) => fetch(new URL('/api/action', base), ${body});`],
    [
      'of an endpoint that is computed',
      `const ask = (base: string, kind: string) => fetch(\`\${base}/api/\${kind}\`, ${body});`,
    ],
    ['of /api/run', `const ask = (base: string) => fetch(\`\${base}/api/run/a/b/c\`, { method: 'POST' });`],
  ])('and reported with its path at an address %s', async (_, source) => {
    await using frontend = await startFrontend({ 'app.ts': source });
    const { references, unresolved } = await readSourceReferences({ root: frontend.root });
    expect(references).toEqual([]);
    expect(unresolved).toMatchObject([{ mayBe: 'a/b:c' }]);
  });

  test.each([
    ['whose path is known only at run time', `fetch(\`\${${url}}/api/run/exports/\${name}\`);`],
    [
      'whose path is a parameter of an exported function',
      `export const ask = (path: string) => fetch(\`\${${url}}/api/query\`, { method: 'POST', body: JSON.stringify({ path, args: {} }) });\nask('a:b');`,
    ],
    [
      'with a path and arguments at an address that is known only at run time',
      `const ask = (base: string, path: string) => fetch(\`\${base}/api/query\`, { method: 'POST', body: JSON.stringify({ path, args: {} }) });`,
    ],
    ['whose body is', `fetch(\`\${${url}}/api/query\`, { method: 'POST', body });`],
  ])('one %s is reported', async (_, source) => {
    const { references, unresolved } = await read(source);
    expect(references).toEqual([]);
    expect(unresolved).toHaveLength(1);
  });

  test('and not the API of something else', async () => {
    const source = `fetch(\`\${base}/api/\${kind}\`, { body: JSON.stringify({ path, name }) }); cache.get(${url}); fetch('/api/query', { body: JSON.stringify({ path: 'a:b' }) }); fetch(\`\${process.env.API_URL}/api/query\`);\nfetch(\`\${${url}}/version\`);`;
    expect(await read(source)).toEqual({ references: [], unresolved: [] });
  });
});

describe('a path as text is a reference where the client is known by its type:', () => {
  const imports = `import type { ConvexHttpClient } from 'convex/browser';`;

  test.each([
    ['a parameter', `const run = (client: ConvexHttpClient) => client.query('a/b:c', {});`],
    ['a parameter that may be absent', `function run(client?: ConvexHttpClient | null) { client?.query('a/b:c'); }`],
    [
      'a parameter property',
      `class Sites { constructor(private client: ConvexHttpClient) {} list() { return this.client.query('a/b:c'); } }`,
    ],
    ['a field', `class Sites { #client!: ConvexHttpClient; list() { return this.#client.query('a/b:c'); } }`],
    ['a variable', `let client: ConvexHttpClient; client = make(); client.query('a/b:c');`],
    ['a property of a parameter', `const run = ({ client }: { client: ConvexHttpClient }) => client.query('a/b:c');`],
    [
      'a type of another name',
      `type Client = ConvexHttpClient; const run = (client: Client) => client.query('a/b:c');`,
    ],
  ])('%s', async (_, source) => {
    expect(await read(`${imports}\n${source}`)).toEqual({ references: ['query a/b:c'], unresolved: [] });
  });

  test('a path that is given to what may be a client is reported', async () => {
    const source = `export const run = (client: Client) => client.mutation('a/b:c', {});\nother.query('select 1'); db.query('a:b c');`;
    expect(await read(source)).toEqual({ references: [], unresolved: [`client.mutation('a/b:c', {}) @ app.ts:1:40`] });
  });

  test.each([
    ['by a constant', `const path = 'a/b:c'; run((client) => client.query(path));`, ['a/b:c']],
    [
      'by a member of a constant',
      `const of = { list: 'a/b:c' } as const; run((client) => client.query(of.list));`,
      ['a/b:c'],
    ],
    ['by one of two', `run((client) => client.query(on ? 'a:b' : 'a:c'));`, ['a:b', 'a:c']],
    ['by a template', `const m = "a/b"; run((client) => client.query(\`\${m}:c\`));`, ['a/b:c']],
    ['with a type of its result', `run((client) => client.query<Site[]>('a/b:c'));`, ['a/b:c']],
    ['with an assertion', `run((client) => client.query('a/b:c' as any));`, ['a/b:c']],
    ['after a comment', `run((client) => client.query(/* all */ 'a/b:c'));`, ['a/b:c']],
    ['where it may be absent', `run((client) => client.query?.('a/b:c'));`, ['a/b:c']],
    ['in brackets', `run((client) => client['query']('a/b:c'));`, ['a/b:c']],
    ['as old clients write it', `run((client) => client.query('a/b.js:c'));`, ['a/b:c']],
    ['to write the result of a query', `run((store) => store.setQuery('a/b:c', {}, []));`, ['a/b:c']],
    ['to warm it up', `run((client) => client.prewarmQuery({ query: 'a/b:c' }));`, ['a/b:c']],
    [
      'on what inherits from a client',
      `import { ConvexHttpClient } from 'convex/browser';\nclass Mine extends ConvexHttpClient { list() { return this.query('a/b:c' as any); } }`,
      ['a/b:c'],
    ],
    ['to what is named after Convex', `useConvexQuery('a/b:c');`, ['a/b:c']],
    [
      'to what a package of Convex returns',
      `import { convexBetterAuthNextJs } from '@convex-dev/better-auth/nextjs';\nconst { fetchAuthQuery } = convexBetterAuthNextJs({}); fetchAuthQuery('a/b:c');`,
      ['a/b:c'],
    ],
  ])('a path that may be one is reported %s', async (_, source, mayBe) => {
    await using frontend = await startFrontend({ 'app.ts': source });
    const { references, unresolved } = await readSourceReferences({ root: frontend.root });
    expect(references).toEqual([]);
    expect(unresolved.map((each) => each.mayBe)).toEqual(mayBe);
  });

  test.each([
    [
      'an event',
      `bus.emit('user:created'); bus.subscribe('user:created'); logAction('modal:open'); dispatch('cart:add');`,
    ],
    ['an address', `client.query('http://127.0.0.1:3210'); client.query('localhost:3210');`],
    ['a query of a router', `router.query['a:b']; if (router.query.tab === 'a:b') go();`],
    ['a function of the tree', `const runQuery = (text: string) => text.split(':'); runQuery('a:b');`],
  ])('%s is not one', async (_, source) => {
    const imports = `import { useQuery } from 'convex/react';`;
    expect(await read(`${imports}\n${source}`)).toEqual({ references: [], unresolved: [] });
  });
});

describe('a function reference that is made by hand is reported with its path:', () => {
  test.each([
    ['as an object', `ask({ [Symbol.for('functionName')]: 'a/b:c' });`],
    ['with a constant as its key', `const key = Symbol.for('functionName');\nask({ [key]: 'a/b:c' });`],
    ['by an assignment', `const made: any = {};\nmade[Symbol.for('functionName')] = 'a/b:c';`],
    ['from a constant', `const path = 'a/b:c';\nask({ [Symbol.for('functionName')]: path } as any);`],
  ])('%s', async (_, source) => {
    await using frontend = await startFrontend({ 'app.ts': source });
    const { unresolved } = await readSourceReferences({ root: frontend.root });
    expect(unresolved).toMatchObject([{ mayBe: 'a/b:c', reason: 'a function reference that is made by hand' }]);
  });

  test('and without one, where only run time knows it', async () => {
    const { unresolved } = await read(
      `export const made = (path: string) => ({ [Symbol.for('functionName')]: path });`,
    );
    expect(unresolved).toHaveLength(1);
  });

  test('and nothing that only asks for the name, or has another key', async () => {
    const source = `const name = (of: any) => of[Symbol.for('functionName')];\nask({ [Symbol.for('name')]: 'a/b:c' });`;
    expect(await read(source)).toEqual({ references: [], unresolved: [] });
  });
});

describe('a path as text for a hook of a package', () => {
  const call = (text: string) => ({ 'app.ts': `import { useQ, usePermission } from '@acme/hooks';\n${text}` });
  const installed = (manifest: object) => ({
    'node_modules/@acme/hooks/package.json': JSON.stringify({ name: '@acme/hooks', ...manifest }),
  });
  const open = async (files: Record<string, string>) => {
    await using frontend = await startFrontend(files);
    return (await readSourceReferences({ root: frontend.root })).unresolved.map(({ mayBe }) => mayBe);
  };

  test.each([
    ['that depends on Convex', `useQ('a/b:c');`, installed({ peerDependencies: { convex: '^1.0.0' } })],
    ['that is not installed, with arguments', `useQ('a/b:c', {});`, {}],
    ['that is not installed, with `skip`', `useQ('a/b:c', 'skip');`, {}],
    ['that is not installed, in a file of Convex', `import { api } from 'convex/react';\nuseQ('a/b:c');`, {}],
  ])('is reported: one %s', async (_, text, files) => {
    expect(await open({ ...call(text), ...files })).toEqual(['a/b:c']);
  });

  test.each([
    ['that does not depend on Convex', `usePermission('a/b:c', {});`, installed({})],
    ['that is not installed, without a sign of Convex', `usePermission('sites:write');`, {}],
  ])('is not reported: one %s', async (_, text, files) => {
    expect(await open({ ...call(text), ...files })).toEqual([]);
  });

  const onConvex = installed({ dependencies: { convex: '^1.0.0' } });
  const sources: [string, Record<string, string>][] = [
    ['as the default', { 'app.ts': `import useQ from '@acme/hooks';\nuseQ('a/b:c', {});` }],
    ['as the default of another name', { 'app.ts': `import ask from '@acme/hooks';\nask('a/b:c');`, ...onConvex }],
    ['under another name', { 'app.ts': `import { useQ as q } from '@acme/hooks';\nq('a/b:c', {});` }],
    ['as a default with a name', { 'app.ts': `import { default as useQ } from '@acme/hooks';\nuseQ('a/b:c', {});` }],
    ['as a namespace', { 'app.ts': `import * as hooks from '@acme/hooks';\nhooks.useQ('a/b:c', 'skip');` }],
    ['of a default object', { 'app.ts': `import acme from '@acme/hooks';\nacme.useQ('a/b:c', {});` }],
    ['through a constant', { 'app.ts': `import { useQ } from '@acme/hooks';\nconst q = useQ;\nq('a/b:c', {});` }],
    [
      'taken from what a call returns',
      { 'app.ts': `import { make } from '@acme/hooks';\nconst { useQ: q } = make();\nq('a/b:c', {});` },
    ],
    [
      'that a file of the tree passes on',
      {
        'app.ts': `import { q } from './hooks';\nconst { name } = q;\nq('a/b:c', {});`,
        'hooks.ts': `export { useQ as q } from '@acme/hooks';`,
      },
    ],
    [
      'that a file of the tree passes on with all others',
      { 'app.ts': `import { useQ } from './hooks';\nuseQ('a/b:c', {});`, 'hooks.ts': `export * from '@acme/hooks';` },
    ],
    [
      'to a function that is not a hook, of a package on Convex',
      { 'app.ts': `import { ask } from '@acme/hooks';\nexport const all = () => ask<string>('a/b:c');`, ...onConvex },
    ],
    ['by CommonJS', { 'app.js': `const { useQ: q } = require('@acme/hooks');\nq('a/b:c', {});` }],
  ];

  test.each(sources)('is reported: one that is imported %s', async (_, files) => {
    expect(await open(files)).toEqual(['a/b:c']);
  });

  test.each<[string, Record<string, string>]>([
    ['a translation', { 'app.ts': `import i18n from 'i18next';\ni18n.t('common:save', { count: 1 });` }],
    [
      'a translation of a hook',
      {
        'app.ts': `import { useTranslation } from 'react-i18next';\nconst { t } = useTranslation();\nt('common:save', {});`,
      },
    ],
    ['an event of a package', { 'app.ts': `import bus from 'mitt';\nbus.emit('user:created', {});` }],
    [
      'a function of the tree',
      { 'app.ts': `import useQ from './q';\nuseQ('a/b:c', {});`, 'q.ts': 'export default (text: string) => text;' },
    ],
  ])('is not reported: %s', async (_, files) => {
    expect(await open(files)).toEqual([]);
  });
});
