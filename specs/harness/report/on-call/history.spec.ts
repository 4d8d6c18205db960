import { mkdtempDisposableSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { OutcomeKind } from '../../../../support/check/outcome.ts';
import { historyFileName, readHistory, remember } from '../../../../support/report/on-call/history.ts';
import { lastGreen, sinceWhen } from '../../../../support/report/on-call/since.ts';
import type { Verdict, VerdictPart } from '../../../../support/report/verdict/verdict.ts';
import { outcome, verdict } from '../sample-verdict.ts';

const at = (day: number, minute = 0) => new Date(Date.UTC(2026, 5, day, 12, minute)).toISOString();

/** The verdict of a day of June in which one check came to something. */
function on(day: number, kind: OutcomeKind, over: Partial<Verdict> = {}, part: Partial<VerdictPart> = {}): Verdict {
  const outcomes = [outcome({ check: 'a/one', kind }), outcome({ check: 'a/two' })];
  return verdict(outcomes, over, { startedAt: at(day), finishedAt: at(day, 1), ...part });
}

const one = { check: 'a/one', environment: 'prod' };

/** What is remembered of verdicts. */
function remembered(verdicts: readonly Verdict[], most = 100) {
  using folder = mkdtempDisposableSync(path.join(tmpdir(), 'airlock-history-'));
  for (const each of verdicts) remember(each, folder.path, most);
  return readHistory(folder.path, on(1, 'held')).verdicts;
}

describe('the verdicts of a project are remembered', () => {
  test('the newest so many, whatever the order in which they come', () => {
    const kept = remembered([on(3, 'held'), on(1, 'held'), on(2, 'held')], 2);
    expect(kept.map(({ startedAt }) => startedAt)).toEqual([at(2), at(3)]);
  });

  test('once for a run, to which the smoke tests are added', () => {
    expect(remembered([on(1, 'held'), on(1, 'failed')]).map(({ exitCode }) => exitCode)).toEqual([1]);
  });

  test.each<[string, Partial<Verdict>, Partial<VerdictPart>]>([
    ['of some of the checks', {}, { partial: 'names like a/one' }],
    ['that was cut off', { state: 'interrupted' }, {}],
    ['that has not ended', { finishedAt: null, exitCode: null, state: 'running' }, {}],
    ['in which something broke', {}, { breakages: [{ place: 'a.spec.ts', message: 'does not load' }] }],
  ])('and not one %s', (_what, over, part) => {
    expect(remembered([on(1, 'held', over, part)])).toEqual([]);
  });

  test('a file that cannot be read is not taken for an empty one, and is replaced by the next verdict', () => {
    using folder = mkdtempDisposableSync(path.join(tmpdir(), 'airlock-history-'));
    const file = path.join(folder.path, historyFileName);
    expect(readHistory(folder.path, on(1, 'held'))).toEqual({ verdicts: [] });
    for (const text of ['{', '{"schema":1,"verdicts":[{}]}', '{"schema":2,"verdicts":[]}']) {
      writeFileSync(file, text);
      expect(readHistory(folder.path, on(1, 'held'))).toEqual({ verdicts: [], isUnreadable: true });
    }
    remember(on(1, 'held'), folder.path, 10);
    expect(readHistory(folder.path, on(1, 'held')).verdicts).toHaveLength(1);
    expect(readFileSync(file, 'utf8').length).toBeLessThan(1_000);
  });
});

test('a history of another deployment or project, as in a folder that was copied, is not taken for its own', () => {
  using folder = mkdtempDisposableSync(path.join(tmpdir(), 'airlock-history-'));
  remember(on(1, 'held'), folder.path, 10);
  for (const over of [{ deployment: 'another' }, { project: 'dev' }])
    expect(readHistory(folder.path, on(1, 'held', over))).toEqual({ verdicts: [], isUnreadable: true });
  remember(on(2, 'held', { deployment: 'another' }), folder.path, 10);
  expect(readHistory(folder.path, on(1, 'held', { deployment: 'another' })).verdicts).toHaveLength(1);
});

describe('since when a check is not in order', () => {
  const since = (...kinds: OutcomeKind[]) =>
    sinceWhen(one, remembered(kinds.map((kind, index) => on(index + 1, kind))));

  test('is this run, where it held the last time', () => {
    expect(since('failed', 'held')).toEqual({ verdicts: 1, held: { at: at(2, 1), commit: on(1, 'held').commit } });
  });

  test('is the first of the verdicts in a row, whether it failed, was waived or could not be verified', () => {
    expect(since('held', 'failed', 'not verified', 'waived')).toMatchObject({ at: at(2, 1), verdicts: 4 });
  });

  test('passes over verdicts that did not look', () => {
    expect(since('held', 'failed', 'refused', 'not applicable')).toMatchObject({ at: at(2, 1), verdicts: 2 });
  });

  test('is of its own environment, and names no verdict that is not remembered', () => {
    expect(since('failed')).toEqual({ verdicts: 2, at: at(1, 1) });
    expect(sinceWhen({ ...one, environment: 'dev' }, remembered([on(1, 'failed')]))).toEqual({ verdicts: 1 });
  });
});

test('the last green verdict is one that opened the gate: whole, with an exit code of 0', () => {
  const plan = {
    specs: { checks: ['a/one', 'a/two'], environments: ['prod'] },
    smoke: { checks: ['smoke/loads'], environments: ['prod'] },
  };
  expect(lastGreen(remembered([on(1, 'held'), on(2, 'held', { plan }), on(3, 'failed')]))?.startedAt).toBe(at(1));
  expect(lastGreen(remembered([on(2, 'held', { plan }), on(3, 'failed')]))).toBeUndefined();
});
