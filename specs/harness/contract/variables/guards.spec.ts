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
  ['constant name', "const K = 'X' as const; const u = process.env[K]!;"],
  ['name in parts', `const P = 'X'; const u = process.env[\`\${''+P}\`]!;`],
  [
    'fn reader by a constant',
    "const need = (n: string) => { const v = process.env[n]; if (!v) throw new Error(n); return v; };\nconst K = 'X';\nneed(K);",
  ],
  ['text named undefined', "if (String(process.env.X) === 'undefined') throw new Error('x');"],
  ['text in an address', `const u = new URL(\`https://\${process.env.X}/a\`);`],
  ['text passed on', 'const s = String(process.env.X).trim(); connect(s);'],
  ['text exported', 'export const key = String(process.env.X);'],
  ['text of a header', `if (header !== \`Bearer \${process.env.X}\`) refuse();`],
  ['number passed on', 'const n = +process.env.X!; wait(n);'],
  ['number asked', "if (!Number(process.env.X)) throw new Error('x');"],
  ['Object.is undefined', "if (Object.is(process.env.X, undefined)) throw new Error('x');"],
  ['property of a table', 'const m = table[process.env.X as string].url;'],
  ['method without a guard', "const on = process.env.X!.toLowerCase() === 'on';"],
  [
    'fn reader passed on',
    'function get(n: string) { const v = process.env[n]; if (!v) return null; return v; }\nconnect(get("X"));',
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
  ['String()', "const on = String(process.env.X).toLowerCase() === 'on';"],
  ['String() in a table', 'const t = { on: 1, off: 0 }[String(process.env.X)] ?? 0;'],
  ['template', `const on = \`\${process.env.X}\` === 'true';`],
  ['joined to an empty text', "const on = (process.env.X + '').trim() === 'true';"],
  ['String() in a list', "const on = ['1', 'true'].includes(String(process.env.X));"],
  ['String() in a set', "const on = new Set(['1', 'true']).has(String(process.env.X));"],
  ['String() named', "const s = String(process.env.X); if (s === 'on') go();"],
  ['String() in a switch', "switch (String(process.env.X)) { case 'a': go(); break; default: stop(); }"],
  ['String() in an expression', 'const on = /^(on|true)$/i.test(String(process.env.X));'],
  ['String() asked', "if (String(process.env.X).startsWith('sk_live')) go();"],
  ['String() in parts', "const on = String(process.env.X).split(',').includes('a');"],
  ['String() in an object', "export default { on: String(process.env.X) === 'true' };"],
  ['String() shown', `console.info(\`X is \${String(process.env.X)}\`);`],
  ['JSON.stringify', 'const on = JSON.stringify(process.env.X) === \'"on"\';'],
  ['Number compared', 'const on = Number(process.env.X) === 1;'],
  ['plus', 'const on = +process.env.X! === 1;'],
  ['parseInt or', 'const n = parseInt(process.env.X as string, 10) || 5;'],
  ['Object.is', "const on = Object.is(process.env.X, 'true');"],
  ['some', "const on = ['a', 'b'].some((each) => each === process.env.X);"],
  ['compared by a function', 'const isOn = (v?: string) => String(v) === "on"; export const on = isOn(process.env.X);'],
  ['fn that compares', "const is = (n: string) => String(process.env[n]) === 'true'; export const on = is('X');"],
  ['fn that asks', "const has = (n: string) => !!process.env[n]; export const on = has('X');"],
])('the code does without X: %s', async (_, code) => {
  const { needed, open } = await read(code);
  expect({ needed, open }).toEqual({ needed: [], open: [] });
});
