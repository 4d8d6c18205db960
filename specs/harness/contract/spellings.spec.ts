import { describe, expect, test } from 'vitest';
import { readBackendTree } from '../../../fixtures/frontends/read-backend-tree.ts';
import { readFrontend } from '../../../fixtures/frontends/read-frontend.ts';
import { type Chain, writtenChain } from '../../../fixtures/frontends/written-chain.ts';
import fc from '../property.ts';

/** Each names `b/c:f`: `root` is `api` or `internal`, `run` takes a function's reference. */
const spellings: [title: string, source: string][] = [
  ['as any around the module', `run((root.b.c as any).f);`],
  ['as any around the root', `run((root as any).b.c.f);`],
  ['as a type of its own around a folder', `run((root.b as Folder).c.f);`],
  ['two assertions in a row', `run((root.b.c as unknown as Module).f as Reference);`],
  ['an assertion in angle brackets', `run((<any>root.b.c).f);`],
  ['! after every step', `run(root!.b!.c!.f!);`],
  ['satisfies', `run((root.b.c satisfies object).f satisfies object);`],
  ['parentheses', `run((((root.b)).c).f);`],
  ['parentheses, ! and as in one', `run(((root.b!) as any).c!.f);`],
  ['destructuring of an assertion', `const { f } = root.b.c as any; run(f);`],
  ['destructuring with a new name', `const { f: renamed } = root.b.c!; run(renamed);`],
  ['destructuring with a quoted name', `const { 'f': quoted } = root.b.c satisfies object; run(quoted);`],
  ['nested destructuring', `const { b: { c: { f } } } = root as any; run(f);`],
  [
    'nested destructuring with a new name and a default',
    `const { b: { c: { f: renamed = none } } } = root; run(renamed);`,
  ],
  ['destructuring of what destructuring gave', `const { b } = root; const { c } = b as any; run(c!.f);`],
  ['a constant', `const module = root.b.c as any; run(module.f);`],
  ['a constant of a constant', `const folder = root!.b; const module = folder.c satisfies object; run(module.f);`],
  ['an assignment', `let module: any; module = root.b.c; run(module!.f);`],
  ['computed literals', `run(root['b']['c'].f);`],
  ['a path as one computed literal', `run((root as any)['b/c'].f);`],
  ['a computed template', 'run((root.b as any)[`c`].f);'],
  ['a computed constant with an assertion', `const name = 'c' as const; run((root.b as any)[name].f);`],
  ['optional chaining', `run(root?.b?.c?.f);`],
  ['optional chaining around an assertion', `run((root?.b as any)?.c!.f);`],
  ['an argument of a function', `const call = (reference: any) => run(reference); call((root.b.c as any).f);`],
  ['the module as an argument', `function call(module: any) { return run((module as any).f); } call(root.b.c!);`],
  ['an argument that is taken apart', `const call = ({ f }: any) => run(f); call(root.b.c as any);`],
  ['what a function gives back', `const moduleOf = () => root.b.c as any; run(moduleOf().f);`],
];

const readers: [side: string, read: (source: string) => Promise<string[]>][] = [
  ['a front end', readFrontendPaths],
  ['a backend', readBackendPaths],
];

async function readFrontendPaths(source: string): Promise<string[]> {
  const imports = `import { useQuery as run } from 'convex/react'; import { api as root } from './convex/_generated/api';`;
  const { references, unresolved, unparsed } = await readFrontend({ 'app.ts': `${imports}\n${source}` });
  return [...references.map((reference) => reference.split(' ')[1] ?? ''), ...unresolved, ...unparsed];
}

async function readBackendPaths(source: string): Promise<string[]> {
  const imports = `import { internal as root } from './_generated/api';`;
  const calls = source.replaceAll('run(', 'ctx.runQuery(');
  const { references, unresolved, unparsed } = await readBackendTree({ 'a.ts': `${imports}\n${calls}` });
  return [
    ...references.map(({ path }) => path),
    ...unresolved.map(({ text }) => text),
    ...unparsed.map(({ reason }) => reason),
  ];
}

describe.each(readers)('in %s, one function is named by', (_side, read) => {
  test.each(spellings)('%s', async (_title, source) => {
    expect(await read(source)).toEqual(['b/c:f']);
  });

  test.each(spellings)('%s, also where the function is gone', async (_title, source) => {
    expect(await read(source.replace(/\bf\b/g, 'gone'))).toEqual(['b/c:gone']);
  });

  test('any chain of names, however it is wrapped', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(chains, async (chain) => {
        expect(await read(writtenChain(chain))).toEqual([
          `${chain.names.slice(0, -1).join('/')}:${chain.names.at(-1)}`,
        ]);
      }),
      { numRuns: 150 },
    );
  });
});

const name = fc.constantFrom('sites', 'list', 'crud', 'all', 'remove', 'f');
const chains: fc.Arbitrary<Chain> = fc
  .array(name, { minLength: 2, maxLength: 4 })
  .chain((names) => fc.record({ names: fc.constant(names), forms: formsOf(names.length) }));

function formsOf(steps: number): fc.Arbitrary<Chain['forms']> {
  const wraps = fc.array(
    fc.constantFrom('any', 'type', 'angle', 'bang', 'satisfies', 'parentheses', 'alias', 'identity', 'comma'),
    { maxLength: 3 },
  );
  const takes = fc.constantFrom(
    'dot',
    'quoted',
    'template',
    'constant',
    'optional',
    'destructured',
    'renamed',
    'function',
  );
  return fc.array(fc.record({ wraps, take: takes }), { minLength: steps, maxLength: steps });
}
