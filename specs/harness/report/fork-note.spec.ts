import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { concludeRun } from '../../../support/report/runners/conclude-run.ts';
import { forkNote } from '../../../support/report/runners/fork-note.ts';
import { outcome, subject } from './sample-verdict.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'airlock-fork-'));
afterEach(() => rmSync(path.join(folder, 'event.json'), { force: true }));

function noteOf(head: unknown, event = 'pull_request'): string | undefined {
  const file = path.join(folder, 'event.json');
  writeFileSync(file, JSON.stringify({ pull_request: { head, base: { repo: { full_name: 'acme/shop' } } } }));
  return forkNote({ GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH: file });
}

test('a pull request from a fork is said, with what follows from it', () => {
  expect(noteOf({ repo: { full_name: 'guest/shop' } })).toBe(
    'This pull request comes from the fork guest/shop, and GitHub gives its runs no secrets: what needs one is not verified. Run the gate on a branch of acme/shop to verify it.',
  );
  expect(noteOf({ repo: null })).toContain('a fork that was deleted');
});

test('one of the same repository, another event and another runner say nothing', () => {
  expect(noteOf({ repo: { full_name: 'acme/shop' } })).toBeUndefined();
  expect(noteOf({ repo: { full_name: 'guest/shop' } }, 'push')).toBeUndefined();
  expect(forkNote({})).toBeUndefined();
  expect(forkNote({ GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: '/nowhere/event.json' })).toBeUndefined();
});

test.each([
  ['not verified', 'The run was given no secrets.', 1],
  ['held', 'The run was given no secrets.', 0],
  ['not verified', undefined, 0],
] as const)('a run with a check that is %s and the note "%s" says it %i times', (kind, whyNoSecrets, times) => {
  const outcomes = [outcome(kind === 'held' ? {} : { kind, reason: 'CONVEX_DEPLOY_KEY has no value for prod' })];
  let printed = '';
  const exitCode = concludeRun(
    {
      state: 'complete',
      startedAt: '2026-06-15T12:00:00.000Z',
      finishedAt: '2026-06-15T12:00:01.000Z',
      breakages: [],
      outcomes,
    },
    {
      subject: subject(outcomes),
      reportsDirectory: path.join(folder, 'reports'),
      print: (text) => {
        printed += text;
      },
      color: false,
      verbose: false,
      whyNoSecrets,
    },
  );
  expect(exitCode).toBe(kind === 'held' ? 0 : 3);
  expect(printed.split('The run was given no secrets.')).toHaveLength(times + 1);
});
