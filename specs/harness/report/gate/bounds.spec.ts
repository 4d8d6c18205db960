import { describe, expect, test } from 'vitest';
import { judgeGate, verdictProblem } from '../../../../support/report/verdict/judge-gate.ts';
import { summarize } from '../../../../support/report/verdict/summarize.ts';
import type { VerdictPart } from '../../../../support/report/verdict/verdict.ts';
import { outcome, questionOf, sampleCommit, sampleConfig, subject, verdict } from '../sample-verdict.ts';

const ended = new Date('2026-06-15T12:00:10.000Z');
const later = new Date('2026-06-15T12:10:10.000Z');
const whole = verdict();
const question = questionOf(whole, later);

/** A verdict of specs and smoke tests that ended at these times. */
function withSmoke(specsEnded: string, smokeEnded: string) {
  const loads = outcome({ check: 'smoke/loads' });
  const plan = {
    specs: { checks: ['sample/one'], environments: ['prod'] },
    smoke: { checks: ['smoke/loads'], environments: ['prod'] },
  };
  const partOf = (finishedAt: string, outcomes: VerdictPart['outcomes']): VerdictPart => ({
    state: 'complete',
    commit: sampleCommit,
    config: sampleConfig,
    startedAt: '2026-06-15T11:00:00.000Z',
    finishedAt,
    breakages: [],
    outcomes,
  });
  return summarize(subject([], { plan }), {
    specs: partOf(specsEnded, [outcome()]),
    smoke: partOf(smokeEnded, [loads]),
  });
}

describe('the limits of a gate', () => {
  test('an age of exactly the most that is allowed opens, and a millisecond more does not', () => {
    expect(judgeGate(whole, { ...question, maxAgeMs: 600_000 }).open).toBe(true);
    expect(judgeGate(whole, { ...question, maxAgeMs: 599_999 }).open).toBe(false);
  });

  test('without a limit any age opens', () => {
    expect(judgeGate(whole, { ...question, now: new Date('2036-06-15T12:00:00.000Z') }).open).toBe(true);
  });

  test('a part that ended in the moment in which it began counts', () => {
    const at = '2026-06-15T12:00:10.000Z';
    expect(judgeGate(verdict([outcome()], {}, { startedAt: at, finishedAt: at }), question).open).toBe(true);
  });

  test('a commit of seven characters is enough on either side, whatever its case', () => {
    const short = verdict([outcome()], { commit: 'ABCDEF0' }, { commit: 'ABCDEF0' });
    for (const commit of ['abcdef0', 'ABCDEF0', 'abcdef0123456789', 'ABCDEF0123456789'])
      expect(judgeGate(short, { ...questionOf(short, later), commit }).open, commit).toBe(true);
    expect(judgeGate(short, { ...questionOf(short, later), commit: 'abcdef' }).sentence).toContain(
      'not for abcdef (a hash has 7 characters or more)',
    );
    const { sentence } = judgeGate(short, { ...questionOf(short, later), commit: '1234567' });
    expect(sentence).toContain('the verdict is for commit ABCDEF0, not for 1234567.');
  });

  test('a run of another deployment does not open the gate of the embedded twin', () => {
    expect(judgeGate(whole, { ...question, embedded: true })).toMatchObject({
      open: false,
      exitCode: 3,
      sentence: expect.stringContaining('the deployment config or its table has changed since the run'),
    });
  });
});

describe('the sentence of a gate', () => {
  test('tells the age of the oldest part', () => {
    const both = withSmoke('2026-06-15T12:00:10.000Z', '2026-06-15T12:09:10.000Z');
    expect(judgeGate(both, questionOf(both, later)).sentence).toContain(', 10 min ago, 2 checks held.');
  });

  test('names no part as left out that ran, or that the plan does not have', () => {
    const both = withSmoke('2026-06-15T12:00:10.000Z', '2026-06-15T12:09:10.000Z');
    for (const each of [both, whole]) {
      const { open, sentence } = judgeGate(each, { ...questionOf(each, later), without: ['smoke'] });
      expect(open).toBe(true);
      expect(sentence).not.toContain('Asked without');
    }
  });

  test('has no commit where none is known', () => {
    const unknown = verdict([outcome()], { commit: null }, { commit: null });
    expect(judgeGate(unknown, questionOf(unknown, ended)).sentence).toMatch(/^Gate open: prod of sample, /);
  });

  test('says what to run, unless what was found has to be mended', () => {
    expect(judgeGate({ unreadable: 'there is no verdict' }, question).sentence).toBe(
      'Gate closed: there is no verdict. Run `npx vitest run --project prod` first.',
    );
    const failed = verdict([outcome({ kind: 'failed' })]);
    const { exitCode, sentence } = judgeGate(failed, questionOf(failed, later));
    expect(exitCode).toBe(1);
    expect(sentence).toBe(failed.headline);
  });

  test('names all environments of both', () => {
    const environments = ['dev', 'prod'];
    const { sentence } = judgeGate({ ...whole, environments }, { ...question, environments: ['dev', 'staging'] });
    expect(sentence).toContain('the verdict is for dev, prod, not for dev, staging');
  });

  test.each([
    [1, 'prod has 1 address now that'],
    [2, 'prod has 2 addresses now that'],
  ])('counts %i addresses that the run did not look at', (count, said) => {
    const addresses = { prod: ['a', 'b'].slice(0, count) };
    expect(judgeGate(whole, { ...question, addresses }).sentence).toContain(said);
  });
});

describe('why a verdict says nothing', () => {
  test('is told for one that cannot be read, or that is not about this', () => {
    expect(verdictProblem({ unreadable: 'it is torn' }, question)).toBe('it is torn');
    expect(verdictProblem(whole, { ...question, project: 'dev' })).toBe('the verdict is for prod, not for dev');
  });

  test('is nothing where it counts, whatever it found', () => {
    expect(verdictProblem(whole, question)).toBeUndefined();
    const failed = verdict([outcome({ kind: 'failed' })]);
    expect(verdictProblem(failed, questionOf(failed, later))).toBeUndefined();
    const broken = verdict([], {}, { breakages: [{ place: 'the run', message: 'it broke' }] });
    expect(verdictProblem(broken, questionOf(broken, later))).toBeUndefined();
  });

  test('is not told where one part broke and another did not', () => {
    const both = withSmoke('2026-06-15T12:00:10.000Z', '2026-06-15T12:00:10.000Z');
    const { specs, smoke } = both.parts;
    if (!specs || !smoke) throw new Error('the sample has both parts');
    const broke = { ...specs, outcomes: [], breakages: [{ place: 'the run', message: 'it broke' }] };
    const half = summarize(subject([], { plan: both.plan }), { specs: broke, smoke });
    expect(verdictProblem(half, questionOf(half, later))).toBeUndefined();
  });
});
