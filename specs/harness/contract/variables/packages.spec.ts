import { expect, test } from 'vitest';
import { readVariables } from './read-variables.ts';

test.each([
  ['env-var required', "import * as env from 'env-var'; use(env.get('X').required().asString());", ['X'], [], 0],
  ['env-var default import', "import env from 'env-var'; use(env.get('X').required().asString());", ['X'], [], 0],
  ['env-var named', "import { get } from 'env-var'; use(get('X').required().asInt());", ['X'], [], 0],
  [
    'env-var from',
    "import { from } from 'env-var'; const env = from(process.env); use(env.get('X').required().asString(), env.get('Y').asString());",
    ['X', 'Y'],
    [],
    0,
  ],
  ['env-var require cjs', "const env = require('env-var'); use(env.get('X').required().asString());", ['X'], [], 0],
  ['env-var default', "import env from 'env-var'; use(env.get('X').default('a').asString());", [], ['X'], 0],
  [
    'env-var required default',
    "import env from 'env-var'; use(env.get('X').required().default('a').asString());",
    [],
    ['X'],
    0,
  ],
  ['env-var required false', "import env from 'env-var'; use(env.get('X').required(false).asString());", ['X'], [], 0],
  ['env-var optional', "import env from 'env-var'; const x = env.get('X').asString(); if (x) use(x);", [], ['X'], 0],
  ['env-var required computed', "import env from 'env-var'; use(env.get(name).required().asString());", [], [], 1],
  [
    'env-var alias const',
    "import env from 'env-var'; const X = env.get('X'); use(X.required().asString());",
    ['X'],
    [],
    0,
  ],
  [
    'env-var convert',
    "import env from 'env-var'; use(env.get('X').convertFromBase64().required().asString());",
    ['X'],
    [],
    0,
  ],
  [
    'env-var required asks NODE_ENV',
    "import env from 'env-var'; const isProd = true; use(env.get('X').required(isProd).asString());",
    ['X'],
    [],
    0,
  ],
  [
    'effect string',
    "import { Config } from 'effect'; const p = Effect.gen(function* () { const x = yield* Config.string('X'); });",
    ['X'],
    [],
    0,
  ],
  ['effect redacted', "import { Config } from 'effect'; const x = Config.redacted('X');", ['X'], [], 0],
  [
    'effect default',
    "import { Config } from 'effect'; const x = Config.string('X').pipe(Config.withDefault('a'));",
    [],
    ['X'],
    0,
  ],
  [
    'effect default dataFirst',
    "import { Config } from 'effect'; const x = Config.withDefault(Config.string('X'), 'a');",
    [],
    ['X'],
    0,
  ],
  ['effect option', "import { Config } from 'effect'; const x = Config.option(Config.string('X'));", [], ['X'], 0],
  [
    'effect pipe option',
    "import { Config } from 'effect'; const x = Config.string('X').pipe(Config.option);",
    [],
    ['X'],
    0,
  ],
  [
    'effect pipe fn',
    "import { Config, pipe } from 'effect'; const x = pipe(Config.integer('X'), Config.withDefault(3));",
    [],
    ['X'],
    0,
  ],
  [
    'effect orElse',
    "import { Config } from 'effect'; const x = Config.string('X').pipe(Config.orElse(() => Config.string('Y')));",
    ['Y'],
    ['X'],
    0,
  ],
  [
    'effect orElseSucceed',
    "import * as Config from 'effect/Config'; const x = Config.string('X').pipe(Config.map(String));",
    ['X'],
    [],
    0,
  ],
  [
    'effect all',
    "import { Config } from 'effect'; const c = Config.all({ a: Config.string('X'), b: Config.number('Y').pipe(Config.withDefault(1)) });",
    ['X'],
    ['Y'],
    0,
  ],
  [
    'effect nested',
    "import { Config } from 'effect'; const c = Config.nested(Config.string('HOST'), 'DB');",
    ['DB_HOST'],
    [],
    0,
  ],
  [
    'effect nested pipe',
    "import { Config } from 'effect'; const c = Config.string('HOST').pipe(Config.nested('DB'));",
    ['DB_HOST'],
    [],
    0,
  ],
  [
    'effect secret default all',
    "import { Config } from 'effect'; const c = Config.all([Config.string('X')]).pipe(Config.withDefault([]));",
    [],
    ['X'],
    0,
  ],
  ['effect schema', "import { Schema } from 'effect'; const c = Schema.Config('X', Schema.String);", ['X'], [], 0],
])('variables that a package reads under a name: %s', async (_, text, needed, spare, open) => {
  const found = await readVariables({ 'a.ts': text });
  const once = (names: readonly string[]) => [...new Set(names)].filter((name) => name !== 'NODE_ENV').sort();
  expect(once(found.needed)).toEqual(needed);
  expect(once(found.spare).filter((name) => !found.needed.includes(name))).toEqual(spare);
  expect(found.open).toHaveLength(open);
});
