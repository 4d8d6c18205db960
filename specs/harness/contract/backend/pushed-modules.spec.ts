import { execFile } from 'node:child_process';
import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { startFrontend } from '../../../../fixtures/frontends/start-frontend.ts';
import { entryFiles, TWIN_BACKEND_DIRECTORY } from '../../../../fixtures/twin/convex/functions/backend-source.ts';
import { NotVerified } from '../../../../support/check/index.ts';
import { pushedModules } from '../../../../support/contract/index.ts';
import { judgeModules } from '../../../convex/modules-match-source.judge.ts';
import fc from '../../property.ts';

const run = promisify(execFile);

async function hashesOfCli(directory: string): Promise<Record<string, string>> {
  const bundler = resolve('node_modules/convex/dist/esm/bundler/debugBundle.js');
  const entries = await entryFiles(directory);
  const script = resolve('fixtures/processes/cli-hashes.ts');
  const { stdout } = await run(process.execPath, [script, directory, bundler, ...entries], {
    cwd: join(directory, '..'),
  });
  return JSON.parse(stdout) as Record<string, string>;
}

test("the hashes are those of what the bundler of Convex's own CLI makes", { timeout: 60_000 }, async () => {
  const local = await pushedModules(TWIN_BACKEND_DIRECTORY);
  const ofCli = Object.entries(await hashesOfCli(TWIN_BACKEND_DIRECTORY)).filter(
    ([path]) => !path.startsWith('_deps/'),
  );
  expect('hashes' in local && [...local.hashes].sort()).toEqual(ofCli.sort());
  expect(ofCli.length).toBeGreaterThan(8);
});

describe('the hashes are not known', () => {
  test.each([
    ['where packages are not installed', {}, 'the packages of its project are not installed'],
    [
      'where its Convex bundles with another esbuild',
      { 'node_modules/convex/package.json': '{ "version": "1.20.0", "dependencies": { "esbuild": "0.23.0" } }' },
      /its Convex bundles with esbuild 0\.23\.0, and Airlock with /,
    ],
    [
      'without the generated code',
      { 'node_modules/convex/package.json': '{ "dependencies": { "esbuild": "0.27.0" } }' },
      'its generated code is not on the disk',
    ],
  ])('%s', async (_, files, reason) => {
    await using tree = await startFrontend({ 'package.json': '{}', 'convex/a.ts': 'export const a = 1;', ...files });
    expect(await pushedModules(join(tree.root, 'convex'))).toMatchObject({ reason: expect.stringMatching(reason) });
  });
});

test('where packages are not installed, the command that installs them is named', async () => {
  await using tree = await startFrontend({
    'package.json': '{}',
    'pnpm-lock.yaml': '',
    'convex/a.ts': 'export const a = 1;',
  });
  expect(await pushedModules(join(tree.root, 'convex'))).toMatchObject({
    enable: 'Install them before the gate runs: pnpm install --frozen-lockfile.',
  });
});

test('code of the same names and arguments has another hash', async () => {
  await using tree = await startFrontend({ 'package.json': '{}', 'node_modules/none.txt': '' });
  const directory = join(tree.root, 'convex');
  await cp(TWIN_BACKEND_DIRECTORY, directory, { recursive: true });
  await symlink(resolve('node_modules/convex'), join(tree.root, 'node_modules/convex'));
  const before = await hashesHere(directory);

  const file = join(directory, 'sites/list.ts');
  await writeFile(file, (await readFile(file, 'utf8')).replace('.collect()', '.take(7)'));
  const after = await hashesHere(directory);
  expect([...after].filter(([path, hash]) => before.get(path) !== hash).map(([path]) => path)).toEqual([
    'sites/list.js',
  ]);
});

async function hashesHere(directory: string): Promise<ReadonlyMap<string, string>> {
  const local = await pushedModules(directory);
  if ('hashes' in local) return local.hashes;
  throw new Error(local.reason);
}

const input = { shown: 'convex', deployment: 'otter', deployCommand: 'deploy' };

test('modules that differ, are missing or are strange are found; where none is the same, nothing follows', () => {
  const names = fc.uniqueArray(fc.constantFrom('a.js', 'b/c.js', 'd.js', 'e.js', 'f.js'), { minLength: 2 });
  const states = fc.constantFrom('same', 'other', 'missing', 'strange');
  fc.assert(
    fc.property(names, fc.infiniteStream(states), (paths, stream) => {
      const each = paths.map((path) => ({ path, state: stream.next().value }));
      const of = (left: string, hash: string) =>
        new Map(
          each
            .filter(({ state }) => state !== left)
            .map(({ path, state }) => [path, state === 'other' ? hash : 'same']),
        );
      const judge = () =>
        judgeModules({ ...input, local: of('strange', 'local'), deployed: of('missing', 'deployed') });
      if (!each.some(({ state }) => state === 'same')) {
        expect(judge).toThrow(NotVerified);
        return;
      }
      const { findings, equal } = judge();
      const reported = findings.flatMap(({ received }) => received.split(', ')).sort();
      expect(reported).toEqual(
        each
          .filter(({ state }) => state !== 'same')
          .map(({ path }) => path)
          .sort(),
      );
      expect(equal).toBe(each.filter(({ state }) => state === 'same').length);
    }),
  );
});
