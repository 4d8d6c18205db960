import { describe, expect, test } from 'vitest';
import { GateFolder, startIn } from './gate-folder.ts';

/** Its subject is told where the check is run. */
const loud = `
import { check } from '../../support/check/index.ts';
check({
  id: 'sample/loud', title: 'tells that it was run', platform: 'sample', effect: 'offline', severity: 'critical',
  why: 'A list runs nothing.', remedy: 'Run nothing.',
  subjects: () => { process.stderr.write('it was run'); return [1]; },
  verify: ({ count }) => { count('looks', 1); return []; },
});
`;

const list = (folder: GateFolder, ...args: string[]) =>
  startIn(folder.root, ['list', '--project', 'prod', ...args], {}).ended;

describe('`vitest list`', () => {
  test('names every check, runs none, and leaves the last verdict', async () => {
    await using folder = new GateFolder({ checks: ['sample/holds'] });
    expect((await folder.run()).exitCode).toBe(0);
    const { finishedAt } = folder.verdict();
    folder.write('sample/loud', loud);
    const { exitCode, stdout, stderr } = await list(folder);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain('[prod] specs/sample/loud.spec.ts > sample/loud · tells that it was run');
    expect(stdout.trim().split('\n')).toHaveLength(2);
    expect(stderr).toBe('');
    expect(folder.verdict().finishedAt).toBe(finishedAt);
  });

  test('starts no embedded deployment', async () => {
    await using folder = new GateFolder({ checks: ['sample/holds'], config: { embedded: 'no-such-file.ts' } });
    const { exitCode, stdout, stderr } = await list(folder);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain('sample/holds');
  });

  test('takes a name filter and a file filter', async () => {
    await using folder = new GateFolder({ checks: ['sample/holds'], specs: { 'sample/loud': loud } });
    const [byName, byFile] = [await list(folder, '-t', 'holds'), await list(folder, 'loud')];
    expect(byName.stdout).toMatch(/^\[prod\] specs\/sample\/holds\.spec\.ts > [^\n]*\n$/);
    expect(byFile.stdout).toMatch(/^\[prod\] specs\/sample\/loud\.spec\.ts > [^\n]*\n$/);
  });
});
