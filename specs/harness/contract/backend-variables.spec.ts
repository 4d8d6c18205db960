import { expect, test } from 'vitest';
import { readBackendTree } from '../../../fixtures/frontends/read-backend-tree.ts';
import { startFrontend } from '../../../fixtures/frontends/start-frontend.ts';
import { readBackendSource } from '../../../support/contract/index.ts';

async function readVariables(files: Readonly<Record<string, string>>) {
  const syntax = await readBackendTree(files);
  return {
    needed: syntax.variables.filter(({ hasFallback }) => !hasFallback).map(({ name }) => name),
    spare: syntax.variables.filter(({ hasFallback }) => hasFallback).map(({ name }) => name),
    open: syntax.unresolved.map(({ text }) => text),
  };
}

test.each([
  ['another name', 'const env = process.env;\nexport const a = () => env.KEY;', ['KEY'], []],
  [
    'destructuring',
    "const { KEY, SPARE = 'x', LONG: short, ...rest } = process.env;\nuse(rest.FURTHER);",
    ['KEY', 'LONG', 'FURTHER'],
    ['SPARE'],
  ],
  ['a constant', "const NAME = 'KEY';\nuse(process.env[NAME]);", ['KEY'], []],
  ['an assertion', 'use(process.env.KEY!, (process.env.SPARE as string) || "x");', ['KEY'], ['SPARE']],
  ['an optional chain', "use(process.env.SPARE?.split(',') ?? [], process.env.KEY.trim() ?? '');", ['KEY'], ['SPARE']],
  ['a question whether it is there', "use('SPARE' in process.env);", [], ['SPARE']],
  ['the generated env', "import { env } from './_generated/server';\nuse(env.KEY);", ['KEY'], []],
  ['node:process', "import { env as all } from 'node:process';\nuse(all.KEY);", ['KEY'], []],
  [
    'zod',
    'const shape = z.object({ KEY: z.string(), SPARE: z.string().optional() });\nexport const env = shape.parse(process.env);',
    ['KEY'],
    ['SPARE'],
  ],
  [
    't3-env',
    'export const env = createEnv({ server: { KEY: z.string().min(1), SPARE: z.enum(["a"]).default("a") }, runtimeEnv: process.env });',
    ['KEY'],
    ['SPARE'],
  ],
  ['envalid', "cleanEnv(process.env, { KEY: str(), SPARE: str({ default: 'x' }) });", ['KEY'], ['SPARE']],
  ['a setting, which is no read', "process.env.TZ = 'UTC';\ndelete process.env.OLD;", [], []],
])('variables are read through %s', async (_, text, needed, spare) => {
  expect(await readVariables({ 'a.ts': text })).toEqual({ needed, spare, open: [] });
});

test('the variables that callers name to a function of another file are read', async () => {
  const seen = await readVariables({
    'model/env.ts':
      'export function requireEnv(name: string) { return process.env[name] as string; }\nexport const optionalEnv = (name: string, spare: string) => process.env[name] ?? spare;',
    'a.ts':
      "import { requireEnv, optionalEnv } from './model/env';\nuse(requireEnv('KEY'), optionalEnv('SPARE', 'x'), requireEnv(other));",
  });
  expect(seen).toEqual({ needed: ['KEY'], spare: ['SPARE'], open: ['requireEnv(other)'] });
});

test('a read that only run time knows is told', async () => {
  const { open } = await readVariables({
    'a.ts': 'use(process.env[name()], { ...process.env }, send(process.env));',
  });
  expect(open).toEqual(['process.env[name()]', '...process.env', 'send(process.env)']);
});

test('a variable that convex.config.ts declares as optional may be absent', async () => {
  const seen = await readVariables({
    'convex.config.ts': 'export default defineApp({ env: { KEY: v.string(), SPARE: v.optional(v.string()) } });',
    'a.ts': "import { env } from './_generated/server';\nuse(env.SPARE);",
  });
  expect(seen).toEqual({ needed: ['KEY'], spare: ['SPARE', 'SPARE'], open: [] });
});

test('what is pushed is looked at: files beside the folder that a module imports, and no tests', async () => {
  await using tree = await startFrontend({
    'convex/a.ts':
      "import { shared } from '../shared/env';\nimport { query } from './_generated/server';\nexport const a = query(async () => shared());",
    'convex/a.test.ts': "import { api } from './_generated/api';\nuse(process.env.ONLY_IN_TESTS, api.a.gone);",
    'shared/env.ts': 'export const shared = () => process.env.SHARED;',
    'shared/unused.ts': 'export const unused = process.env.UNUSED;',
  });
  const { syntax } = await readBackendSource(`${tree.root}/convex`);
  expect(syntax.variables.map(({ name, file }) => `${name} ${file}`)).toEqual(['SHARED ../shared/env.ts']);
  expect(syntax.references).toEqual([]);
});
