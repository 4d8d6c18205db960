import { execFileSync } from 'node:child_process';
import { mkdtempDisposableSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { changesBetween } from '../../../../support/report/on-call/changes.ts';

const folder = mkdtempDisposableSync(path.join(tmpdir(), 'airlock-changes-'));
afterAll(() => folder.remove());
const config = path.join(folder.path, 'deployment.config.ts');
const who = ['-c', 'user.name=Ann', '-c', 'user.email=ann@acme.test', '-c', 'commit.gpgsign=false'];
const git = (...args: string[]) =>
  execFileSync('git', ['-C', folder.path, ...who, ...args], { encoding: 'utf8' }).trim();

function commit(subject: string, file = path.join(folder.path, 'a.txt')): string {
  writeFileSync(file, subject);
  git('add', '-A');
  git('commit', '--quiet', '-m', subject);
  return git('rev-parse', 'HEAD');
}

git('init', '--quiet');
const [first, second, third] = [commit('first'), commit('Move the store', config), commit('::error::third')];
const between = (from: string | null, to: string | null, repositories = [folder.path]) =>
  changesBetween(from, to, repositories, [config]);

describe('what was committed between two verdicts', () => {
  test('the newest first, with author, day and whether it changes the config', () => {
    const changes = between(first, third);
    expect(changes).toMatchObject({ kind: 'forward', count: 2 });
    if (changes.kind !== 'forward') return;
    expect(changes.newest.map(({ subject, author, isOfConfig }) => [subject, author, isOfConfig])).toEqual([
      ['::error::third', 'Ann', false],
      ['Move the store', 'Ann', true],
    ]);
    expect(changes.newest[0]?.day).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  test('says so where the judged commit is the older one, or the same', () => {
    expect(between(third, first)).toMatchObject({ kind: 'back', count: 2 });
    expect(between(second, second)).toEqual({ kind: 'same' });
  });

  test('asks several checkouts, and one that has both counts', () => {
    expect(between(first, second, [tmpdir(), folder.path])).toMatchObject({ kind: 'forward', count: 1 });
  });

  test.each([
    ['0123456789abcdef0123456789abcdef01234567', 'the checkout does not have 0123456789ab'],
    ['--output=/tmp/x', '--output=/tmp/x is not the hash of a commit'],
    [null, 'a commit is not known'],
  ])('is not known, and says why, for %s', (to, because) => {
    const changes = between(first, to);
    expect(changes.kind === 'unknown' && changes.because).toContain(because);
  });
});
