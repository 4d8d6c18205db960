import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { GateFolder, type GateFolderOptions } from './gate-folder.ts';

const gate = ['--project', 'prod'];

/** One run of the gate in a folder of its own, as a child process. */
async function run(
  { project, ...options }: GateFolderOptions & { project?: string },
  args: readonly string[] = gate,
  variables: Record<string, string> = {},
) {
  await using folder = new GateFolder(options);
  const { exitCode, stdout, stderr } = await folder.run(args, variables);
  const verdict = folder.verdict(project);
  return { exitCode, stdout, stderr, verdict, kinds: folder.kinds(project), stated: verdict.exitCode };
}

describe.concurrent('the gate ends with', () => {
  test.each<[number, string, GateFolderOptions, Record<string, string>]>([
    [0, 'everything held', { checks: ['sample/holds', 'sample/also-holds', 'sample/is-not-applicable'] }, {}],
    [
      1,
      'a failure',
      { checks: ['sample/holds', 'sample/fails', 'sample/cannot-be-read', 'sample/warns'] },
      { AIRLOCK_STRICT: '1' },
    ],
    [0, 'warnings only', { checks: ['sample/holds', 'sample/warns', 'sample/cannot-be-read-and-only-warns'] }, {}],
    [2, 'warnings only, strict by a variable', { checks: ['sample/holds', 'sample/warns'] }, { AIRLOCK_STRICT: '1' }],
    [2, 'warnings only, strict by another word', { checks: ['sample/warns'] }, { AIRLOCK_STRICT: 'true' }],
    [
      0,
      'warnings only, by a variable that says no',
      { checks: ['sample/holds', 'sample/warns'] },
      { AIRLOCK_STRICT: '0' },
    ],
    [2, 'warnings only, strict by the config', { checks: ['sample/warns'], config: { strict: true } }, {}],
    [3, 'one not verified', { checks: ['sample/holds', 'sample/cannot-be-read'] }, {}],
    [
      0,
      'one not verified that is optional',
      { checks: ['sample/holds', 'sample/cannot-be-read'], config: { optional: ['sample/cannot-be-read'] } },
      {},
    ],
    [3, 'a check that throws', { checks: ['sample/holds', 'sample/throws'] }, {}],
    [3, 'a check that looks at nothing', { checks: ['sample/holds', 'sample/looks-at-nothing'] }, {}],
    [78, 'every test skipped', { checks: ['sample/is-skipped'] }, {}],
    [78, 'every check refused', { checks: ['sample/is-refused', 'sample/is-not-applicable'] }, {}],
  ])('%d: %s', async (code, _what, options, variables) => {
    const { exitCode, stdout, verdict, stated } = await run(options, gate, variables);
    expect(exitCode, stdout).toBe(code);
    expect(stated).toBe(code);
    expect(verdict).toMatchObject({
      state: 'complete',
      project: 'prod',
      commit: '0123456789abcdef0123456789abcdef01234567',
    });
    expect(stdout).toContain(verdict.headline);
  });

  test.each<[string, string, RegExp]>([
    [
      'sample/does-not-load',
      'a spec that does not load',
      /specs\/sample\/does-not-load\.spec\.ts: the spec cannot be run: this spec does not load/,
    ],
    [
      'sample/is-empty',
      'a spec without a check',
      /specs\/sample\/is-empty\.spec\.ts: the spec cannot be run: No test suite found/,
    ],
    [
      'sample/is-incomplete',
      'a check that is not complete',
      /The check `sample\/is-incomplete` \(specs\/sample\/is-incomplete\.spec\.ts:3:1\) is not complete: `remedy` is missing/,
    ],
    [
      'sample/is-declared-twice',
      'two checks in one spec',
      /`sample\/is-declared-twice` is declared twice, again at specs\/sample\/is-declared-twice\.spec\.ts:18:1/,
    ],
    ['sample/rejects-later', 'a rejection that nobody waits for', /the run: nobody waited for this/],
  ])('3 beside a check that held: %s', async (check, _what, told) => {
    const { exitCode, stdout, verdict, kinds } = await run({ checks: ['sample/holds', check] });
    expect(exitCode, stdout).toBe(3);
    expect(kinds['sample/holds']).toBe('held');
    expect(verdict.headline).toMatch(told);
  });

  test('1 where one environment of two fails, and both are judged', async () => {
    const text = `import { check } from '../../../../support/check/index.ts';
check({
  id: 'sample/only-prod-fails', title: 'both are alike', platform: 'sample', effect: 'offline', severity: 'critical', why: 'w', remedy: 'r',
  subjects: ({ environment }) => [environment],
  verify({ subject, count }) {
    count('environments', 1);
    return subject === 'prod' ? [{ what: 'it differs', expected: 'dev', received: 'prod', from: ['here'] }] : [];
  },
});
`;
    const { exitCode, verdict } = await run({ specs: { 'sample/only-prod-fails': text }, project: 'dev+prod' }, [
      '--project',
      'dev',
      '--project',
      'prod',
    ]);
    expect(exitCode).toBe(1);
    expect(verdict).toMatchObject({ project: 'dev+prod', environments: ['dev', 'prod'] });
    expect(verdict.parts.specs?.outcomes.map(({ environment, kind }) => [environment, kind])).toEqual([
      ['dev', 'held'],
      ['prod', 'failed'],
    ]);
  });

  test('the worst of all projects where `*` asks for all', async () => {
    const specs = {
      'isolation/is-apart':
        "import { test } from 'vitest';\n\ntest('apart', () => { throw new Error('together'); });\n",
    };
    const { exitCode, verdict } = await run({ checks: ['sample/holds'], specs, project: 'dev+prod+isolation' }, [
      '--project',
      '*',
    ]);
    expect(exitCode).toBe(1);
    expect(verdict.project).toBe('dev+prod+isolation');
    expect(verdict.counts).toMatchObject({ held: 2, failed: 3 });
  });
});

describe.concurrent('a filter', () => {
  const checks = ['sample/holds', 'sample/fails'];

  test.each<[string, string[], number, string]>([
    ['a name that fits none', ['-t', 'no such name'], 78, 'names like no such name'],
    ['a file that is not there', ['specs/nowhere'], 78, '0 of 2 specs'],
    ['a file that is not there, with --passWithNoTests', ['specs/nowhere', '--passWithNoTests'], 78, '0 of 2 specs'],
    ['a name', ['-t', 'sample/holds'], 3, 'names like sample/holds'],
    ['a file', ['specs/sample/holds'], 3, '1 of 2 specs'],
  ])('by %s marks the verdict as of a part', async (_what, args, code, partial) => {
    const { exitCode, stdout, verdict } = await run({ checks }, [...gate, ...args]);
    expect(exitCode, stdout).toBe(code);
    expect(verdict.parts.specs?.partial).toBe(partial);
  });

  test('by a shard marks the verdict as of a part, and the two shards are the whole', async () => {
    const shards = await Promise.all(['1/2', '2/2'].map((shard) => run({ checks }, [...gate, '--shard', shard])));
    expect(shards.map(({ verdict }) => verdict.parts.specs?.partial)).toEqual([
      '--shard 1/2, without 2',
      '--shard 2/2, without 1',
    ]);
    expect(shards.map(({ exitCode }) => exitCode).toSorted()).toEqual([1, 3]);
  });

  test('is not what an option with a value is', async () => {
    const { verdict } = await run({ checks }, [...gate, '--retry', '2', '--bail', '0', '--testTimeout', '5000']);
    expect(verdict.parts.specs?.partial).toBeUndefined();
  });
});

describe.concurrent('whatever is asked of vitest besides', () => {
  const checks = ['sample/holds', 'sample/fails', 'sample/cannot-be-read'];

  test.each<[string, readonly string[], number, object]>([
    ['a failure', checks, 1, { success: false, numFailedTests: 2 }],
    [
      'warnings only',
      ['sample/warns', 'sample/cannot-be-read-and-only-warns'],
      0,
      { success: true, numFailedTests: 0 },
    ],
  ])('--reporter=json agrees with the verdict on %s, and has stdout for itself', async (_what, asked, code, json) => {
    await using folder = new GateFolder({ checks: asked });
    const { exitCode, stdout, stderr } = await folder.run([...gate, '--reporter=json', '--outputFile=out.json']);
    expect(exitCode, stderr).toBe(code);
    expect(JSON.parse(readFileSync(path.join(folder.root, 'out.json'), 'utf8'))).toMatchObject(json);
    expect(stdout).not.toContain('Airlock');
    expect(stderr).toContain(folder.verdict().headline);
  });

  test('--reporter=dot changes nothing but the looks', async () => {
    const { exitCode, stderr } = await run({ checks: ['sample/holds', 'sample/cannot-be-read'] }, [
      ...gate,
      '--reporter',
      'dot',
    ]);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('Gate closed: nothing failed, but 1 critical check could not be verified.');
  });

  test('--reporter=default points at the `check({` line', async () => {
    const { stdout, stderr } = await run({ checks: ['sample/fails'] }, [...gate, '--reporter=default']);
    expect(stdout + stderr).toMatch(/❯ (\.\/)?specs\/sample\/fails\.spec\.ts:3:1/);
    expect(stdout + stderr).toContain('3| check({');
  });

  test.each(['--bail=1', '--retry=2', '--dangerouslyIgnoreUnhandledErrors'])('%s is refused', async (option) => {
    await using folder = new GateFolder({ checks });
    const { exitCode, stdout, stderr } = await folder.run([...gate, option]);
    expect(exitCode).toBe(78);
    expect(stdout + stderr).toContain(option.replace(/=.*/, ''));
  });

  test('--passWithNoTests passes no spec without a check', async () => {
    const { exitCode, verdict } = await run({ checks: ['sample/holds', 'sample/is-empty'] }, [
      ...gate,
      '--passWithNoTests',
    ]);
    expect(exitCode).toBe(3);
    expect(verdict.headline).toContain('the spec contains no check');
  });
});

describe.concurrent('a spec that holds plain tests', () => {
  test('counts by their state, each in its own spec and once', async () => {
    const { exitCode, verdict, stdout } = await run(
      { checks: ['sample/also-holds', 'sample/is-plain', 'sample/is-skipped'] },
      gate,
      {
        SAMPLE_LEFT_OUT: 'no',
      },
    );
    expect(exitCode, stdout).toBe(0);
    expect(verdict.parts.specs?.outcomes.map(({ check, kind }) => [check, kind])).toEqual([
      ['sample/also-holds', 'held'],
      ['sample/is-plain', 'held'],
      ['sample/is-skipped', 'held'],
    ]);
  });

  test('is not verified where one of them is skipped', async () => {
    const { exitCode, kinds } = await run({ checks: ['sample/holds', 'sample/is-skipped'] });
    expect(exitCode).toBe(3);
    expect(kinds['sample/is-skipped']).toBe('not verified');
  });
});
