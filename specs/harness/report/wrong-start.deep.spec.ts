import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { copyFile, mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { GateFolder } from './gate-folder.ts';

describe.concurrent('a run that cannot start', () => {
  test.each<[string, string[], RegExp]>([
    ['without a name for the project', ['--project'], /--project: it has no name/],
    ['with an empty one', ['--project', ''], /--project: it has no name/],
    ['with an option in its place', ['--project', '--reporter=dot'], /--project: it has no name/],
    ['with an unknown one', ['--project', 'prdo'], /--project prdo: there is no such project/],
    ['with a pattern that fits none', ['--project', 'x*'], /no project matches/],
    ['for a project without specs', ['--project', 'isolation'], /--project isolation: it has no specs/],
  ])('%s ends with 78, and takes the former verdict away', async (_what, args, told) => {
    await using folder = new GateFolder({ checks: ['sample/holds'] });
    expect((await folder.run()).exitCode).toBe(0);
    expect(folder.verdict().exitCode).toBe(0);
    const { exitCode, stderr } = await folder.run(args);
    expect(exitCode, stderr).toBe(78);
    expect(stderr).toMatch(told);
    expect(
      existsSync(folder.verdictFile) && args.every((argument) => argument !== '' && !argument.startsWith('--')),
    ).toBe(false);
  });

  test('by a Node that loads no TypeScript says which one to use', async () => {
    const run = promisify(execFile);
    const args = ['--no-strip-types', 'node_modules/vitest/vitest.mjs', 'run', '--project', 'prod'];
    const { code: exitCode, stderr } = (await run(process.execPath, args).catch(
      (error: { code: number; stderr: string }) => error,
    )) as { code?: number; stderr: string };
    expect([exitCode, stderr]).toEqual([
      78,
      expect.stringMatching(
        /^Airlock needs the Node that `npm ci` installs.*\nRun it through npm: npx vitest run --project prod\n$/,
      ),
    ]);
  });

  test('for a config that is wrong takes the former verdict away', async () => {
    await using folder = new GateFolder({ checks: ['sample/holds'] });
    await folder.run();
    expect(existsSync(folder.verdictFile)).toBe(true);
    folder.configure({ platforms: { nonsense: true } });
    const { exitCode, stderr } = await folder.run();
    expect(exitCode, stderr).toBe(78);
    expect(existsSync(folder.verdictFile)).toBe(false);
  });

  test('for a folder of reports that cannot be written says so', async () => {
    await using folder = new GateFolder({ checks: ['sample/holds'] });
    writeFileSync(path.join(folder.root, 'reports'), 'a file in its place');
    const { exitCode, stderr } = await folder.run();
    expect(exitCode).toBe(78);
    expect(stderr).toContain('reports/sample/prod: the verdict cannot be written there');
  });

  test('for an embedded deployment that is not there ends with 78', async () => {
    await using folder = new GateFolder({ checks: ['sample/holds'], config: { embedded: 'no-such-file.ts' } });
    const { exitCode, stderr } = await folder.run();
    expect(exitCode, stderr).toBe(78);
    expect(stderr).toContain('no-such-file.ts cannot be loaded');
  });

  test('for the embedded twin without the development dependencies names the command, and shows no stack', async () => {
    await using folder = new GateFolder({ checks: ['sample/holds'] });
    await using bare = await mkdtempDisposable(path.join(tmpdir(), 'airlock-bare-'));
    const embedded = path.join(bare.path, 'embedded.ts');
    await copyFile(path.join(import.meta.dirname, '../../../fixtures/twin/embedded.ts'), embedded);
    folder.configure({ embedded });
    const { exitCode, stdout, stderr } = await folder.run();
    expect(exitCode, stderr).toBe(78);
    expect(stdout).toBe('');
    expect(stderr.trim()).toBe(
      `Airlock cannot start.\n\nembedded: the module ${embedded} cannot be loaded: the embedded twin needs the development dependencies: \`npm ci\``,
    );
  });
});

describe('reports that cannot be written at the end', () => {
  test('close the gate', async () => {
    await using folder = new GateFolder({ checks: ['sample/holds'] });
    mkdirSync(path.join(folder.reports, 'report.md'), { recursive: true });
    const { exitCode, stdout } = await folder.run();
    expect(exitCode).toBe(3);
    expect(stdout).toContain('Gate closed: the reports cannot be written.');
  });
});
