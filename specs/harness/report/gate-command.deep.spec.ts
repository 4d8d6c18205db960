import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GateFolder } from './gate-folder.ts';
import { outcome, sampleCommit, verdict } from './sample-verdict.ts';

const folder = new GateFolder({ checks: ['sample/holds'] });
afterAll(() => folder[Symbol.asyncDispose]());
/** What a run of this very folder wrote. */
let fresh = '';
beforeAll(async () => {
  await folder.run();
  fresh = readFileSync(folder.verdictFile, 'utf8');
});

function ask(name: string, file: string | undefined, args: readonly string[], variables: NodeJS.ProcessEnv = {}) {
  const reports = path.join(folder.root, name.replaceAll(/\W+/g, '-'));
  mkdirSync(path.join(reports, 'sample/prod'), { recursive: true });
  if (file !== undefined) writeFileSync(path.join(reports, 'sample/prod/verdict.json'), file);
  const command = path.join(import.meta.dirname, '../../../support/report/commands/gate.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args, '--reports', reports], {
    cwd: folder.root,
    env: { PATH: process.env.PATH, AIRLOCK_COMMIT: sampleCommit, ...variables },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** The fresh verdict with something else in it. */
function changed(change: (verdict: Record<string, unknown>) => void): string {
  const parsed = JSON.parse(fresh) as Record<string, unknown>;
  change(parsed);
  return JSON.stringify(parsed);
}

describe('npm run gate', () => {
  test('opens with 0, and says so on stdout', () => {
    const { status, stdout, stderr } = ask('open', fresh, [
      '--env',
      'prod',
      '--commit',
      sampleCommit,
      '--max-age',
      '30m',
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Gate open: prod of sample at 0123456789ab, \d+ s ago, 1 check held\.\n$/);
  });

  test.each<[string, (() => string) | undefined, string[], number, RegExp]>([
    ['there is no verdict', undefined, ['--env', 'prod'], 3, /there is no verdict file/],
    ['the verdict is empty', () => '', ['--env', 'prod'], 3, /is not JSON/],
    ['the verdict is cut off', () => fresh.slice(0, -20), ['--env', 'prod'], 3, /is not JSON/],
    ['the verdict is another thing', () => '{}', ['--env', 'prod'], 3, /is malformed \(schema: /],
    ['the verdict is null', () => 'null', ['--env', 'prod'], 3, /is malformed \(as a whole: /],
    [
      'the verdict has an unknown field',
      () => fresh.replace('{', '{"open":true,'),
      ['--env', 'prod'],
      3,
      /is malformed/,
    ],
    [
      'the verdict has an unknown outcome',
      () => fresh.replace('"kind": "held"', '"kind": "fine"'),
      ['--env', 'prod'],
      3,
      /is malformed/,
    ],
    ['the verdict is of another commit', () => fresh, ['--env', 'prod', '--commit', 'abcdef0'], 3, /not for abcdef0/],
    [
      'the verdict is stale',
      () => changed((seen) => Object.assign(seen, verdict([outcome()], { config: String(seen.config) }))),
      ['--env', 'prod', '--max-age', '1s'],
      3,
      /old; at most 1 s is allowed|in the future/,
    ],
    [
      'the verdict is of another deployment',
      () => changed((seen) => Object.assign(seen, { deployment: 'other' })),
      ['--env', 'prod'],
      3,
      /for the deployment other, not for sample/,
    ],
    [
      'the config has changed since',
      () => changed((seen) => Object.assign(seen, { config: 'f00d' })),
      ['--env', 'prod'],
      3,
      /config or its table has changed since the run/,
    ],
    [
      'the verdict is of the embedded twin',
      () => changed((seen) => Object.assign(seen, { embedded: true })),
      ['--env', 'prod'],
      3,
      /for the embedded twin/,
    ],
    [
      'the verdict was written by a newer Airlock',
      () => changed((seen) => Object.assign(seen, { schema: 3 })),
      ['--env', 'prod'],
      3,
      /has schema 3, and this Airlock knows schemas up to 2/,
    ],
    ['the environment is not there', () => fresh, ['--env', 'prdo'], 78, /no such project\. Did you mean `prod`\?/],
    ['a part is left out that cannot be', () => fresh, ['--env', 'prod', '--without', 'specs'], 78, /--without takes/],
    [
      'the commit is empty',
      () => fresh,
      ['--env', 'prod', '--commit', ''],
      78,
      /--commit takes .* it was given nothing\./,
    ],
    ['the commit is a branch', () => fresh, ['--env', 'prod', '--commit', 'main'], 78, /it was given main\./],
    ['the environment is missing', () => fresh, ['--commit', sampleCommit], 78, /--env is missing/],
    ['the environment is empty', () => fresh, ['--env', ''], 78, /--env is missing/],
    [
      'an option is unknown',
      () => fresh,
      ['--env', 'prod', '--max_age', '30m'],
      78,
      /Unknown option '--max_age'\. Did you mean `--max-age`\?/,
    ],
    ['an argument is left over', () => fresh, ['--env', 'prod', 'staging'], 78, /Unexpected argument 'staging'\./],
    [
      'the age is not a time',
      () => fresh,
      ['--env', 'prod', '--max-age', '30'],
      78,
      /--max-age takes a number with s, m, h or d/,
    ],
    ['the age is empty', () => fresh, ['--env', 'prod', '--max-age', ''], 78, /it was given nothing/],
    ['the age is negative', () => fresh, ['--env', 'prod', '--max-age=-5m'], 78, /it was given -5m/],
  ])('is closed where %s', (name, file, args, status, sentence) => {
    const answer = ask(name, file?.(), args);
    expect(answer).toMatchObject({ status, stdout: '' });
    expect(answer.stderr).toMatch(sentence);
    const [first = '', ...more] = answer.stderr.trimEnd().split('\n');
    expect(first).toMatch(/^Gate closed: .*[.?]( Run `npx vitest run --project prod` first\.)?$/);
    expect(more).toHaveLength(status === 78 ? 1 : 0);
  });

  test('asks for the commit under test where none is named', () => {
    const answer = ask('another commit is checked out', fresh, ['--env', 'prod'], { AIRLOCK_COMMIT: 'f'.repeat(40) });
    expect(answer.status).toBe(3);
    expect(answer.stderr).toMatch(/for commit 0123\w+, not for f{40}/);
  });

  test('closes once the specs on disk are others', () => {
    folder.write('sample/later', 'export {};');
    const answer = ask('a spec more', fresh, ['--env', 'prod']);
    expect(answer).toMatchObject({ status: 3, stderr: expect.stringContaining('did not plan sample/later in prod') });
  });
});
