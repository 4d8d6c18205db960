import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NotVerified } from '../../../support/check/not-verified.ts';
import { type CommitDate, commitDates } from '../../../support/families/delivery/versions/commit-dates.ts';
import type { PartVersions } from '../../../support/families/delivery/versions/read-versions.ts';
import { isSameCommit } from '../../../support/text/same-commit.ts';
import { judgeVersionAgreement } from '../../delivery/version-agreement.judge.ts';
import fc from '../property.ts';

const [oldCommit, newCommit] = ['a'.repeat(40), 'b'.repeat(40)];
const dates: CommitDate[] = [
  { version: oldCommit, commit: oldCommit, at: '2026-11-01T08:00:00Z' },
  { version: newCommit, commit: newCommit, at: '2026-11-02T07:00:00Z' },
];

function part(name: string, ...versions: string[]): PartVersions {
  return {
    part: name,
    called: `the ${name}`,
    deployCommand: `deploy ${name}`,
    versions: versions.map((version) => ({
      part: name,
      called: `the ${name}`,
      version,
      from: `https://${name}.example`,
    })),
  };
}

function unread(name: string): PartVersions {
  return { part: name, called: `the ${name}`, deployCommand: '', versions: [], unread: { reason: 'status 500' } };
}

function judge(parts: PartVersions[], more: Partial<Parameters<typeof judgeVersionAgreement>[0]> = {}) {
  return judgeVersionAgreement({ parts, together: [], silent: [], dates, ...more });
}

describe('versions that agree', () => {
  test('one may be abbreviated', () => {
    expect(judge([part('pages', newCommit), part('worker', newCommit.slice(0, 12))])).toEqual([]);
  });

  test('they may be tags, where all are the same', () => {
    expect(judge([part('pages', 'v1.4.0'), part('worker', 'v1.4.0')])).toEqual([]);
  });

  test('a listed pair belongs together, and a third part has one of its versions', () => {
    const together = [{ pages: newCommit, convex: 'modules:0123456789abcdef' }];
    const parts = [part('pages', newCommit), part('convex', 'modules:0123456789abcdef'), part('worker', newCommit)];
    expect(judge(parts, { together })).toEqual([]);
  });
});

describe('versions that differ', () => {
  test('the laggard is named with its age and the command', () => {
    const [finding, ...more] = judge([part('pages', newCommit), part('convex', oldCommit), part('worker', newCommit)]);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      what: 'the convex runs an older commit than the pages',
      received: `${oldCommit} (committed 2026-11-01T08:00:00Z), 23 h behind`,
      remedy: `At ${newCommit}: deploy convex`,
    });
  });

  test('no age is made up where the repository does not have a commit', () => {
    const [finding] = judge([part('pages', newCommit), part('convex', 'c'.repeat(40))]);
    expect(finding?.what).toBe('the convex and the pages run different versions');
    expect(finding?.cause).toContain('not known');
  });

  test('a part of which two versions have traffic is named', () => {
    const [finding] = judge([part('worker', newCommit, oldCommit), part('pages', newCommit)]);
    expect(finding?.what).toBe('the worker reports two versions');
  });

  test('a pair that is listed with other versions does not help', () => {
    const together = [{ pages: oldCommit, convex: oldCommit }];
    expect(judge([part('pages', newCommit), part('convex', oldCommit)], { together })).toHaveLength(1);
  });

  test('a silent part that reports another commit all the same is named', () => {
    expect(judge([part('pages', newCommit), part('convex', oldCommit)], { silent: ['convex'] })).toHaveLength(1);
  });
});

describe('not verified', () => {
  test.each([
    ['no part reports anything', [], /no part reports a version/],
    ['only one part reports', [part('pages', newCommit)], /only one part reports/],
    ['a part could not be read', [part('pages', newCommit), part('worker', newCommit), unread('convex')], /status 500/],
    ['a hash that nobody lists', [part('pages', newCommit), part('convex', 'modules:00')], /no entry of/],
    ['a tag beside a commit', [part('pages', newCommit), part('worker', 'v1.4.0')], /not a commit, nor a tag/],
  ] as [string, PartVersions[], RegExp][])('%s', (_what, parts, reason) => {
    expect(() => judge(parts)).toThrow(reason);
    expect(() => judge(parts)).toThrow(NotVerified);
  });
});

test('parts hold together exactly where all commits are one', () => {
  const commit = fc.constantFrom(oldCommit, newCommit, newCommit.slice(0, 9), oldCommit.slice(0, 7), 'c'.repeat(40));
  fc.assert(
    fc.property(fc.array(commit, { minLength: 2, maxLength: 5 }), (versions) => {
      const findings = judge(versions.map((version, index) => part(`part${index}`, version)));
      const isOne = versions.every((one) => versions.every((other) => isSameCommit(one, other)));
      expect(findings.length === 0).toBe(isOne);
    }),
  );
});

describe('the dates of commits', () => {
  let folder = '';
  let head = '';
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], {
      cwd: folder,
      encoding: 'utf8',
    });

  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'airlock-dates-'));
    git('init', '-q');
    writeFileSync(path.join(folder, 'a.txt'), '1');
    git('add', '.');
    git('commit', '-q', '-m', 'first', '--date', '2026-11-01T08:00:00Z');
    git('tag', 'v1.0.0');
    head = git('rev-parse', 'HEAD').trim();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('are known for commits, abbreviations and tags, and for nothing else', async () => {
    const versions = [head, head.slice(0, 8), 'v1.0.0', 'f'.repeat(40), '--output=x', 'HEAD; rm -rf .'];
    const known = await commitDates.read({ folder, versions }, {} as never);
    expect(known.map(({ version }) => version)).toEqual([head, head.slice(0, 8), 'v1.0.0']);
    expect(new Set(known.map(({ commit }) => commit))).toEqual(new Set([head]));
  });
});
