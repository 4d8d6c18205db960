import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { outcome, sampleCommit, verdict } from './sample-verdict.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'airlock-gate-command-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const now = new Date().toISOString();
const fresh = JSON.stringify(
  verdict([outcome()], { startedAt: now, finishedAt: now }, { startedAt: now, finishedAt: now }),
);

function ask(name: string, file: string | undefined, args: readonly string[]) {
  const reports = path.join(directory, name.replaceAll(/\W+/g, '-'));
  mkdirSync(reports, { recursive: true });
  if (file !== undefined) writeFileSync(path.join(reports, 'verdict.json'), file);
  const command = path.join(import.meta.dirname, '../../../support/report/commands/gate.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args, '--reports', reports], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
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

  test.each<[string, string | undefined, string[], number, RegExp]>([
    ['there is no verdict', undefined, ['--env', 'prod'], 3, /there is no verdict file/],
    ['the verdict is empty', '', ['--env', 'prod'], 3, /is not JSON/],
    ['the verdict is cut off', fresh.slice(0, -20), ['--env', 'prod'], 3, /is not JSON/],
    ['the verdict is another thing', '{}', ['--env', 'prod'], 3, /is malformed \(schema: /],
    ['the verdict is null', 'null', ['--env', 'prod'], 3, /is malformed \(as a whole: /],
    ['the verdict has an unknown field', fresh.replace('{', '{"open":true,'), ['--env', 'prod'], 3, /is malformed/],
    [
      'the verdict has an unknown outcome',
      fresh.replace('"kind":"held"', '"kind":"fine"'),
      ['--env', 'prod'],
      3,
      /is malformed/,
    ],
    ['the verdict is of another commit', fresh, ['--env', 'prod', '--commit', 'abcdef0'], 3, /not for abcdef0/],
    [
      'the verdict is stale',
      JSON.stringify(verdict()),
      ['--env', 'prod', '--max-age', '1s'],
      3,
      /old; at most 1 s is allowed|in the future/,
    ],
    ['the commit is empty', fresh, ['--env', 'prod', '--commit', ''], 78, /--commit takes .* it was given nothing\./],
    ['the commit is a branch', fresh, ['--env', 'prod', '--commit', 'main'], 78, /it was given main\./],
    ['the environment is missing', fresh, ['--commit', sampleCommit], 78, /--env is missing/],
    ['the environment is empty', fresh, ['--env', ''], 78, /--env is missing/],
    [
      'an option is unknown',
      fresh,
      ['--env', 'prod', '--max_age', '30m'],
      78,
      /Unknown option '--max_age'\. Did you mean `--max-age`\?/,
    ],
    ['an argument is left over', fresh, ['--env', 'prod', 'staging'], 78, /Unexpected argument 'staging'\./],
    [
      'the age is no time',
      fresh,
      ['--env', 'prod', '--max-age', '30'],
      78,
      /--max-age takes a number with s, m, h or d/,
    ],
    ['the age is empty', fresh, ['--env', 'prod', '--max-age', ''], 78, /it was given nothing/],
    ['the age is negative', fresh, ['--env', 'prod', '--max-age=-5m'], 78, /it was given -5m/],
  ])('is closed where %s', (name, file, args, status, sentence) => {
    const answer = ask(name, file, args);
    expect(answer).toMatchObject({ status, stdout: '' });
    expect(answer.stderr).toMatch(sentence);
    const [first = '', ...more] = answer.stderr.trimEnd().split('\n');
    expect(first).toMatch(/^Gate closed: .*[.?]( Run `npx vitest run --project prod` first\.)?$/);
    expect(more).toHaveLength(status === 78 ? 1 : 0);
  });
});
