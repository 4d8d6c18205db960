import { cp, mkdir, mkdtempDisposable, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSourceDigest } from '../../../fixtures/twin/site/source-digest.ts';

async function arrangeSources(root: string) {
  await mkdir(join(root, 'app', 'pages'), { recursive: true });
  await mkdir(join(root, 'node_modules', 'react'), { recursive: true });
  await writeFile(join(root, 'app', 'client.tsx'), 'client');
  await writeFile(join(root, 'app', 'pages', 'sites.tsx'), 'sites');
  await writeFile(join(root, 'node_modules', 'react', 'package.json'), '{"version":"19.0.0"}');
  return { repositoryRoot: root, directories: [join(root, 'app')], packages: ['react'] };
}

test('equal sources have an equal digest, wherever they lie', async () => {
  await using one = await mkdtempDisposable(join(tmpdir(), 'digest-'));
  await using other = await mkdtempDisposable(join(tmpdir(), 'digest-'));
  const sources = await arrangeSources(one.path);
  await cp(one.path, other.path, { recursive: true });
  const moved = { ...sources, repositoryRoot: other.path, directories: [join(other.path, 'app')] };
  expect(await readSourceDigest(moved)).toBe(await readSourceDigest(sources));
});

test.for([
  ['a changed file', (root: string) => writeFile(join(root, 'app', 'pages', 'sites.tsx'), 'sitez')],
  ['a new file', (root: string) => writeFile(join(root, 'app', 'pages', 'new.tsx'), '')],
  ['a renamed file', (root: string) => rename(join(root, 'app', 'client.tsx'), join(root, 'app', 'klient.tsx'))],
  [
    'another React',
    (root: string) => writeFile(join(root, 'node_modules', 'react', 'package.json'), '{"version":"19.0.1"}'),
  ],
] as const)('%s gives another digest', async ([, change]) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'digest-'));
  const sources = await arrangeSources(folder.path);
  const before = await readSourceDigest(sources);
  await change(folder.path);
  expect(await readSourceDigest(sources)).not.toBe(before);
});

test('a package that is not installed is an error, not a part left out', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'digest-'));
  const sources = await arrangeSources(folder.path);
  await expect(readSourceDigest({ ...sources, packages: ['vite'] })).rejects.toThrow(/vite/);
});
