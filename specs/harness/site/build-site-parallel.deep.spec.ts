import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { buildSiteInto } from '../../../fixtures/twin/site/build-site.ts';
import { until } from '../patience.ts';

const buildModule = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'twin', 'site', 'build-site.ts');
const program = `const { buildSiteInto } = await import(process.argv[1]); console.log((await buildSiteInto(process.argv[2])).directory)`;

/** A process of its own that builds the site into this folder. */
function startBuilder(cache: string) {
  const args = ['--input-type=module', '-e', program, buildModule, cache];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

test('processes that build at the same time share one build', async () => {
  await using cache = await mkdtempDisposable(join(tmpdir(), 'site-'));
  const printed = await Promise.all([1, 2, 3].map(() => text(startBuilder(cache.path).stdout)));
  const builds = await readdir(cache.path);
  expect(builds).toHaveLength(1);
  expect(new Set(printed)).toEqual(new Set([`${join(cache.path, builds[0] ?? '')}\n`]));
});

test('a build that is killed is not taken for a whole one, and the next build does not wait for it', async () => {
  await using cache = await mkdtempDisposable(join(tmpdir(), 'site-'));
  const builder = startBuilder(cache.path);
  const draft = await until(async () => (await readdir(cache.path)).find((name) => name.includes('.draft-')));
  builder.kill('SIGKILL');
  await once(builder, 'exit');
  const left = await readdir(cache.path);
  expect(left).toContain(draft);
  expect(left).not.toContain(draft.split('.')[0]);

  const { directory } = await buildSiteInto(cache.path);
  expect(await readdir(directory)).toEqual(
    expect.arrayContaining(['index.html', 'sites.html', '404.html', '_headers']),
  );
});
