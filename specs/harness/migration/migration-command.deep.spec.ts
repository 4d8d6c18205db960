import { spawn } from 'node:child_process';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { seedOf } from '../../../fixtures/twin/backend/seed.ts';
import { startTwin } from '../../../fixtures/twin/start-twin.ts';
import { writeTwinProject } from '../../../fixtures/twin/write-project.ts';
import { MigrationFolder, sampleTables, wholePlan } from './migration-files.ts';

const folder = new MigrationFolder();
afterAll(() => folder[Symbol.dispose]());
const repository = path.join(import.meta.dirname, '../../..');

async function run(args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [path.join(repository, 'support/families/migration/cli.ts'), ...args], {
    cwd: repository,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: '1', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 30_000,
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const exitCode = await new Promise((resolve) => child.once('close', resolve));

  return { exitCode, stdout, stderr };
}

describe('npm run migration', () => {
  test('exits with 0 if two exports agree, and with 1 if a document was lost', async () => {
    const plan = folder.plan(wholePlan);
    const from = await folder.snapshot('a', sampleTables());
    const to = await folder.snapshot('b', sampleTables());
    const tables = sampleTables();
    const lost = tables.sites?.pop();
    const short = await folder.snapshot('c', tables);
    const whole = await run(['--from', from, '--to', to, '--plan', plan]);

    expect(whole).toMatchObject({ exitCode: 0, stderr: '' });
    expect(whole.stdout).toContain('✓ complete: 0 missing in the target');

    const broken = await run(['--from', from, '--to', short, '--plan', plan]);
    expect(broken.exitCode).toBe(1);
    expect(broken.stdout).toContain(`✗ complete: 1 missing in the target\n      sites ${lost?._id}`);
  });

  test('shows which references would break, before the migration', async () => {
    const from = await folder.snapshot('d', sampleTables());
    const to = await folder.snapshot('e', { nothing: [] });
    const { exitCode, stdout } = await run([
      '--from',
      from,
      '--to',
      to,
      '--plan',
      folder.plan('tables:\n  sites:\n'),
      '--preflight',
    ]);

    expect(exitCode).toBe(1);
    expect(stdout).toContain('3 of 3 would move');
    expect(stdout).toContain('✗ references: 3 references would break');
  });

  test('compares two live deployments, and only reads', async () => {
    const seed = seedOf('moved');
    await using twin = await startTwin({
      convex: { dev: { seed }, prod: { seed, idNamespace: 'patient-heron-417' } },
    });
    const { configFile, keys } = writeTwinProject(folder.directory, twin);
    // Two databases that are seeded one after the other have different creation times.
    const tables = ['companies', 'sites', 'incidents', 'users'];
    const plan = folder.plan(`tables:\n${tables.map((table) => `  ${table}: { ignore: [_creationTime] }\n`).join('')}`);
    const { exitCode, stdout, stderr } = await run(['--from', 'dev', '--to', 'prod', '--plan', plan], {
      ...keys,
      DEPLOYMENT_CONFIG: configFile,
    });

    expect(stdout + stderr).toContain('incidents                12 to move, 12 in the target, 12 compared');
    expect(exitCode, stdout + stderr).toBe(0);
  });

  test.each([
    ['without --plan', ['--from', 'a.zip', '--to', 'b.zip'], 78, '--plan is missing'],
    ['with a misspelt option', ['--form', 'a.zip'], 78, "Unknown option '--form'"],
    ['with the same side twice', ['--from', 'dev', '--to', 'dev', '--plan', 'x.yaml'], 78, 'name two different sides'],
    ['with a missing plan', ['--from', 'a.zip', '--to', 'b.zip', '--plan', 'none.yaml'], 78, 'cannot be read'],
  ])('%s prints its usage', async (_, args, code, message) => {
    const { exitCode, stderr } = await run(args);
    expect(stderr).toContain(message);
    expect(stderr).toContain('npm run migration -- ');
    expect(exitCode).toBe(code);
  });

  test('with a missing export exits with 3', async () => {
    const { exitCode, stderr } = await run(['--from', 'none.zip', '--to', 'b.zip', '--plan', folder.plan(wholePlan)]);
    expect(stderr).toContain('Not verified: snapshot none.zip does not exist');
    expect(exitCode).toBe(3);
  });

  test('with an unknown environment suggests the nearest one', async () => {
    const { exitCode, stderr } = await run(['--from', 'devv', '--to', 'prod', '--plan', folder.plan(wholePlan)]);
    expect(stderr).toContain('Did you mean `dev`');
    expect(exitCode).toBe(78);
  });
});
