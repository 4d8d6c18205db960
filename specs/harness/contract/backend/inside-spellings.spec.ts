import { describe, expect, test } from 'vitest';
import { readBackendTree } from '../../../../fixtures/frontends/read-backend-tree.ts';

const head = "import { internal } from './_generated/api';\nimport { mutation } from './_generated/server';\n";

/** What a handler with `body` calls, beside a module `b/c` with the function `f`. */
async function callsOf(body: string) {
  const { references, unresolved } = await readBackendTree({
    'a.ts': `${head}export const m = mutation({ args: {}, handler: async (ctx) => { ${body} } });`,
    'b/c.ts':
      "import { internalMutation } from '../_generated/server';\nexport const f = internalMutation({ args: {}, handler: async () => null });",
  });
  return {
    paths: references.filter(({ handedTo }) => handedTo === undefined).map(({ path }) => path),
    modules: references.filter(({ handedTo }) => handedTo !== undefined).map(({ path }) => path),
    open: unresolved.map(({ text }) => text),
  };
}

describe('a function that the backend calls is found', () => {
  test.each([
    ['as a default of a parameter', 'const go = async (f = internal.b.c.gone) => ctx.runMutation(f, {}); await go();'],
    [
      'in an object by its name',
      'const all = { one: internal.b.c.gone } as const; await ctx.runMutation(all.one, {});',
    ],
    ['in what a function returns', 'await ctx.runMutation((() => internal.b.c.gone)(), {});'],
    ['by a function of the language', "await ctx.runMutation(Reflect.get(internal.b.c, 'gone'), {});"],
    ['behind a comma', 'await ctx.runMutation((0, internal.b.c.gone), {});'],
    ['taken apart at once', 'const { b: { c: { gone: x } } } = internal; await ctx.runMutation(x, {});'],
    ['behind optional chains', 'await ctx.runMutation(internal?.b?.c?.gone, {});'],
    ['behind two assertions', 'await ctx.runMutation((internal.b as unknown as any).c["gone"], {});'],
    ['by a template', 'await ctx.runMutation(internal.b.c[`gone`], {});'],
    ['by the path of its module', "await ctx.runMutation((internal as any)['b/c'].gone, {});"],
    ['behind an assertion in angle brackets', 'await ctx.runMutation((<any>internal).b.c.gone, {});'],
    ['as what is scheduled', 'await ctx.scheduler.runAfter(0, internal.b.c.gone as any, {});'],
    [
      'as a property of a class',
      'class Job { f = internal.b.c.gone; run(c: any) { return c.runMutation(this.f, {}); } } new Job().run(ctx);',
    ],
    [
      'made by a function that is imported late',
      "const { makeFunctionReference } = await import('convex/server'); await ctx.runMutation(makeFunctionReference('b/c:gone'), {});",
    ],
  ])('%s', async (_, body) => {
    expect(await callsOf(body)).toEqual({ paths: ['b/c:gone'], modules: [], open: [] });
  });

  test.each([
    ['in a list', 'for (const f of [internal.b.c.f, internal.b.c.gone]) await ctx.runMutation(f, {});'],
    [
      'in an object by any name',
      'const all = { one: internal.b.c.f, two: internal.b.c.gone }; await ctx.runMutation(all[k], {});',
    ],
    [
      'where the variable is set again',
      'let f: any = internal.b.c.f; f = internal.b.c.gone; await ctx.runMutation(f, {});',
    ],
    ['as one of two', 'await ctx.runMutation(on ? internal.b.c.f : internal.b.c.gone, {});'],
  ])('beside another one: %s', async (_, body) => {
    expect(await callsOf(body)).toEqual({ paths: ['b/c:f', 'b/c:gone'], modules: [], open: [] });
  });

  test.each([['given to a function that is not known', "await ctx.runMutation(pick(internal.b.c, 'gone'), {});"]])(
    'or may be a module, which is noted: %s',
    async (_, body) => {
      expect(await callsOf(body)).toEqual({ paths: [], modules: ['b:c'], open: [] });
    },
  );

  test.each([
    [
      'by a name of a list',
      "await Promise.all(['f', 'gone'].map((n) => ctx.runMutation((internal.b.c as any)[n], {})));",
    ],
    ['of a copy', 'const all = { ...internal.b.c }; await ctx.runMutation(all.gone, {});'],
  ])('or is open: %s', async (_, body) => {
    const { paths, open } = await callsOf(body);
    expect([paths, open.length]).toEqual([[], 1]);
  });
});
