import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { draftOf } from '../../../../support/adopt/init/draft.ts';
import { readRepository } from '../../../../support/adopt/init/repository.ts';
import { filesBelow } from '../../../../support/adopt/init/team-files.ts';
import { writeFiles } from '../../../../support/adopt/init/write-files.ts';
import { fromPackage, teamFiles, teamRepository } from '../../package/team-repository.ts';
import { shapes } from './shapes.ts';

const clone = path.join(import.meta.dirname, '../../../..');
const adopted = ['next-convex-worker', 'vite-convex', 'tanstack-start', 'sveltekit'];

/** What TypeScript says of every file of a folder, which imports Airlock by the names of its package. */
function compiled(folder: string): { status: number | null; stdout: string } {
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      path.join(clone, 'node_modules/typescript/bin/tsc'),
      '-p',
      path.join(folder, 'tsconfig.json'),
      '--pretty',
      'false',
    ],
    { encoding: 'utf8' },
  );
  return { status, stdout };
}

test('what init writes compiles, in every shape of repository, and a mistake in it is found', async () => {
  const entries = ['index', 'vitest', 'playwright'].map((name) => [
    name === 'index' ? 'airlock' : `airlock/${name}`,
    [path.join(clone, `support/package/${name}.ts`)],
  ]);
  await using all = teamRepository({
    'tsconfig.json': JSON.stringify({
      extends: path.join(clone, 'tsconfig.json'),
      compilerOptions: { paths: Object.fromEntries(entries), typeRoots: [path.join(clone, 'node_modules/@types')] },
      include: ['*/airlock/**/*.ts'],
      exclude: [],
    }),
  });
  const named = [...Object.keys(shapes).map((_, index) => `shape-${index}`), ...adopted];
  Object.values(shapes).forEach(({ files }, index) => {
    for (const [file, text] of Object.entries(files)) all.write(`shape-${index}/${file}`, text);
  });
  for (const shape of adopted)
    cpSync(path.join(clone, 'fixtures/adoption', shape), path.join(all.directory, shape), { recursive: true });
  const own = teamFiles({ airlock: fromPackage, site: 'https://acme.test' });
  for (const folder of named) {
    const placing = { folder: 'airlock', isPackage: true };
    writeFiles(draftOf(readRepository(path.join(all.directory, folder))), placing);
    for (const file of ['specs/shop/orders-listed.spec.ts', 'journeys/opens-orders.smoke.ts'])
      all.write(`${folder}/airlock/${file}`, own[file] ?? '');
  }
  const configs = filesBelow(all.directory, '*/airlock/deployment.config.ts');
  expect(configs).toHaveLength(named.length);
  expect(compiled(all.directory)).toEqual({ status: 0, stdout: '' });

  const [first = ''] = configs;
  const text = readFileSync(path.join(all.directory, first), 'utf8');
  all.write(first, text.replace("class: 'production'", "class: 'prduction'"));
  const { status, stdout } = compiled(all.directory);
  expect(status).not.toBe(0);
  expect(stdout).toContain(first);
  expect(stdout).toContain('prduction');
});
