import { anyApi, getFunctionName, makeFunctionReference } from 'convex/server';
import { expect, test } from 'vitest';
import { readFrontend } from '../../../fixtures/frontends/read-frontend.ts';
import { canonicalFunctionPath, functionPathOfSteps } from '../../../support/contract/index.ts';
import fc from '../property.ts';

const step = fc.stringMatching(/^[a-z][A-Za-z0-9_]{0,8}$/).filter((name) => name !== 'then' && name !== 'finally');
const steps = fc.array(fc.oneof({ weight: 5, arbitrary: step }, fc.constant('default')), {
  minLength: 2,
  maxLength: 5,
});
type Node = Record<string, never>;

test('steps make the path that Convex itself makes of them', () => {
  fc.assert(
    fc.property(steps, (names) => {
      const reference = names.reduce((node, name) => node[name] as unknown as Node, anyApi as unknown as Node);
      expect(functionPathOfSteps(names)).toBe(getFunctionName(reference as never));
    }),
  );
});

test('a canonical path stays as it is, and Convex reads it as written', () => {
  fc.assert(
    fc.property(steps, (names) => {
      const path = functionPathOfSteps(names);
      expect(canonicalFunctionPath(path)).toBe(path);
      expect(canonicalFunctionPath(getFunctionName(makeFunctionReference<'query'>(path)))).toBe(path);
    }),
  );
});

test.each([
  ['sites/list.js:listCompanySites', 'sites/list:listCompanySites'],
  ['sites/list.js:default', 'sites/list'],
  ['sites/list:default', 'sites/list'],
  ['sites/list', 'sites/list'],
  ['sites/list.js', 'sites/list'],
])('%s is %s', (written, path) => {
  expect(canonicalFunctionPath(written)).toBe(path);
});

test('a single step is refused', () => {
  expect(() => functionPathOfSteps(['sites'])).toThrow('api.sites');
});

/** Ways to write the function `names` of `api`, each an expression with the statements it needs before it. */
const spellings: ((names: readonly string[], index: number) => { before: string; expression: string })[] = [
  (names) => ({ before: '', expression: `api.${names.join('.')}` }),
  (names) => ({ before: '', expression: `api${names.map((name) => `['${name}']`).join('')}` }),
  (names) => ({ before: '', expression: `api['${names.slice(0, -1).join('/')}'].${names.at(-1)}` }),
  (names) => ({ before: '', expression: `api?.${names.join('!.')}` }),
  (names, index) => ({ before: `const c${index} = api.${names.join('.')};`, expression: `c${index}` }),
  (names, index) => ({
    before: `const { ${names[0]}: d${index} } = api;`,
    expression: `d${index}.${names.slice(1).join('.')}`,
  }),
  (names, index) => ({
    before: `const ${names.reduceRight((inner, name) => `{ ${name}: ${inner} }`, `n${index}`)} = api;`,
    expression: `n${index}`,
  }),
  (names, index) => ({
    before: `const k${index} = '${names[0]}';`,
    expression: `api[k${index}].${names.slice(1).join('.')}`,
  }),
  (names, index) => ({ before: `const o${index} = { it: api.${names.join('.')} };`, expression: `o${index}.it` }),
  (names) => ({ before: '', expression: `(() => api.${names.join('.')})()` }),
  (names) => ({ before: '', expression: `same(api.${names.join('.')})` }),
  (names) => ({ before: '', expression: `makeFunctionReference('${functionPathOfSteps(names)}')` }),
];
const callers = [
  ['useQuery', 'query'],
  ['useMutation', 'mutation'],
  ['useAction', 'action'],
  ['client.query', 'query'],
  ['useWrapped', 'query'],
  ['track', '?'],
] as const;

test('in a tree with any mix of spellings and callers, exactly its references are found', async () => {
  const use = fc.record({ names: steps, spelling: fc.nat(spellings.length - 1), caller: fc.constantFrom(...callers) });
  await fc.assert(
    fc.asyncProperty(fc.array(use, { minLength: 1, maxLength: 8 }), async (uses) => {
      const head = `import { api } from './api'; import { useQuery, useMutation, useAction } from 'convex/react';
import { makeFunctionReference } from 'convex/server'; import { client } from './client'; import { useWrapped, same } from './hooks';`;
      const lines = uses.map(({ names, spelling, caller }, index) => {
        const { before, expression } = spellings[spelling]?.(names, index) ?? { before: '', expression: '' };
        return `${before} ${caller[0]}(${expression});`;
      });
      const seen = await readFrontend({
        'api.ts': `export { api } from '@my/backend/_generated/api';`,
        'client.ts': `import { ConvexHttpClient } from 'convex/browser'; export const client = new ConvexHttpClient(url);`,
        'hooks.ts': `import { useQuery } from 'convex/react'; export const useWrapped = (f, a) => useQuery(f, a); export const same = (f) => f;`,
        'page.ts': `${head}\n${lines.join('\n')}`,
      });
      const found = seen.references.map((line) => line.replace(/ @ page\.ts:(\d+):\d+$/, ' $1')).sort();
      const written = uses
        .map(({ names, caller }, at) => `${caller[1]} ${functionPathOfSteps(names)} ${at + 3}`)
        .sort();
      expect(found).toEqual(written);
      expect(seen.unresolved).toEqual([]);
      expect(seen.unparsed).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
