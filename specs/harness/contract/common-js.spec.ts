import { expect, test } from 'vitest';
import { startFrontend } from '../../../fixtures/frontends/start-frontend.ts';
import { readSourceReferences } from '../../../support/contract/index.ts';

const generated = {
  'convex/_generated/api.js': "import { anyApi } from 'convex/server';\nexport const api = anyApi;",
  'convex/_generated/api_cjs.cjs': "const { anyApi } = require('convex/server');\nmodule.exports = { api: anyApi };",
};

async function read(files: Readonly<Record<string, string>>) {
  await using tree = await startFrontend({ ...generated, ...files });
  const { references, unresolved } = await readSourceReferences({ root: tree.root });
  return {
    found: references.map(({ kind, path }) => `${kind ?? '?'} ${path}`),
    unresolved: unresolved.map(({ text, reason }) => `${text}: ${reason}`),
  };
}

const client = "const { ConvexHttpClient } = require('convex/browser'); const client = new ConvexHttpClient(u);";

test.each([
  ['inside of the call', `${client} client.query(require('../convex/_generated/api').api.sites.all, {});`],
  [
    'of the module for CommonJS',
    `${client} client.query(require('../convex/_generated/api_cjs.cjs').api.sites.all, {});`,
  ],
  ['with a name', `const { api } = require('../convex/_generated/api'); ${client} client.query(api.sites.all, {});`],
  [
    'as a whole',
    `const made = require('../convex/_generated/api.js'); ${client} client.query(made.api.sites.all, {});`,
  ],
  [
    'by a path of several texts',
    `const { api } = require('../convex/' + '_generated/api'); ${client} client.query(api.sites.all);`,
  ],
  [
    'by a function of createRequire',
    `import { createRequire } from 'node:module'; const load = createRequire(import.meta.url);
     const { api } = load('../convex/_generated/api'); const { ConvexHttpClient } = load('convex/browser');
     new ConvexHttpClient(u).query(api.sites.all, {});`,
  ],
  [
    'by an import when it runs',
    `const { api } = await import('../convex/_generated/api'); const { ConvexHttpClient } = await import('convex/browser');
     new ConvexHttpClient(u).query(api.sites.all, {});`,
  ],
])('the api is followed that is required %s', async (_, text) => {
  expect(await read({ 'src/a.mjs': text })).toEqual({ found: ['query sites:all'], unresolved: [] });
});

test.each([
  ["module.exports = require('../convex/_generated/api');"],
  ["exports.api = require('../convex/_generated/api').api;"],
])('also through a file that passes it on: %s', async (text) => {
  const use = `${client} client.query(require('./api').api.sites.all, {});`;
  expect(await read({ 'src/api.js': text, 'src/a.js': use })).toEqual({ found: ['query sites:all'], unresolved: [] });
});

const imports = "import { api } from '../convex/_generated/api'; import { useQuery } from 'convex/react';";

test.each([
  ['const all = { ...api.sites.list };', 'a spread'],
  ['const all = Object.assign({}, api.sites.list);', 'Object.assign()'],
  ['const all = Object.values(api.sites.list);', 'Object.values()'],
])('a part of the api that is taken apart is not a function: %s', async (text, to) => {
  expect(await read({ 'src/a.ts': `${imports} ${text}` })).toEqual({
    found: [],
    unresolved: [`api.sites.list: api.sites.list is passed as a whole to ${to}, where it cannot be followed`],
  });
});
