import { expect, test } from 'vitest';
import { readVariables } from './read-variables.ts';

async function read(code: string) {
  return await readVariables({
    'a.ts': `import { query } from './_generated/server';\n${code}\nexport const q = query({ args: {}, handler: async () => null });`,
  });
}

test.each([
  ['early throw', "const f = () => { const k = process.env.X; if (!k) { throw new Error('x'); } return k; }"],
  ['early throw undefined', "const k = process.env.X; if (k === undefined || k === '') throw new Error('x');"],
  ['template', 'const u = "https://" + process.env.X + "/a";'],
  ['bang', 'const u = process.env.X!;'],
  ['new Client', "import { Client } from 'x';\nconst c = new Client(process.env.X);"],
  ['as string', 'const u = fetch(process.env.X as string);'],
  ['invariant', "import invariant from 'tiny-invariant';\ninvariant(process.env.X, 'X');"],
  ['assert', "import assert from 'node:assert';\nassert(process.env.X);"],
  ['Number', 'const n = Number(process.env.X);'],
  ['split', "const l = process.env.X.split(',');"],
  ['JSON.parse', 'const s = JSON.parse(process.env.X!);'],
  [
    'fn getter need',
    "const env = (n: string, d?: string) => { const v = process.env[n] ?? d; if (v === undefined) throw new Error(n); return v; };\nenv('X');",
  ],
  ['arr every', "for (const n of ['X']) if (!process.env[n]) throw new Error(n);"],
  ['returned', 'export const key = () => process.env.X;'],
  ['ternary throw', "const k = process.env.X ? 1 : (() => { throw new Error('x'); })();"],
  ['process.exit', 'if (!process.env.X) process.exit(1);'],
  ['compare null', "if (process.env.X == null) { throw new Error('x') }"],
  [
    'ConvexError',
    "import { ConvexError } from 'convex/values';\nconst f = () => { if (process.env.X === undefined) throw new ConvexError('x'); };",
  ],
])('X is needed: %s', async (_, code) => {
  expect(await read(code)).toMatchObject({ needed: ['X'], open: [] });
});

test.each([
  ['if X', 'if (process.env.X) go();'],
  ['not X return', 'const f = () => { if (!process.env.X) return 2; return process.env.X.length; }'],
  ['=== true', "const t = process.env.X === 'true';"],
  ['switch', "switch (process.env.X) { case 'a': go(); break; default: stop(); }"],
  ['in', "const t = 'X' in process.env;"],
  ['hasOwn', "if (Object.hasOwn(process.env, 'X')) use(process.env.X);"],
  ['while', 'while (process.env.X) break;'],
  ['nullish assign', 'let k: any; k ??= process.env.X; if (k) go();'],
  ['typeof undefined', "if (typeof process.env.X !== 'undefined') use(process.env.X!);"],
  ['new client guard', "import { Client } from 'x';\nconst c = process.env.X ? new Client(process.env.X) : null;"],
  ['obj options', 'const o = { key: process.env.X }; if (o.key) go(o.key);'],
  ['default param', "const f = (k = process.env.X ?? 'd') => k;"],
  ['destructure default', "const { X = 'a' } = process.env;"],
  ['console.error return', "const f = () => { if (!process.env.X) { console.error('no X'); return null; } return 1; }"],
  ['try catch', "const f = () => { try { if (!process.env.X) throw new Error('x'); } catch { return null; } }"],
  ['Number or', 'const n = Number(process.env.X) || 5;'],
  ['parseInt default', "const n = parseInt(process.env.X ?? '5');"],
  ['split optional', "const l = process.env.X?.split(',') ?? [];"],
  ['includes list', "const is = ['1','true'].includes(process.env.X as string);"],
  ['logical and ret', "export const on = process.env.X && process.env.X.startsWith('sk_');"],
  [
    'fn getter',
    "const env = (n: string, d?: string) => { const v = process.env[n] ?? d; if (v === undefined) throw new Error(n); return v; };\nenv('X', 'd');",
  ],
  ['Boolean()', 'export const isOn = Boolean(process.env.X);'],
  ['jsx', 'const h = (process.env.X || undefined);'],
])('the code does without X: %s', async (_, code) => {
  const { needed, open } = await read(code);
  expect({ needed, open }).toEqual({ needed: [], open: [] });
});
