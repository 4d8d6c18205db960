import { describe, expect, test } from 'vitest';
import { startFrontend } from '../../../../fixtures/frontends/start-frontend.ts';
import { readSourceReferences } from '../../../../support/contract/index.ts';

const react = `import { api } from '../convex/_generated/api'; import { useQuery, useQueries } from 'convex/react';`;
const generated = '../convex/_generated/api.js';
const ask = 'export const load = (client: any) => client.query';

async function read(files: string | Readonly<Record<string, string>>) {
  await using tree = await startFrontend(typeof files === 'string' ? { 'src/app.tsx': files } : files);
  const { references, unresolved, unparsed } = await readSourceReferences({ root: tree.root });
  expect(unparsed).toEqual([]);
  return { paths: references.map(({ path }) => path), open: unresolved.map(({ text }) => text) };
}

type Files = string | Readonly<Record<string, string>>;

describe('a reference is found through', () => {
  const ways: [title: string, files: Files, paths: string[]][] = [
    [
      'the default of the generated module',
      `import * as all from '${generated}';\n${ask}(all.default.api.a.b);`,
      ['a:b'],
    ],
    [
      'the default of a module that is imported when it runs',
      `const loaded = await import('${generated}');\n${ask}(loaded.default.api.a.b);`,
      ['a:b'],
    ],
    ['the default of what is required', `const all = require('${generated}').default;\n${ask}(all.api.a.b);`, ['a:b']],
    [
      'the default that is taken apart',
      `const { default: { api } } = await import('${generated}');\n${ask}(api.a.b);`,
      ['a:b'],
    ],
    [
      'the default or the module itself',
      `const loaded: any = await import('${generated}'); const { api } = loaded.default ?? loaded;\n${ask}(api.a.b);`,
      ['a:b'],
    ],
    [
      'an import among several',
      `const [{ api }, { other }] = await Promise.all([import('${generated}'), import('./other')]);\n${ask}(api.a.b);`,
      ['a:b'],
    ],
    [
      'module.exports',
      {
        'src/lib.js': `const { api } = require('${generated}'); module.exports = api;`,
        'src/app.js': `const backend = require('./lib'); module.exports = (client) => client.query(backend.a.b);`,
      },
      ['a:b'],
    ],
    [
      'module.exports, imported by its default',
      {
        'src/lib.cjs': `const { api } = require('${generated}'); module.exports = { backend: api };`,
        'src/app.mjs': `import lib from './lib.cjs'; export const load = (client) => client.query(lib.backend.a.b);`,
      },
      ['a:b'],
    ],
    [
      'export =',
      {
        'src/lib.ts': `import { api } from '${generated}'; export = api;`,
        'src/app.ts': `import backend = require('./lib'); ${ask}(backend.a.b);`,
      },
      ['a:b'],
    ],
    [
      'what is assigned to the exports',
      {
        'src/lib.js': `const { api } = require('${generated}'); Object.assign(module.exports, { api });`,
        'src/app.js': `const { api } = require('./lib'); module.exports = (client) => client.query(api.a.b);`,
      },
      ['a:b'],
    ],
    ['a getter', `${react}\nconst backend = { get api() { return api; } }; ${ask}(backend.api.a.b);`, ['a:b']],
    [
      'the rest of a list',
      `${react}\nconst [first, ...more] = [api.a.one, api.a.two]; useQuery(first); more.map((each) => useQuery(each));`,
      ['a:one', 'a:two'],
    ],
    [
      'the values of a table',
      `${react}\nconst of = { one: api.a.one, two: api.a.two }; Object.values(of).forEach((each) => useQuery(each));`,
      ['a:one', 'a:two'],
    ],
    [
      'the entries of a table',
      `${react}\nconst of = { one: api.a.one }; for (const [name, each] of Object.entries(of)) useQuery(each);`,
      ['a:one'],
    ],
    [
      'a table that is made of entries',
      `${react}\nconst of = Object.fromEntries([['sites', api.sites]]); useQuery(of.sites.list);`,
      ['sites:list'],
    ],
    [
      'two tables in one',
      `${react}\nconst of = Object.assign({}, { sites: api.sites }); useQuery(of.sites.list);`,
      ['sites:list'],
    ],
    [
      'requests that are put together, with paths as text',
      `${react}\nuseQueries(Object.fromEntries(ids.map((id) => [id, { query: 'a:b' as any, args: { id } }])));`,
      ['a:b'],
    ],
    [
      'requests that a constant stands for, with paths as text',
      `${react}\nconst requests = { one: { query: 'a:b' as any, args: {} } }; useQueries(requests);`,
      ['a:b'],
    ],
    [
      'a method that is bound',
      `import { ConvexHttpClient } from 'convex/browser';\nconst client = new ConvexHttpClient(url); const run = client.query.bind(client); run('a:b' as any);`,
      ['a:b'],
    ],
    [
      'a client without hooks',
      `import { BaseConvexClient } from 'convex/browser';\nconst client = new BaseConvexClient(url, changed); client.subscribe('a:b', {}); client.mutation('a:c', {});`,
      ['a:b', 'a:c'],
    ],
    [
      'a package as Deno names it',
      `import { ConvexHttpClient } from 'npm:convex@1.20.0/browser';\nnew ConvexHttpClient(url).query('a:b' as any);`,
      ['a:b'],
    ],
    [
      'a package as a page without a build names it',
      `import { ConvexHttpClient } from 'https://esm.sh/convex@1.20.0/browser?bundle';\nnew ConvexHttpClient(url).query('a:b' as any);`,
      ['a:b'],
    ],
    [
      'an attribute of Pug',
      {
        'src/list.vue': `<script setup>\nimport { api } from '${generated}';\n</script>\n<template lang="pug">\nlist(:query="api.a.one", :more="api.a.two")\n</template>`,
      },
      ['a:one', 'a:two'],
    ],
  ];
  test.each(ways)('%s', async (_title, files, paths) => {
    expect(await read(files)).toEqual({ paths, open: [] });
  });

  test.each(ways)('%s, also where the function is gone', async (_title, files, paths) => {
    const changed = (text: string) => text.replaceAll(/\ba\b(?=[.:])/g, 'gone');
    const written = typeof files === 'string' ? changed(files) : mapValues(files, changed);
    expect((await read(written)).paths).toEqual(paths.map((path) => path.replace(/^a:/, 'gone:')));
  });
});

function mapValues(files: Readonly<Record<string, string>>, change: (text: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, change(text)]));
}

describe('what cannot be followed is reported:', () => {
  test.each<[title: string, files: Files, open: string[]]>([
    [
      'a field that the class reads itself, and others too',
      `${react}\nclass Backend { api = api; own(client: any) { return client.query(this.api.a.b); } }\n${ask}(new Backend().api.gone.x);`,
      ['api = api;'],
    ],
    [
      'a field that a class of another file inherits',
      {
        'src/base.ts': `import { api } from '${generated}'; export class Base { protected api = api; own(client: any) { return client.query(this.api.a.b); } }`,
        'src/more.ts': `import { Base } from './base'; class More extends Base { more(client: any) { return client.query(this.api.gone.x); } }`,
      },
      ['protected api = api;'],
    ],
    ['a getter of a class', `${react}\nclass Backend { get api() { return api; } }`, ['() { return api; }']],
    ['a map of modules', `${react}\nnew Map([['a', api.a]]);`, [`[['a', api.a]]`]],
    ['what is behind a proxy', `${react}\nnew Proxy(api, {});`, ['api']],
    ['a store', `${react}\nconst useStore = create(() => ({ backend: api }));`, ['() => ({ backend: api })']],
    [
      'what comes from an alias that only a bundler knows, under another name',
      {
        'package.json': '{"dependencies":{}}',
        'src/app.ts': `import { backend } from '~~/lib/backend';\n${ask}(backend.sites.gone);`,
      },
      ['backend.sites.gone'],
    ],
  ])('%s', async (_title, files, open) => {
    expect((await read(files)).open).toEqual(open);
  });

  test('a private field is not, since nothing else can read it', async () => {
    const source = `${react}\nclass Backend { private api = api; own(client: any) { return client.query(this.api.a.b); } }\nother.api.list();`;
    expect(await read(source)).toEqual({ paths: ['a:b'], open: [] });
  });
});
