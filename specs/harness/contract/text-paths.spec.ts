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
});
