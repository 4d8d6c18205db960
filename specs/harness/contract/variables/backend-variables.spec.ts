import { expect, test } from 'vitest';
import { readBackendTree } from '../../../../fixtures/frontends/read-backend-tree.ts';
import { startFrontend } from '../../../../fixtures/frontends/start-frontend.ts';
import { readBackendSource } from '../../../../support/contract/index.ts';
import { readVariables } from './read-variables.ts';

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
  ['an assignment, which does not read', "process.env.TZ = 'UTC';\ndelete process.env.OLD;", [], []],
])('variables are read through %s', async (_, text, needed, spare) => {
  expect(await readVariables({ 'a.ts': text })).toEqual({ needed, spare, open: [] });
});

test.each([
  ['a condition', 'if (process.env.X) log();'],
  ['a negated condition that returns', 'function f() { if (!process.env.X) return 2; return 3; }'],
  ['a comparison with a text', "const isTest = process.env.X === 'true';"],
  ['a comparison with undefined', 'export const isSet = process.env.X !== undefined;'],
  ['a double negation', 'export const isSet = !!process.env.X;'],
  ['Boolean()', 'export const isSet = Boolean(process.env.X);'],
  ['a choice', 'export const size = process.env.X ? 1 : 2;'],
  ['a choice of itself', "export const size = process.env.X ? process.env.X : 'none';"],
  ['typeof', "if (typeof process.env.X === 'string') use(process.env.X);"],
  ['&&', 'process.env.X && use(process.env.X);'],
  ['|| after a negation', 'const ready = !process.env.X || use(process.env.X);'],
  ['an optional chain', 'export const name = process.env.X?.trim();'],
  ['a number with a fallback', 'export const most = Number(process.env.X) || 10;'],
  ['a constant that is looked at first', 'const x = process.env.X; if (x) use(x);'],
  ['a constant, and an early return', `function f() { const x = process.env.X; if (!x) return; use(x, x + '/'); }`],
  [
    'a constant, and an early return in one of several conditions',
    'function f() { const x = process.env.X; if (a || !x) return; use(x); }',
  ],
  ['a constant with a fallback where it is used', "const x = process.env.X; use(x ?? 'none', x?.length);"],
  ['a constant that gets a fallback', "let x = process.env.X; x ??= 'none'; use(x);"],
  ['destructuring, looked at first', 'const { X } = process.env; if (X !== undefined) use(X);'],
  ['a use where it is set', 'if (process.env.X) { start(() => use(process.env.X)); }'],
  ['a use in the other branch', 'if (!process.env.X) log(); else use(process.env.X);'],
  ['a use where one of several conditions asks for it', "if (kind ? kind === 'x' : process.env.X) use(process.env.X);"],
  [
    'an argument of a function that asks for it',
    'const trim = (text?: string) => text?.trim() ?? null; use(trim(process.env.X));',
  ],
  ['a failure where it is not one text', "if (process.env.X !== 'on') throw new Error('off');"],
  ['a failure behind a permission', "function f() { if (process.env.X === '1') return; throw new Error('not here'); }"],
  ['a failure where it is set', "if (process.env.X) throw new Error('not here');"],
  [
    'a failure that is caught, with an answer in its place',
    "function f() { try { if (!process.env.X) throw new Error('no X'); return 1; } catch { return 2; } }",
  ],
  [
    'a failure that is caught and logged',
    "function f() { try { if (!process.env.X) throw new Error('no X'); go(); } catch (e) { console.error(e); } }",
  ],
  [
    'a property of an object that is looked at first',
    'const config = { key: process.env.X }; if (config.key) use(config.key);',
  ],
  [
    'a property of an object, and an early return',
    'const config = { key: process.env.X }; function f() { if (!config.key) return null; return use(config.key); }',
  ],
  ['a switch that does without it', "switch (process.env.X) { case 'a': go(); break; default: stay(); }"],
  ['a default of a parameter that is looked at', 'function f(x = process.env.X) { if (!x) return; use(x); }'],
  ['a value that the module fills in first', "process.env.X ??= 'none'; use(process.env.X);"],
  ['zod with a default', 'export const n = z.coerce.number().default(3).parse(process.env.X);'],
  ['zod that allows nothing', 'export const x = z.string().nullish().parse(process.env.X);'],
  ['valibot that allows nothing', 'export const x = v.parse(v.optional(v.string()), process.env.X);'],
  ['an empty text that is split', "export const all = (process.env.X ?? '').split(',');"],
  ['an empty text, and an early return', "function f() { const x = process.env.X ?? ''; if (!x) return; use(x); }"],
  ['a comparison with void 0', 'if (process.env.X === void 0) log(); else use(process.env.X);'],
  ['a search in a list', "export const isOn = ['1', 'true'].includes(process.env.X as string);"],
  ['a search in a set', "export const isOn = new Set(['1']).has(process.env.X as string);"],
  ['a pattern', 'export const isOn = /^(?:1|true)$/.test(process.env.X as string);'],
  ['a loop that asks for it', 'while (process.env.X) use(process.env.X);'],
  ['a list of which what is absent is left out', 'export const all = [process.env.X].filter(Boolean);'],
  ['a line of a log', 'console.log(process.env.X);'],
  ['a part of a line of a log', 'console.log(`x is $'.concat('{process.env.X}`);')],
  ['a number that is looked at', 'const n = Number(process.env.X); export const most = Number.isNaN(n) ? 5 : n;'],
  ['a constant that says whether it is there', 'const isOn = !!process.env.X; if (isOn) use(process.env.X!.trim());'],
  [
    'a function that says whether it is there',
    'const isOn = () => Boolean(process.env.X); if (isOn()) use(process.env.X!);',
  ],
  [
    'an answer that nothing is there',
    "const f = () => { if (!process.env.X) return new Response('', { status: 404 }); };",
  ],
  [
    'a case of a switch over a constant that is another',
    "const size = 1; const large = 2;\nswitch (size) { case large: if (!process.env.X) throw new Error('no X'); break; }",
  ],
])('a variable may be absent where the source does without it: %s', async (_, text) => {
  expect(await readVariables({ 'a.ts': text })).toEqual({
    needed: [],
    spare: text.match(/process\.env/g)?.map(() => 'X'),
    open: [],
  });
});

test.each([
  ['a failure where it is absent', "if (!process.env.X) throw new Error('no X');"],
  ['a failure among other statements', "if (process.env.X === undefined) { log('no X'); throw new Error('no X'); }"],
  ['a failure in one of several conditions', "if (isLive && !process.env.X) throw new Error('no X');"],
  ['a failure where the other branch is for its value', "if (process.env.X) log(); else throw new Error('no X');"],
  ['a failure behind an early return', "function f() { if (process.env.X) return 1; throw new Error('no X'); }"],
  ['a process that ends', 'if (!process.env.X) process.exit(1);'],
  [
    'a failure that is thrown again',
    "function f() { try { if (!process.env.X) throw new Error('no X'); } catch (e) { throw new Error('config', { cause: e }); } }",
  ],
  [
    'a failure that may be thrown again',
    "function f() { try { if (!process.env.X) throw new Error('no X'); } catch (e) { if (e instanceof Error) throw e; } }",
  ],
  [
    'a failure that becomes an answer of 500',
    "async function f() { try { if (!process.env.X) throw new Error('no X'); } catch (e) { return Response.json({ e }, { status: 500 }); } }",
  ],
  [
    'a failure without a catch',
    "function f() { try { if (!process.env.X) throw new Error('no X'); } finally { close(); } }",
  ],
  [
    'a failure inside of a catch',
    "function f() { try { go(); } catch { if (!process.env.X) throw new Error('no X'); } }",
  ],
  [
    'a failure of a function inside of a try',
    "try { register(() => { if (!process.env.X) throw new Error('no X'); }); } catch {}",
  ],
  ['a process that ends inside of a try', 'try { if (!process.env.X) process.exit(1); } catch {}'],
  ['a use inside of a try', 'function f() { try { return connect(process.env.X!); } catch { return null; } }'],
  ['a property of an object that is used', 'const config = { key: process.env.X }; use(config.key);'],
  [
    'a property of an object that goes elsewhere',
    'const config = { key: process.env.X }; if (config.key) log(); start(config);',
  ],
  [
    'a switch that fails for all but its cases',
    "switch (process.env.X) { case 'a': go(); break; default: throw new Error('X'); }",
  ],
  ['a case that fails', "switch (true) { case !process.env.X: throw new Error('no X'); }"],
  ['an assertion', "const x = process.env.X; invariant(x, 'no X'); use(x);"],
  ['!', 'use(process.env.X!);'],
  ['a failure that is an expression', "export const x = process.env.X ?? (() => { throw new Error('no X'); })();"],
  [
    'a function that always throws',
    'function missing(): never { throw new Error(); }\nexport const x = process.env.X || missing();',
  ],
  ['a choice that fails', 'export const x = process.env.X ? 1 : fail();'],
  ['a failure where an empty text is left', "const x = process.env.X ?? ''; if (!x) throw new Error('no X');"],
  [
    'a failure where it is compared with an empty text',
    "const x = process.env.X || ''; if (x === '') throw new Error();",
  ],
  ['a failure where it has no length', "const x = process.env.X ?? ''; if (x.length === 0) throw new Error('no X');"],
  [
    'a failure where what is trimmed is empty',
    "const x = (process.env.X ?? '').trim(); if (!x) throw new Error('no X');",
  ],
  [
    'an answer of 503 where it is empty',
    "const f = () => { const x = process.env.X ?? ''; if (!x) return new Response('', { status: 503 }); };",
  ],
  ['globalThis with an assertion', 'use((globalThis as any).process.env.X);'],
  ['zod of one value', 'export const x = z.string().min(1).parse(process.env.X);'],
  ['a question about a list that fails', "if (['X'].some((name) => !process.env[name])) throw new Error('no X');"],
  [
    'a list of what is missing',
    "const missing = ['X'].filter((name) => !process.env[name]); if (missing.length > 0) throw new Error();",
  ],
  ['a failure where it is empty', "if ((process.env.X ?? '') === '') throw new Error('no X');"],
  [
    'a promise that is rejected',
    "const f = async () => { if (!process.env.X) return Promise.reject(new Error('no X')); };",
  ],
  [
    'an answer that says that the server failed',
    "const f = () => { if (!process.env.X) return new Response('', { status: 500 }); };",
  ],
  ['a failure where it is not in the environment', "if (!('X' in process.env)) throw new Error('no X');"],
  ['a failure where the environment has none', "if (!Object.hasOwn(process.env, 'X')) throw new Error('no X');"],
  ['the module of Node.js', "import * as node from 'node:process';\nuse(node.env.X!);"],
  ['the module of Node.js by another name', "import own from 'process';\nuse(own.env.X!);"],
  ['what is taken from process', 'const { env } = process;\nuse(env.X!);'],
  ['a list of names', "for (const name of ['X']) if (!process.env[name]) throw new Error(name);"],
  [
    'a list of names that is a constant',
    "const names = ['X']; names.forEach((name) => { if (!process.env[name]) throw new Error(name); });",
  ],
  ['a template', 'export const url = `https://$'.concat('{process.env.X}/api`;')],
  ['an argument', 'connect(process.env.X);'],
  ['an argument of a function that uses it', 'function open(key: string) { connect(key); } open(process.env.X);'],
  ['a function that fails for it', "const x = process.env.X ?? fail('no X');"],
  ['a property', 'connect({ key: process.env.X });'],
  ['a member', 'export const parts = process.env.X.split(",");'],
  ['a constant that is used', 'const x = process.env.X; connect(x);'],
  ['a constant that is used before it is looked at', 'const x = process.env.X; connect(x); if (x) log();'],
  ['a warning alone', "const x = process.env.X; if (!x) console.warn('no X'); connect(x);"],
  ['a constant of another file', 'export const x = process.env.X;'],
  ['a failure of what is left of it', "const x = process.env.X?.trim(); if (!x) throw new Error('no X');"],
  ['a comparison with what a caller sends', 'export const isAllowed = (sent: string) => sent === process.env.X;'],
])('a variable is needed: %s', async (_, text) => {
  expect(await readVariables({ 'a.ts': text })).toMatchObject({ needed: ['X'], spare: [], open: [] });
});

test.each([
  ['in', "if ('X' in process.env) use(process.env.X!);"],
  ['hasOwn', "if (Object.hasOwn(process.env, 'X')) use(process.env.X!);"],
])('a variable may be absent where the source has asked with `%s` whether it is there', async (_, text) => {
  expect(await readVariables({ 'a.ts': text })).toEqual({ needed: [], spare: ['X', 'X'], open: [] });
});

test('a function that takes the name and has a fallback of its own does without the variable', async () => {
  const reader = "function read(name: string) { return process.env[name] ?? ''; }";
  expect(await readVariables({ 'a.ts': `${reader}\nuse(read('X'));` })).toEqual({ needed: [], spare: ['X'], open: [] });
  const failing =
    "function read(name: string) { const x = process.env[name] ?? ''; if (!x) throw new Error(name); return x; }";
  expect(await readVariables({ 'a.ts': `${failing}\nuse(read('X'));` })).toMatchObject({ needed: ['X'] });
});

test('a variable that is read where another is set is needed with it', async () => {
  const text = [
    'function f() {',
    '  const url = process.env.URL;',
    '  if (url) { const model = process.env.MODEL; if (!model) throw new Error(); return [url, model]; }',
    '  if (!process.env.TOKEN) return;',
    '  send(process.env.TOKEN, process.env.CHANNEL);',
    '}',
  ].join('\n');
  const { variables } = await readBackendTree({ 'a.ts': text });
  expect(variables.filter(({ hasFallback }) => !hasFallback).map(({ name, onlyWith }) => [name, onlyWith])).toEqual([
    ['MODEL', ['URL']],
    ['CHANNEL', ['TOKEN']],
  ]);
});

test('the variables that callers name in a call of another file are read', async () => {
  const seen = await readVariables({
    'model/env.ts':
      'export function requireEnv(name: string) { return process.env[name] as string; }\nexport const optionalEnv = (name: string, spare: string) => process.env[name] ?? spare;',
    'a.ts':
      "import { requireEnv, optionalEnv } from './model/env';\nuse(requireEnv('KEY'), optionalEnv('SPARE', 'x'), requireEnv(other));",
  });
  expect(seen).toEqual({ needed: ['KEY'], spare: ['SPARE'], open: ['requireEnv(other)'] });
});

test('of a file beside the folder, what no module uses is not pushed, and its variables are not needed', async () => {
  await using tree = await startFrontend({
    'convex/a.ts':
      "import { used } from '../src/helpers';\nimport { query } from './_generated/server';\nexport const a = query(async () => used());",
    'src/helpers.ts':
      "import { Link } from './link';\nexport const used = () => connect(process.env.USED!);\nexport const unused = () => Link(process.env.NEXT_PUBLIC_TOKEN!);",
    'src/link.ts': 'export const Link = (key: string) => [key, process.env.NEXT_PUBLIC_URL!];',
  });
  const { syntax } = await readBackendSource(`${tree.root}/convex`);
  expect(syntax.variables.map(({ name, file }) => `${name} ${file}`)).toEqual(['USED ../src/helpers.ts']);
});

test('a variable that allows what only tests may do is not needed', async () => {
  const text =
    "const f = () => { if (process.env.IS_TEST === undefined) throw new Error('a test alone may call this'); };";
  expect(await readVariables({ 'a.ts': text })).toEqual({ needed: [], spare: ['IS_TEST'], open: [] });
  expect(await readVariables({ 'a.ts': text.replace('IS_TEST', 'TEST_KEY') })).toMatchObject({ needed: ['TEST_KEY'] });
});

test.each([
  ['a parameter that is it by default', 'export const f = (env: Env = process.env) => use(env.KEY);', {}],
  ['an argument', 'function f(env: Env) { return use(env.KEY); } f(process.env);', {}],
  ['an argument that is taken apart', 'const f = ({ KEY }: Env) => use(KEY); f(process.env);', {}],
  [
    'one argument of several, passed on',
    'const g = (env: Env) => use(env.KEY); const f = (a: A, env: Env) => g(env); f(1, process.env);',
    {},
  ],
  ['a choice', 'function f(given: { env?: Env }) { const env = given.env ?? process.env; use(env.KEY); }', {}],
  [
    'an argument of another file',
    "import { f } from './env';\nf(process.env);",
    { 'env.ts': 'export function f(env: Env) { use(env.KEY); }' },
  ],
  [
    'files that pass on',
    "import { f } from './index';\nf(process.env);",
    {
      'index.ts': "export * from './env';",
      'env.ts': "import { g } from './more';\nexport const f = (env: Env) => g(env);",
      'more.ts': 'export const g = (env: Env) => use(env.KEY);',
    },
  ],
])('variables are read through the environment as %s', async (_, text, files) => {
  expect(await readVariables({ 'a.ts': text, ...files })).toEqual({ needed: ['KEY'], spare: [], open: [] });
});

test('a read whose variable is known only at run time is reported', async () => {
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

test('the files that are pushed are read: those beside the folder that a module imports too, and no tests', async () => {
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
