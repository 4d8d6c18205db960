import { describe, expect, test } from 'vitest';
import { startFrontend } from '../../../../fixtures/frontends/start-frontend.ts';
import { readBackendSource } from '../../../../support/contract/index.ts';
import { judgeVariables } from '../../../convex/environment.judge.ts';

const uses = `import { query } from './_generated/server';
import { sign } from '@acme/auth';
export const all = query({ args: {}, handler: async () => sign() });`;

async function readWith(code: string, more: Readonly<Record<string, string>> = {}) {
  await using tree = await startFrontend({
    'convex/a.ts': uses,
    'node_modules/@acme/auth/package.json':
      '{ "name": "@acme/auth", "type": "module", "main": "index.js", "sideEffects": false }',
    'node_modules/@acme/auth/index.js': code,
    ...more,
  });
  return await readBackendSource(`${tree.root}/convex`);
}

async function neededOf(code: string, more: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const source = await readWith(code, more);
  const { reads } = source.packages;
  const input = {
    reads: source.syntax.variables,
    packages: reads,
    shown: 'convex',
    optional: [],
    set: new Map(),
    deployment: 'otter',
  };
  return judgeVariables(input).map(({ what }) => what);
}

const needed = ['SOME_KEY is needed by the package @acme/auth, which the functions use, but is not set in otter'];

describe('a variable that a package needs is needed by the backend:', () => {
  test.each([
    [
      'a failure where it is absent',
      "export function sign() { if (!process.env.SOME_KEY) throw new Error('no key'); return 1; }",
    ],
    [
      'a failure of the object that it is given to',
      "class Client { constructor(key) { if (!key) { this.key = process.env.SOME_KEY; } if (!this.key) throw new Error('no key'); } }\nexport const sign = () => new Client();",
    ],
    ['a use', 'export const sign = () => seal(process.env.SOME_KEY); function seal(key) { return key.length; }'],
    [
      'a function that is passed its name',
      "function requireEnv(name) { const value = process.env[name]; if (value === undefined) throw new Error(name); return value; }\nexport const sign = () => requireEnv('SOME_KEY');",
    ],
    ['another file of it', "export { sign } from './sign.js';"],
  ])('%s', async (_, code) => {
    const more = {
      'node_modules/@acme/auth/sign.js': "export function sign() { return 'key ' + process.env.SOME_KEY; }",
    };
    expect(await neededOf(code, more)).toEqual(needed);
  });

  test('with its file', async () => {
    const { packages } = await readWith('export const sign = () => process.env.SOME_KEY.length;');
    expect(packages.reads).toMatchObject([{ package: '@acme/auth', file: '@acme/auth/index.js', name: 'SOME_KEY' }]);
  });
});

describe('a variable of a package is not needed', () => {
  test.each([
    ['where it asks for it', 'export const sign = () => (process.env.SOME_KEY ? 1 : 2);'],
    ['where it has a default', "export const sign = () => process.env.SOME_KEY ?? 'none';"],
    ['where it hands it on', 'export const sign = () => { return process.env.SOME_KEY; };'],
    [
      'where it hands it on in an object',
      'const config = {};\nexport const sign = () => { config.key ??= process.env.SOME_KEY; return config; };',
    ],
    [
      'where what it makes of it has a default',
      "import { toNumber } from './number.js';\nexport const sign = (own) => own ?? toNumber(process.env.SOME_KEY) ?? 30;",
    ],
    [
      'in what no function uses',
      'export const sign = () => 1;\nexport const other = () => process.env.SOME_KEY.length;',
    ],
    [
      'that hosts and terminals set',
      'export const sign = () => process.env.FORCE_COLOR.length + process.env.NODE_DEBUG.length;',
    ],
    [
      'where a method has the name of its reader',
      "const get = (name) => process.env[name].length;\nexport const sign = () => new Map().get('SOME_KEY') ?? get.length;",
    ],
  ])('%s', async (_, code) => {
    const more = { 'node_modules/@acme/auth/number.js': 'export const toNumber = (text) => globalThis.convert(text);' };
    expect(await neededOf(code, more)).toEqual([]);
  });
});

test('a package that names variables only at run time is counted', async () => {
  const { packages } = await readWith("export const sign = (name) => process.env['AUTH_' + name];");
  expect(packages).toEqual({ reads: [], open: ['@acme/auth'] });
});

test('tables that a package adds are not known where it is not installed', async () => {
  await using tree = await startFrontend({
    'convex/schema.ts':
      "import { defineSchema } from 'convex/server';\nimport { authTables } from 'absent-auth';\nexport default defineSchema({ ...authTables });",
    'convex/a.ts': "import schema from './schema';\nexport const a = schema;",
  });
  const source = await readBackendSource(`${tree.root}/convex`);
  expect(source.schema).toBeUndefined();
  expect(source.readStatically).toContainEqual({
    module: 'schema',
    reason: 'not installed: absent-auth; `npm install` in the project installs them',
  });
});

test('tables of other files are known, also where another module uses a package that is not installed', async () => {
  await using tree = await startFrontend({
    'convex/schema.ts':
      "import { defineSchema } from 'convex/server';\nimport { agentTables } from './agent/schema';\nexport default defineSchema({ ...agentTables });",
    'convex/agent/schema.ts':
      "import { defineTable } from 'convex/server';\nimport { v } from 'convex/values';\nexport const agentTables = { agents: defineTable({ name: v.string() }).index('by_name', ['name']) };",
    'convex/a.ts': "import Music from 'absent-music';\nexport const music = new Music({ ...Music.defaults });",
    'convex/z.ts':
      "import schema from './schema';\nimport * as all from 'absent-music';\nexport const z = { ...all, schema };",
  });
  const source = await readBackendSource(`${tree.root}/convex`);
  expect(source.schema?.tables.map(({ name, indexes }) => [name, indexes])).toEqual([
    ['agents', [{ name: 'by_name', fields: 'name' }]],
  ]);
  expect(source.readStatically.map(({ module }) => module)).not.toContain('schema');
});
