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

/** What TypeScript says of the files of a folder, which import Airlock by the names of its package. Airlock's own are compiled elsewhere. */
function mistakesIn(folder: string): string[] {
  const tsc = path.join(clone, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(
    process.execPath,
    [tsc, '-p', path.join(folder, 'tsconfig.json'), '--pretty', 'false', '--listFiles'],
    { encoding: 'utf8' },
  );
  const lines = stdout.split('\n').filter((line) => line.includes(path.basename(folder)));
  expect(lines.filter((line) => line.endsWith('/airlock/deployment.config.ts')).length).toBeGreaterThan(adopted.length);
  return lines.filter((line) => line.includes('error TS'));
}

test('what init writes compiles, in every shape of repository, and a mistake in it is found', async () => {
  const entries = ['index', 'vitest', 'playwright'].map((name) => [
    name === 'index' ? 'airlock' : `airlock/${name}`,
    [path.join(clone, `support/package/${name}.ts`)],
  ]);
  await using all = teamRepository({
    'tsconfig.json': JSON.stringify({
      extends: path.join(clone, 'tsconfig.json'),
      compilerOptions: {
        paths: Object.fromEntries(entries),
        typeRoots: [path.join(clone, 'node_modules/@types')],
        verbatimModuleSyntax: false,
      },
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
  expect(mistakesIn(all.directory)).toEqual([]);

  const [first = ''] = configs;
  const text = readFileSync(path.join(all.directory, first), 'utf8');
  all.write(first, text.replace("class: 'production'", "class: 'prduction'"));
  const [mistake = '', ...others] = mistakesIn(all.directory);
  expect(mistake).toContain(first);
  expect(mistake).toContain('prduction');
  expect(others).toEqual([]);
});
