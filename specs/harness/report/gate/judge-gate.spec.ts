import { describe, expect, test } from 'vitest';
import { type GateQuestion, judgeGate } from '../../../../support/report/verdict/judge-gate.ts';
import { summarize } from '../../../../support/report/verdict/summarize.ts';
import { Verdict } from '../../../../support/report/verdict/verdict.ts';
import { outcome, sampleCommit, subject, verdict } from '../sample-verdict.ts';

const minuteMs = 60_000;
/** What a reader asks, with the plan of these outcomes. */
function asking(outcomes = [outcome()], over: Partial<GateQuestion> = {}): GateQuestion {
  const { deployment, environments, config, embedded, plan } = subject(outcomes);
  return {
    deployment,
    project: 'prod',
    environments,
    config,
    embedded,
    plan,
    without: [],
    commit: sampleCommit,
    maxAgeMs: 30 * minuteMs,
    now: new Date('2026-06-15T12:10:10.000Z'),
    ...over,
  };
}
const question = asking();
const smokePlan = { checks: ['smoke/loads'], environments: ['prod'] };
const withSmoke = { ...question.plan, smoke: smokePlan };
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
    const environments = ['dev', 'prod'];
    const audit = verdict(seen, { project: 'isolation', environments });
    expect(judgeGate(audit, asking(seen, { project: 'isolation', environments, plan: audit.plan })).exitCode).toBe(0);
  });

  test('says so where the embedded twin is all that was looked at', () => {
    const { exitCode, sentence } = judgeGate({ ...whole, embedded: true }, { ...question, embedded: true });
    expect([exitCode, sentence]).toEqual([0, expect.stringContaining('your own deployment was not checked')]);
  });

  test.each<[string, Verdict | { unreadable: string }, Partial<GateQuestion>, number, RegExp]>([
    ['absent', { unreadable: 'there is no verdict file' }, {}, 3, /there is no verdict file/],
    ['of another environment', { ...whole, project: 'dev' }, {}, 3, /for dev, not for prod/],
    ['of two environments at once', { ...whole, project: 'dev+prod' }, {}, 3, /for dev\+prod, not for prod/],
    ['of another deployment', { ...whole, deployment: 'other' }, {}, 3, /for the deployment other, not for sample/],
    ['of the embedded twin', { ...whole, embedded: true }, {}, 3, /for the embedded twin, and the config describes/],
    ['of another config', { ...whole, config: 'f00d' }, {}, 3, /config or its table has changed since the run/],
    ['of more environments', { ...whole, environments: ['dev', 'prod'] }, {}, 3, /for dev, prod, not for prod/],
    [
      'of outcomes of another environment',
      verdict([outcome(), outcome({ environment: 'dev' })]),
      {},
      3,
      /contains outcomes of sample\/one in dev, which the run did not plan/,
    ],
    [
      'of a part that was made at another commit',
      verdict([outcome()], {}, { commit: 'f'.repeat(40) }),
      {},
      3,
      /outcomes of another commit or another config/,
    ],
    [
      'of a part that was made with another config',
      verdict([outcome()], {}, { config: 'f00d' }),
      {},
      3,
      /outcomes of another commit or another config/,
    ],
    [
      'of a part that ended before it began',
      verdict([outcome()], {}, { startedAt: '2026-06-15T12:05:00.000Z' }),
      {},
      3,
      /ended \(.*\) before it began \(.*\): a clock was changed/,
    ],
    [
      'of fewer checks than the project has now',
      whole,
      { plan: { specs: { checks: ['sample/one', 'sample/two'], environments: ['prod'] } } },
      3,
      /the run did not plan sample\/two in prod/,
    ],
    [
      'of a check that is gone',
      verdict([outcome(), outcome({ check: 'sample/gone' })]),
      {},
      3,
      /the run planned sample\/gone in prod, which is not there now/,
    ],
    [
      'without an outcome of a check that was planned',
      verdict([outcome()], { plan: { specs: { checks: ['sample/one', 'sample/two'], environments: ['prod'] } } }),
      { plan: { specs: { checks: ['sample/one', 'sample/two'], environments: ['prod'] } } },
      3,
      /the verdict has no outcome of sample\/two in prod/,
    ],
    [
      'of a check that held blindly',
      verdict([outcome({ evidence: {} })]),
      {},
      3,
      /held without having looked at anything/,
    ],
    ['of zeros alone', verdict([outcome({ evidence: { rows: 0 } })]), {}, 3, /held without having looked at anything/],
    ['of waivers alone', verdict([outcome({ kind: 'waived' })]), {}, 3, /nothing held: 1 check is waived/],
    ['of counts that do not add up', { ...whole, counts: { ...whole.counts, held: 2 } }, {}, 3, /contradicts/],
    ['of a headline that does not follow', { ...whole, headline: 'Gate open: all is well.' }, {}, 3, /contradicts/],
    [
      'without the smoke tests that the config asks for',
      verdict([outcome()], { plan: withSmoke }),
      { plan: withSmoke },
      3,
      /the smoke tests, which the config asks for, have not run \(`npx playwright test --project prod`\)/,
    ],
    [
      'of smoke tests that could not start',
      summarize(subject([outcome()], { plan: withSmoke }), {
        specs: part,
        smoke: {
          ...part,
          outcomes: [],
          breakages: [{ place: 'the smoke tests', message: 'PLAYWRIGHT: no browser', configuration: true }],
        },
      }),
      { plan: withSmoke },
      78,
      /PLAYWRIGHT: no browser/,
    ],
    [
      'of other addresses, which a variable laid over the table’s',
      verdict([outcome()], {}, { addresses: { prod: ['aa'] } }),
      { addresses: { prod: ['aa', 'bb'] } },
      3,
      /prod has 1 address now that the run did not look at: a variable was set or changed/,
    ],
    [
      'of no known addresses',
      whole,
      { addresses: { prod: ['bb'] } },
      3,
      /prod has 1 address now that the run did not look at/,
    ],
    [
      'of parts that looked at different addresses',
      summarize(subject([outcome()], { plan: withSmoke }), {
        specs: { ...part, addresses: { prod: ['aa'] } },
        smoke: { ...part, addresses: { prod: ['bb'] }, outcomes: [outcome({ check: 'smoke/loads' })] },
      }),
      { plan: withSmoke },
      3,
      /the parts of the verdict looked at different addresses/,
    ],
    [
      'of warnings, and the reader is strict',
      verdict([outcome({ kind: 'warned', severity: 'warning' })]),
      { strict: true },
      2,
      /1 warning, and strict mode allows none/,
    ],
    ['of another commit', { ...whole, commit: 'f'.repeat(40) }, {}, 3, /for commit f{40}, not for 0123/],
    ['of no known commit', { ...whole, commit: null }, {}, 3, /for commit \(unknown\)/],
    ['of a commit of a few letters', { ...whole, commit: '0' }, {}, 3, /for commit 0,/],
    ['of no commit at all', { ...whole, commit: '' }, {}, 3, /for commit ,/],
    [
      'asked for by a few letters of a commit',
      whole,
      { commit: '012345' },
      3,
      /not for 012345 \(a hash has 7 characters or more\)/,
    ],
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
    [
      'of smoke tests alone',
      summarize(subject([outcome()]), { smoke: part }),
      {},
      3,
      /contains smoke tests but no checks/,
    ],
    ['of failures', failed, {}, 1, /1 critical check failed/],
    ['of what could not be verified', verdict([outcome({ kind: 'not verified' })]), {}, 3, /could not be verified/],
    ['of nothing', verdict([]), {}, 78, /no check ran/],
    [
      'of warnings, strictly',
      verdict([outcome({ kind: 'warned', severity: 'warning' })], { strict: true }),
      {},
      2,
      /1 warning/,
    ],
    ['made up: 0 over a failure', { ...failed, exitCode: 0 }, {}, 3, /contradicts its own outcomes/],
    ['made up: 0 over nothing', { ...verdict([]), exitCode: 0 }, {}, 3, /contradicts its own outcomes/],
    [
      'made up: complete over a part that runs',
      { ...verdict([outcome()], {}, { state: 'running' }), state: 'complete' },
      {},
      3,
      /contradicts/,
    ],
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

  test('is open where the reader has no value for an address of the run', () => {
    const seen = verdict([outcome()], {}, { addresses: { prod: ['aa', 'bb'] } });
    for (const addresses of [{ prod: ['bb'] }, { prod: [] }, {}])
      expect(judgeGate(seen, { ...question, addresses }).open).toBe(true);
  });

  test('is open for a strict reader where nothing warns', () => {
    expect(judgeGate(whole, { ...question, strict: true }).exitCode).toBe(0);
  });

  test('is asked without the smoke tests, and says so', () => {
    const planned = verdict([outcome()], { plan: withSmoke });
    expect(judgeGate(planned, { ...question, plan: withSmoke, without: ['smoke'] })).toEqual({
      open: true,
      exitCode: 0,
      sentence:
        'Gate open: prod of sample at 0123456789ab, 10 min ago, 1 check held. Asked without smoke: these checks did not run.',
    });
  });

  test('counts a team’s own test of the audit, which belongs to no one environment, for each of them', () => {
    const environments = ['dev', 'prod'];
    const seen = [outcome({ environment: 'isolation', evidence: { tests: 1 } })];
    const audit = verdict(seen, { project: 'isolation', environments });
    const asked = asking(seen, { project: 'isolation', environments, plan: audit.plan });
    expect(judgeGate(audit, asked).open).toBe(true);
  });

  test('lets clocks differ by a minute', () => {
    expect(judgeGate(whole, { ...question, now: new Date('2026-06-15T11:59:10.000Z') }).open).toBe(true);
  });

  test('takes a short hash for the whole one, either way, and in capitals', () => {
    expect(judgeGate(whole, { ...question, commit: sampleCommit.slice(0, 7) }).open).toBe(true);
    expect(judgeGate(verdict([outcome()], { commit: sampleCommit.slice(0, 9) }), question).open).toBe(true);
    expect(judgeGate(whole, { ...question, commit: sampleCommit.toUpperCase() }).open).toBe(true);
  });

  test('asks for a commit also where the reader cannot say which', () => {
    expect(judgeGate(whole, { ...question, commit: null })).toEqual({
      open: false,
      exitCode: 3,
      sentence: `Gate closed: the verdict is for commit ${sampleCommit}, and which commit is under test is not known here. Name it with \`--commit\`, or set AIRLOCK_COMMIT.`,
    });
    expect(judgeGate(failed, { ...question, commit: null }).exitCode).toBe(1);
    expect(judgeGate(verdict([outcome()], { commit: null }), { ...question, commit: null }).open).toBe(true);
  });

  test('asks for no commit and no age where none is given', () => {
    const { commit: _, maxAgeMs: __, ...asked } = question;
    const unknown = verdict([outcome()], { commit: null });
    expect(judgeGate(unknown, { ...asked, now: new Date('2030-01-01T00:00:00Z') }).open).toBe(true);
  });
});
