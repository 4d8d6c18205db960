import { expect, test } from 'vitest';
import { readVariables } from './read-variables.ts';

test.each([
  ['dev only', "if (process.env.NODE_ENV === 'development' && !process.env.X) throw new Error('x');", [], ['X'], 0],
  [
    'dev only nested',
    "if (process.env.NODE_ENV === 'development') { if (!process.env.X) throw new Error('x'); }",
    [],
    ['X'],
    0,
  ],
  ['not production', "if (process.env.NODE_ENV !== 'production') { use(process.env.X!); }", [], ['X'], 0],
  [
    'dev const',
    "const isDev = process.env.NODE_ENV !== 'production'; if (isDev && !process.env.X) throw new Error('x');",
    [],
    ['X'],
    0,
  ],
  [
    'dev function',
    "const isDev = () => process.env.NODE_ENV === 'development'; if (isDev()) use(process.env.X!);",
    [],
    ['X'],
    0,
  ],
  ['test', "if (process.env.NODE_ENV === 'test') use(process.env.X!);", [], ['X'], 0],
  ['prod only', "if (process.env.NODE_ENV === 'production' && !process.env.X) throw new Error('x');", ['X'], [], 0],
  [
    'prod only nested',
    "if (process.env.NODE_ENV === 'production') { if (!process.env.X) throw new Error('x'); }",
    ['X'],
    [],
    0,
  ],
  [
    'early return prod',
    "function f() { if (process.env.NODE_ENV === 'production') return; use(process.env.X!); }",
    [],
    ['X'],
    0,
  ],
  ['ternary', "export const x = process.env.NODE_ENV === 'production' ? 'a' : process.env.X!;", [], ['X'], 0],
  ['ternary prod', "export const x = process.env.NODE_ENV === 'production' ? process.env.X! : 'a';", ['X'], [], 0],
  [
    'a failure in production inside of a block',
    "if (!process.env.X) { if (process.env.NODE_ENV === 'production') throw new Error('x'); }",
    ['X'],
    [],
    0,
  ],
  [
    'a failure in development inside of a block',
    "if (!process.env.X) { if (process.env.NODE_ENV !== 'production') throw new Error('x'); }",
    [],
    ['X'],
    0,
  ],
  [
    'a list of environments',
    "if (['development', 'test'].includes(process.env.NODE_ENV!)) use(process.env.X!);",
    [],
    ['X'],
    0,
  ],
  [
    'a list with production',
    "if (['production', 'preview'].includes(process.env.NODE_ENV!)) use(process.env.X!);",
    ['X'],
    [],
    0,
  ],
  [
    'destructured',
    "const { NODE_ENV } = process.env; if (NODE_ENV !== 'production') use(process.env.X!);",
    [],
    ['X'],
    0,
  ],
  [
    'another name of the environment',
    "const env = process.env; if (env.NODE_ENV === 'test') use(env.X!);",
    [],
    ['X'],
    0,
  ],
  [
    'a condition that is true either way',
    "if (process.env.NODE_ENV === 'production' || process.env.X) log(); else throw new Error();",
    [],
    ['X'],
    0,
  ],
  [
    'a condition that leaves it to the value',
    "if (process.env.NODE_ENV !== 'production' || process.env.X) log(); else throw new Error();",
    ['X'],
    [],
    0,
  ],
  [
    'a validation in development',
    "if (process.env.NODE_ENV === 'development') z.object({ X: z.string() }).parse(process.env);",
    [],
    ['X'],
    0,
  ],
  ['a variable of another name', "if (process.env.STAGE === 'development') use(process.env.X!);", ['X'], ['STAGE'], 0],
])('a deployment runs with NODE_ENV production: %s', async (_, text, needed, spare, open) => {
  const found = await readVariables({ 'a.ts': text });
  const once = (names: readonly string[]) => [...new Set(names)].filter((name) => name !== 'NODE_ENV').sort();
  expect(once(found.needed)).toEqual(needed);
  expect(once(found.spare).filter((name) => !found.needed.includes(name))).toEqual(spare);
  expect(found.open).toHaveLength(open);
});
