import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { keepDeclarations } from '../../../support/package/build/declarations.ts';
import { packageManifest, type RepositoryManifest } from '../../../support/package/build/manifest.ts';
import { vendored } from '../../../support/package/build/vendor.ts';
import { runIn } from './run-in.ts';
import { teamRepository } from './team-repository.ts';

const clone = path.join(import.meta.dirname, '../../..');
const manifest = JSON.parse(readFileSync(path.join(clone, 'package.json'), 'utf8')) as RepositoryManifest;
const shipped = packageManifest(manifest, vendored) as Record<string, Record<string, string>>;
const bin = path.join(clone, 'bin/airlock.mjs');

describe('the manifest of the package', () => {
  test('has every entry with its types first', () => {
    expect(shipped.exports).toMatchObject({
      '.': { types: './support/package/index.d.ts', default: './support/package/index.js' },
      './vitest': { types: './support/package/vitest.d.ts', default: './support/package/vitest.js' },
      './playwright': { types: './support/package/playwright.d.ts', default: './support/package/playwright.js' },
    });
  });

  test('has the tools of the npm scripts, built, and none that needs a clone', () => {
    expect(shipped.scripts).toMatchObject({ gate: 'node support/report/commands/gate.js' });
    expect(Object.keys(shipped.scripts ?? {}).filter((name) => manifest.airlock.ofClone.includes(name))).toEqual([]);
    const left = Object.keys(manifest.scripts).filter(
      (name) => !Object.hasOwn(shipped.scripts ?? {}, name) && !manifest.airlock.ofClone.includes(name),
    );
    expect(left).toEqual([]);
  });

  test('depends on nothing that it contains, and on nothing of the twin', () => {
    const names = Object.keys(shipped.dependencies ?? {});
    expect(names.filter((name) => vendored.includes(name))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(['vitest', '@playwright/test', 'zod']));
    expect(shipped).not.toHaveProperty('devDependencies');
  });
});

describe('the declarations of the package', () => {
  test('are those that the entries lead to', async () => {
    await using tree = teamRepository({
      'index.d.ts': "/** `import x from 'comment'` */\nexport { a } from './a.ts';\nexport type { Z } from 'zod/v4';\n",
      'a.d.ts': "export declare const a: import('@scope/name/deep').A;\n",
      'unused.d.ts': "import 'left-out';\n",
    });
    expect([...keepDeclarations(tree.directory, ['index'])].sort()).toEqual(['@scope/name', 'zod']);
    expect(existsSync(path.join(tree.directory, 'unused.d.ts'))).toBe(false);
    expect(readFileSync(path.join(tree.directory, 'index.d.ts'), 'utf8')).toContain("from './a.js'");
  });

  test('are refused where one is missing, whose types would be `any`', async () => {
    await using tree = teamRepository({ 'index.d.ts': "export { a } from './gone.ts';\n" });
    expect(() => keepDeclarations(tree.directory, ['index'])).toThrow('./gone.ts');
  });
});

describe('`airlock`', () => {
  const airlock = (...args: string[]) => runIn(clone, process.execPath, [bin, ...args]);

  test('lists what it runs', async () => {
    const { exitCode, stdout } = await airlock('--help');
    expect(exitCode).toBe(0);
    for (const name of ['run', 'smoke', 'isolation', 'gate', 'wait', 'sync', 'drift', 'contract', 'notify', 'report'])
      expect(stdout).toMatch(new RegExp(`\\b${name}\\b`));
  });

  test.each(['run', 'smoke', 'isolation', 'gate', 'sync', 'sync-env'])('answers %s --help', async (name) => {
    const { exitCode, stdout, stderr } = await airlock(name, '--help');
    expect(exitCode, stderr).toBe(0);
    expect(stdout.length).toBeGreaterThan(50);
  });

  test('says the same of a tool as npm', async () => {
    const [own, npm] = [
      await airlock('gate', '--help'),
      await runIn(clone, process.execPath, ['support/report/commands/gate.ts', '--help']),
    ];
    expect(own).toEqual(npm);
  });

  test('starts what an older Node has started with the Node of Airlock, and has its exit code', async () => {
    const { exitCode, stdout } = await airlock('--own-node', '-e', 'console.log(process.version); process.exit(3)');
    expect(stdout).toMatch(/^v26\./);
    expect(exitCode).toBe(3);
  });

  test.each([
    [['run', 'prod'], 'Unknown option `--unknown`'],
    [['smoke', 'prod'], "error: unknown option '--unknown'"],
    [['isolation'], 'Unknown option `--unknown`'],
  ])('ends %j with 78, in a sentence, where the runner does not know an option', async (args, said) => {
    const { exitCode, stdout, stderr } = await airlock(...args, '--unknown');
    expect({ exitCode, stdout, stderr: stderr.trimEnd().split('\n') }).toEqual({
      exitCode: 78,
      stdout: '',
      stderr: [said, '', 'Airlock cannot start: the runner refused its command line, and nothing was checked.'],
    });
  });

  test.each([
    [['gaet'], '`airlock gaet` is not a command.'],
    [['run'], '`airlock run` names no environment.'],
    [['smoke', '--headed'], '`airlock smoke` names no environment.'],
    [['twin'], 'The twin comes with a clone of Airlock'],
    [['mutation'], 'it comes with a clone, as `npm run mutation`'],
  ])('refuses %j with 78', async (args, said) => {
    const { exitCode, stderr } = await airlock(...args);
    expect(exitCode).toBe(78);
    expect(stderr).toContain(said);
  });
});
