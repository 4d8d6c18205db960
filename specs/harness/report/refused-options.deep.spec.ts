import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { GateFolder } from './gate-folder.ts';

const another = 'fedcba9876543210fedcba9876543210fedcba98';

describe.concurrent('an option that changes what a run means', () => {
  test.each<[string, string[], RegExp]>([
    ['--isolate', ['--isolate'], /--isolate true: specs would not share a worker/],
    ['--maxWorkers', ['--maxWorkers=4'], /--maxWorkers 4: there would be several workers/],
    ['--pool', ['--pool=forks'], /--pool forks/],
    ['--retry', ['--retry=2'], /--retry 2: a check that fails and then holds has not held/],
    ['--bail', ['--bail=1'], /--bail 1/],
    ['words behind --', ['--', '--strict'], /-- --strict: the runner ignores every word behind `--`/],
    ['--sequence.shuffle', ['--sequence.shuffle'], /--sequence.shuffle/],
    ['--sequence.shuffle.files', ['--sequence.shuffle.files'], /--sequence.shuffle.files true: bursts wait/],
    ['--typecheck', ['--typecheck'], /--typecheck true: types are not an outcome of a deployment/],
    ['--repeats', ['--repeats=2'], /--repeats 2: every check would run several times/],
    ['--coverage', ['--coverage'], /--coverage true/],
    ['--update', ['--update'], /--update true: a snapshot of a team's own test would be written anew/],
    ['--environment', ['--environment=jsdom'], /--environment jsdom/],
  ])('is refused with 78, and closes the gate: %s', async (_what, args, said) => {
    await using folder = new GateFolder({ checks: ['sample/holds'] });
    const { exitCode, stderr, stdout } = await folder.run(['--project', 'prod', ...args]);
    expect(exitCode, stdout + stderr).toBe(78);
    expect(stderr).toMatch(said);
    const left = existsSync(folder.verdictFile) ? folder.verdict().exitCode : 'none';
    expect([78, 'none']).toContain(left);
  });

  test('is refused also where it reports the outcomes of an earlier run', async () => {
    await using folder = new GateFolder({ checks: ['sample/holds'] });
    const blob = ['--project', 'prod', '--reporter=blob', '--outputFile=.blobs/b.json'];
    expect((await folder.run(blob)).exitCode).toBe(0);
    const merged = await folder.run(['--project', 'prod', '--merge-reports=.blobs'], { AIRLOCK_COMMIT: another });
    expect(merged.exitCode, merged.stdout + merged.stderr).toBe(78);
    expect(merged.stderr).toContain('outcomes of an earlier run would be reported as those of this one');
    expect(folder.verdict()).toMatchObject({ exitCode: 78, commit: another });
  });
});

test('the short form of `--project` names it too', async () => {
  await using folder = new GateFolder({ checks: ['sample/holds'] });
  const { exitCode, stdout, stderr } = await folder.run(['-p', 'prod']);
  expect(exitCode, stdout + stderr).toBe(0);
  expect(folder.kinds()).toEqual({ 'sample/holds': 'held' });
  expect(await folder.run(['-p', 'prdo'])).toMatchObject({
    exitCode: 78,
    stderr: expect.stringContaining('--project prdo: there is no such project'),
  });
});

describe.concurrent('a run of some of the checks', () => {
  test.each<[string, string[], RegExp]>([
    ['a name filter', ['-t', 'sample/holds'], /only some of the checks ran \(names like sample\/holds\)/],
    ['a file filter', ['also-holds'], /only some of the checks ran \(1 of 2 specs\)/],
    ['a shard', ['--shard=1/2'], /only some of the checks ran \(--shard 1\/2, without 2\)/],
  ])('ends with 3 and says that it is partial: %s', async (_what, args, said) => {
    await using folder = new GateFolder({ checks: ['sample/holds', 'sample/also-holds'] });
    const { exitCode, stdout } = await folder.run(['--project', 'prod', ...args]);
    expect(exitCode, stdout).toBe(3);
    expect(stdout).toMatch(said);
    expect(stdout).not.toContain('Gate open');
  });

  test('is whole once every shard has run in one folder of reports', async () => {
    await using folder = new GateFolder({ checks: ['sample/holds', 'sample/also-holds'] });
    expect((await folder.run(['--project', 'prod', '--shard=1/2'])).exitCode).toBe(3);
    const { exitCode, stdout } = await folder.run(['--project', 'prod', '--shard=2/2']);
    expect(exitCode, stdout).toBe(0);
    expect(folder.kinds()).toEqual({ 'sample/holds': 'held', 'sample/also-holds': 'held' });
  });
});

test('a run of several projects takes away what an earlier run of one of them said', async () => {
  await using folder = new GateFolder({ checks: ['sample/holds'] });
  expect((await folder.run()).exitCode).toBe(0);
  folder.write('sample/fails', readFileSync('fixtures/checks/specs/sample/fails.spec.ts', 'utf8'));
  const { exitCode, stdout } = await folder.run(['--project', 'prod', '--project', 'dev']);
  expect(exitCode, stdout).toBe(1);
  expect(existsSync(folder.verdictFile)).toBe(false);
  expect(folder.verdict('dev+prod').parts.specs).not.toHaveProperty('beside');
});

test('a variable that leads the run elsewhere leaves a verdict of that address alone', async () => {
  await using folder = new GateFolder({ checks: ['sample/holds'] });
  expect((await folder.run(undefined, { PROD_SAMPLE_URL: 'http://127.0.0.1:7' })).exitCode).toBe(0);
  expect(folder.gate(['--env', 'prod'], { PROD_SAMPLE_URL: 'http://127.0.0.1:7' })).toMatchObject({ status: 0 });
  expect(folder.gate(['--env', 'prod'])).toMatchObject({
    status: 3,
    stderr: expect.stringContaining('prod has 1 address now that the run did not look at'),
  });
});

test('a merge that cannot join leaves nothing open', async () => {
  await using folder = new GateFolder({ checks: ['sample/holds'] });
  expect((await folder.run()).exitCode).toBe(0);
  expect(folder.gate(['--env', 'prod']).status).toBe(0);
  expect(folder.command('merge-shards', ['--env', 'prod', 'nowhere'])).toMatchObject({ status: 3 });
  expect(folder.gate(['--env', 'prod'])).toMatchObject({
    status: 3,
    stderr: expect.stringContaining('did not finish'),
  });
});

test('a merge of whole runs takes the one that it writes over into account', async () => {
  await using folder = new GateFolder({ checks: ['sample/holds'] });
  expect((await folder.run()).exitCode).toBe(0);
  expect(folder.command('merge-shards', ['--env', 'prod', 'reports'])).toMatchObject({ status: 0 });
  expect(folder.gate(['--env', 'prod']).status).toBe(0);
});

test('two runs of one project in one checkout: the second is told, and takes nothing from the first', async () => {
  await using folder = new GateFolder({
    checks: ['sample/hangs'],
    config: { limits: { checkMs: 5_000, runMs: 9_000 } },
  });
  const first = folder.start();
  await expect.poll(() => existsSync(folder.verdictFile), { timeout: 30_000 }).toBe(true);
  const second = await folder.run();
  expect(second.exitCode, second.stdout + second.stderr).toBe(78);
  expect(second.stderr).toMatch(
    /another run of it has been writing to reports\/sample\/prod since .* \(process \d+ on /,
  );
  expect((await first.ended).exitCode).toBe(3);
  expect(folder.verdict()).toMatchObject({ state: 'complete', exitCode: 3 });
});
