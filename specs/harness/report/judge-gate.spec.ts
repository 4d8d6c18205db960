import { describe, expect, test } from 'vitest';
import { type GateQuestion, judgeGate } from '../../../support/report/verdict/judge-gate.ts';
import { Verdict } from '../../../support/report/verdict/verdict.ts';
import { outcome, sampleCommit, verdict } from './sample-verdict.ts';

const minuteMs = 60_000;
const question: GateQuestion = {
  project: 'prod',
  commit: sampleCommit,
  maxAgeMs: 30 * minuteMs,
  now: new Date('2026-06-15T12:10:10.000Z'),
};
const whole = verdict();
const part = whole.parts.specs;
if (!part) throw new Error('the sample has its specs');
const failed = verdict([outcome({ kind: 'failed' })]);

describe('the gate', () => {
  test('is open for a fresh and whole verdict of this very thing', () => {
    expect(judgeGate(whole, question)).toEqual({
      open: true,
      exitCode: 0,
      sentence: 'Gate open: prod of sample at 0123456789ab, 10 min ago, 1 check held.',
    });
    expect(Verdict.safeParse(whole).success).toBe(true);
  });

  test('is open for an audit of every environment', () => {
    const seen = ['dev', 'prod'].map((environment) => outcome({ environment }));
    const audit = verdict(seen, { project: 'isolation', environments: ['dev', 'prod'] });
    expect(judgeGate(audit, { ...question, project: 'isolation' }).exitCode).toBe(0);
  });

  test('says so where the embedded twin is all that was looked at', () => {
    const { exitCode, sentence } = judgeGate({ ...whole, embedded: true }, question);
    expect([exitCode, sentence]).toEqual([0, expect.stringContaining('your own deployment was not checked')]);
  });

  test.each<[string, Verdict | { unreadable: string }, Partial<GateQuestion>, number, RegExp]>([
    ['absent', { unreadable: 'there is no verdict file' }, {}, 3, /there is no verdict file/],
    ['of another environment', { ...whole, project: 'dev' }, {}, 3, /for dev, not for prod/],
    ['of two environments at once', { ...whole, project: 'dev+prod' }, {}, 3, /for dev\+prod, not for prod/],
    [
      'of a project that saw another environment',
      { ...whole, environments: ['dev'] },
      {},
      3,
      /contains outcomes of dev/,
    ],
    [
      'of outcomes of another environment',
      verdict([outcome({ environment: 'dev' })]),
      {},
      3,
      /contains outcomes of dev/,
    ],
    [
      'of an audit with an outcome from elsewhere',
      verdict([outcome({ environment: 'qa' })], { project: 'isolation', environments: ['dev', 'prod'] }),
      { project: 'isolation' },
      3,
      /contains outcomes of qa/,
    ],
    ['of another commit', { ...whole, commit: 'f'.repeat(40) }, {}, 3, /for commit f{40}, not for 0123/],
    ['of no known commit', { ...whole, commit: null }, {}, 3, /for commit \(unknown\)/],
    ['of a commit of a few letters', { ...whole, commit: '0' }, {}, 3, /for commit 0,/],
    ['of no commit at all', { ...whole, commit: '' }, {}, 3, /for commit ,/],
    ['asked for by a few letters of a commit', whole, { commit: '012345' }, 3, /not for 012345/],
    ['stale', whole, { now: new Date('2026-06-15T12:30:10.001Z') }, 3, /is 30 min old; at most 30 min is allowed/],
    ['from the future', whole, { now: new Date('2026-06-15T11:59:09.000Z') }, 3, /in the future: a clock is wrong/],
    ['running', { ...whole, state: 'running', finishedAt: null, exitCode: null }, {}, 3, /did not finish/],
    ['interrupted', { ...whole, state: 'interrupted', exitCode: 3 }, {}, 3, /was interrupted/],
    ['interrupted after a failure', { ...failed, state: 'interrupted' }, {}, 1, /was interrupted/],
    ['interrupted, and says 0', { ...whole, state: 'interrupted', exitCode: 0 }, {}, 3, /was interrupted/],
    [
      'of a part',
      verdict([outcome()], {}, { partial: 'names like x' }),
      {},
      3,
      /only some of the checks \(names like x\)/,
    ],
    ['of smoke tests alone', { ...whole, parts: { smoke: part } }, {}, 3, /contains smoke tests but no checks/],
    ['of failures', failed, {}, 1, /1 critical check failed/],
    ['of what could not be verified', verdict([outcome({ kind: 'not verified' })]), {}, 3, /could not be verified/],
    ['of nothing', verdict([]), {}, 78, /no check ran/],
    ['of warnings, strictly', { ...whole, exitCode: 2, headline: 'Gate closed: 1 warning.' }, {}, 2, /1 warning/],
    ['made up: 0 over a failure', { ...failed, exitCode: 0 }, {}, 3, /contradicts its own outcomes/],
    ['made up: 0 over nothing', { ...verdict([]), exitCode: 0 }, {}, 3, /contradicts its own outcomes/],
    ['made up: complete over a part that runs', verdict([outcome()], {}, { state: 'running' }), {}, 3, /contradicts/],
    [
      'made younger by smoke tests',
      {
        ...whole,
        finishedAt: '2026-06-15T15:00:00.000Z',
        parts: { specs: part, smoke: { ...part, finishedAt: '2026-06-15T15:00:00.000Z' } },
      },
      { now: new Date('2026-06-15T15:01:00.000Z') },
      3,
      /is 3 h old/,
    ],
    [
      'made younger by a part that ends in the future',
      { ...whole, parts: { specs: part, smoke: { ...part, finishedAt: '2027-01-01T00:00:00.000Z' } } },
      {},
      3,
      /a clock is wrong/,
    ],
  ])('is closed where the verdict is %s', (_what, seen, over, exitCode, sentence) => {
    const answer = judgeGate(seen, { ...question, ...over });
    expect(answer).toMatchObject({ open: false, exitCode });
    expect(answer.sentence).toMatch(sentence);
    expect(answer.sentence).toMatch(/^Gate closed: /);
    expect(answer.sentence).not.toContain('\n');
  });

  test('lets clocks differ by a minute', () => {
    expect(judgeGate(whole, { ...question, now: new Date('2026-06-15T11:59:10.000Z') }).open).toBe(true);
  });

  test('takes a short hash for the whole one, either way, and in capitals', () => {
    expect(judgeGate(whole, { ...question, commit: sampleCommit.slice(0, 7) }).open).toBe(true);
    expect(judgeGate({ ...whole, commit: sampleCommit.slice(0, 9) }, question).open).toBe(true);
    expect(judgeGate(whole, { ...question, commit: sampleCommit.toUpperCase() }).open).toBe(true);
  });

  test('asks for no commit and no age where none is given', () => {
    const { project } = question;
    expect(judgeGate({ ...whole, commit: null }, { project, now: new Date('2030-01-01T00:00:00Z') }).open).toBe(true);
  });
});
