import { describe, expect, test } from 'vitest';
import { readFrontend } from '../../../fixtures/frontends/read-frontend.ts';

const lib = `export { api } from './convex/_generated/api';`;
const use = (from: string) =>
  `import { useQuery } from 'convex/react'; import { api } from '${from}';\nuseQuery(api.a.b);`;

describe('a module is found by', () => {
  const ways: [title: string, from: string, files: Record<string, string>][] = [
    [
      'paths of a tsconfig with comments and trailing commas',
      '~lib/backend',
      {
        'tsconfig.json': `{ // for the app\n "compilerOptions": { /* here */ "paths": { "~lib/*": ["./src/lib/*"], }, }, }`,
        'src/lib/backend.ts': lib,
      },
    ],
    [
      'paths that are inherited',
      '#api',
      {
        'tsconfig.json': `{ "extends": ["./config/none.json", "./config/base"] }`,
        'config/none.json': `{}`,
        'config/base.json': `{ "compilerOptions": { "baseUrl": "..", "paths": { "#api": ["src/api"] } } }`,
        'src/api.ts': lib,
      },
    ],
    [
      'paths that lead straight to the generated module, which is not on disk',
      'backend',
      { 'tsconfig.json': `{ "compilerOptions": { "paths": { "backend": ["../server/convex/_generated/api"] } } }` },
    ],
    [
      'paths of a referenced project',
      '@/lib/api',
      {
        'tsconfig.json': `{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }`,
        'tsconfig.app.json': `{ "compilerOptions": { "paths": { "@/*": ["./source/*"] } } }`,
        'source/lib/api.ts': lib,
      },
    ],
    [
      'paths of a tsconfig that extends one of a package which is not installed',
      '~lib/api',
      {
        'tsconfig.json': `{ "extends": "expo/tsconfig.base", "compilerOptions": { "paths": { "~lib/*": ["./src/*"] } } }`,
        'src/api.ts': lib,
      },
    ],
    [
      'paths of a tsconfig that extends one which a framework generates, and has not',
      '~lib/api',
      {
        'tsconfig.json': `{ "extends": "./.svelte-kit/tsconfig.json", "compilerOptions": { "paths": { "~lib/*": ["./src/*"] } } }`,
        'src/api.ts': lib,
      },
    ],
    [
      'the longest pattern of paths',
      '@/lib/api',
      {
        'tsconfig.json': `{ "compilerOptions": { "paths": { "@/*": ["./wrong/*"], "@/lib/*": ["./right/*"] } } }`,
        'wrong/lib/api.ts': `export const api = {};`,
        'right/api.ts': lib,
      },
    ],
    ['baseUrl', 'lib/api', { 'jsconfig.json': `{ "compilerOptions": { "baseUrl": "src" } }`, 'src/lib/api.ts': lib }],
    [
      'the nearest package where no config says otherwise',
      '@/lib/api',
      { 'package.json': `{ "name": "web" }`, 'src/lib/api.ts': lib },
    ],
    [
      'the exports of a workspace package',
      '@acme/backend/api',
      {
        'packages/backend/package.json': `{ "name": "@acme/backend", "exports": { "./api": { "types": "./dist/api.d.ts", "default": "./dist/api.js" } } }`,
        'packages/backend/src/api.ts': lib,
      },
    ],
    [
      'the name of a workspace package',
      '@acme/backend',
      { 'packages/backend/package.json': `{ "name": "@acme/backend" }`, 'packages/backend/src/index.ts': lib },
    ],
    [
      'a pattern of a workspace package that leads to the generated module',
      '@acme/backend/api',
      {
        'packages/backend/package.json': `{ "name": "@acme/backend", "exports": { "./*": "./convex/_generated/*.js" } }`,
      },
    ],
    [
      'the imports of its own package',
      '#lib/api',
      { 'package.json': `{ "imports": { "#lib/*": { "default": "./src/*.ts" } } }`, 'src/api.ts': lib },
    ],
    ['a name that ends in .js and means TypeScript', './lib.js', { 'lib.ts': lib }],
    ['a file for each platform', './lib', { 'lib.native.ts': lib }],
  ];
  test.each(ways)('%s', async (_title, from, files) => {
    const seen = await readFrontend({ ...files, 'app.tsx': use(from) });
    expect(seen.references).toEqual(['query a:b @ app.tsx:2:10']);
    expect(seen.unparsed).toEqual([]);
  });
});

test('a tsconfig that is not JSON is reported', async () => {
  const seen = await readFrontend({ 'tsconfig.json': `{ "compilerOptions": `, 'app.tsx': use('@/lib/api') });
  expect(seen.unparsed).toEqual(['tsconfig.json:1:1']);
});

test('a call is unresolved where its module is not in the tree', async () => {
  const seen = await readFrontend({ 'app.tsx': use('@elsewhere/backend') });
  expect(seen.references).toEqual([]);
  expect(seen.unresolved).toEqual(['api.a.b @ app.tsx:2:10']);
});
