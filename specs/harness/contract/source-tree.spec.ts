import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readFrontend } from '../../../fixtures/frontends/read-frontend.ts';
import { startFrontend } from '../../../fixtures/frontends/start-frontend.ts';
import { readSourceReferences } from '../../../support/contract/index.ts';

const page = (name: string) => `import { api } from '@/convex/_generated/api';\ntrack(api.a.${name});`;

describe('files that do not ship are not read:', () => {
  test.each([
    'node_modules/lib/index.ts',
    'dist/app.js',
    'build/app.js',
    'out/app.js',
    '.next/server/app.js',
    'coverage/app.js',
    'src/app.test.tsx',
    'src/app.spec.ts',
    'src/app.stories.tsx',
    'src/__tests__/app.ts',
    'src/__mocks__/app.ts',
    'e2e/app.ts',
    'src/app.d.ts',
    'src/app.story.tsx',
    'src/app.test-d.ts',
    'src/app.bench.ts',
    'src/app.cy.tsx',
    'tests/app.ts',
    'cypress/support/app.ts',
    'vitest.setup.ts',
    'src/setupTests.ts',
    'public/build/app.js',
    'convex/_generated/other.ts',
  ])('%s', async (hidden) => {
    const seen = await readFrontend({ [hidden]: page('hidden'), 'src/app.tsx': page('seen') });
    expect(seen.references).toEqual(['? a:seen @ src/app.tsx:2:7']);
    expect(seen.filesRead).toBe(1);
  });
});

test.each([
  'app/build/page.tsx',
  'src/out/page.ts',
  'src/dist/list.tsx',
  'src/coverage/map.vue',
  'src/routes/test/page.tsx',
])('a page or a feature may have the name of build output: %s', async (file) => {
  const text = file.endsWith('vue') ? `<script>${page('seen')}</script>` : page('seen');
  expect((await readFrontend({ [file]: text, 'package.json': '{}' })).filesRead).toBe(1);
});

test('build output beside each manifest is left out, and so is a package of tests', async () => {
  const seen = await readFrontend({
    'apps/web/package.json': '{}',
    'apps/web/build/app.js': page('built'),
    'apps/e2e/package.json': '{}',
    'apps/e2e/app.ts': page('tested'),
    'apps/web/app.ts': page('seen'),
  });
  expect(seen.references).toEqual(['? a:seen @ apps/web/app.ts:2:7']);
});

test('a linked folder is read once, at its real path, and imports through the link are resolved', async () => {
  await using shared = await startFrontend({ 'refs.ts': page('shared') });
  await using frontend = await startFrontend({
    'app.ts': `import { api } from '@/convex/_generated/api'; import { Module } from './linked/names';\ntrack(api[Module].b);`,
    'names/names.ts': `export const Module = 'a';`,
  });
  await symlink(shared.root, path.join(frontend.root, 'shared'));
  await symlink(shared.root, path.join(frontend.root, 'shared-again'));
  await symlink(path.join(frontend.root, 'names'), path.join(frontend.root, 'linked'));
  await symlink('.', path.join(frontend.root, 'circle'));
  const seen = await readSourceReferences({ root: frontend.root });
  expect(seen.references.map((reference) => reference.path).sort()).toEqual(['a:b', 'a:shared']);
  expect(seen.unresolved).toEqual([]);
});

test.each(['ts', 'tsx', 'js', 'jsx', 'mts', 'cts', 'mjs'])('a .%s file is read', async (extension) => {
  const seen = await readFrontend({ [`app.${extension}`]: page('b') });
  expect(seen.references).toEqual([`? a:b @ app.${extension}:2:7`]);
});

test('JSX in a plain .js file is read', async () => {
  const seen = await readFrontend({
    'app.js': `import { api } from './_generated/api';\nexport const x = <A q={api.a.b} />;`,
  });
  expect(seen.references).toEqual(['? a:b @ app.js:2:24']);
});

test.each(['vue', 'svelte'])('the script of a .%s file is read at its own position', async (extension) => {
  const text = `<template><p>it's {{ x }}</p></template>\n<script setup lang="ts">\nimport { api } from '@/convex/_generated/api';\ntrack(api.a.b as F);\n</script>`;
  expect((await readFrontend({ [`app.${extension}`]: text })).references).toEqual([`? a:b @ app.${extension}:4:7`]);
});

test('only the included folders are read, and what they import', async () => {
  const files = {
    'apps/web/page.ts': `${page('web')} import { f } from '../../shared/refs'; f();`,
    'shared/refs.ts': `${page('shared')} export const f = () => 1;`,
    'apps/admin/page.ts': page('admin'),
  };
  const seen = await readFrontend(files, { include: ['apps/web'] });
  expect(seen.references).toEqual(['? a:web @ apps/web/page.ts:2:7', '? a:shared @ shared/refs.ts:2:7']);
  expect(seen.filesRead).toBe(2);
});

test('excluded globs are left out', async () => {
  const files = { 'src/app.ts': page('app'), 'src/storybook/demo.ts': page('demo') };
  const seen = await readFrontend(files, { exclude: ['src/storybook/**'] });
  expect(seen.references).toEqual(['? a:app @ src/app.ts:2:7']);
});

describe('the backend folder', () => {
  const backend = `import { query } from './_generated/server'; import { api, internal } from './_generated/api';\nexport const b = query({ handler: (ctx) => ctx.runQuery(api.a.inside) });`;

  test('is left out and reported, with or without generated code on the disk', async () => {
    const seen = await readFrontend({ 'convex/a.ts': backend, 'app.ts': page('outside') });
    expect(seen.references).toEqual(['? a:outside @ app.ts:2:7']);
    expect(seen.backendFolders).toEqual(['convex']);
    expect(seen.filesRead).toBe(1);
  });

  test('is left out with its subfolders and the files that define nothing', async () => {
    const nested = backend.replaceAll('./_gen', '../_gen');
    const seen = await readFrontend({
      'server/fns/deep/a.ts': nested,
      'server/fns/lib.ts': page('inside'),
      'app.ts': page('outside'),
    });
    expect(seen.references).toEqual(['? a:outside @ app.ts:2:7']);
    expect(seen.backendFolders).toEqual(['server/fns']);
  });

  test('is not a folder with generated code alone', async () => {
    const seen = await readFrontend({ 'src/_generated/api.js': '', 'src/app.ts': page('outside') });
    expect(seen.references).toEqual(['? a:outside @ src/app.ts:2:7']);
    expect(seen.backendFolders).toEqual([]);
  });

  test('has constants that the front end uses', async () => {
    const seen = await readFrontend({
      'convex/a.ts': backend,
      'convex/names.ts': `export const Module = 'sites/list';`,
      'app.ts': `import { api } from './convex/_generated/api'; import { Module } from './convex/names';\ntrack(api[Module].all);`,
    });
    expect(seen.references).toEqual(['? sites/list:all @ app.ts:2:7']);
  });
});

test('a file that does not parse is reported, whatever is in it', async () => {
  const seen = await readFrontend({ 'a.ts': 'const x = 1;\nconst = ;', 'b.ts': page('b') });
  expect(seen.unparsed).toEqual(['a.ts:2:7']);
  expect(seen.references).toEqual(['? a:b @ b.ts:2:7']);
});

test('an empty tree reports that nothing was read', async () => {
  expect((await readFrontend({ 'readme.md': 'api.a.b' })).filesRead).toBe(0);
});

test('a root or an included folder that is not there is an error', async () => {
  await using frontend = await startFrontend({ 'a.ts': '' });
  await expect(readSourceReferences({ root: `${frontend.root}/absent` })).rejects.toThrow('ENOENT');
  await expect(readSourceReferences({ root: frontend.root, include: ['absent'] })).rejects.toThrow('ENOENT');
});
