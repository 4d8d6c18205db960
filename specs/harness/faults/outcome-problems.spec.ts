import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../fixtures/faults/fault.ts';
import type { Outcome } from '../../../support/check/index.ts';
import { formatConsoleReport } from '../../../support/report/formats/console-report.ts';
import { outcome, verdict } from '../report/sample-verdict.ts';
import { outcomeProblems } from './outcome-problems.ts';
import type { Run } from './run-in-process.ts';

const healthy = { check: 'worker/healthy', kind: 'failed' } as const;
const finding = { what: 'the Worker is degraded', expected: 'healthy', received: 'unhealthy', from: ['GET /health'] };
const failed = outcome({ ...healthy, findings: [finding] });
const warned = outcome({ check: 'worker/retention', kind: 'warned', severity: 'warning', findings: [finding] });
const unread = outcome({ check: 'worker/ingests', kind: 'not verified', findings: [], reason: 'status 500 came' });
const held = outcome({ check: 'worker/version', kind: 'held', findings: [] });
const elsewhere = outcome({ ...healthy, environment: 'dev', findings: [finding] });

type Declared = Omit<Fault, 'story'>;
const fault: Declared = {
  caughtBy: [{ ...healthy, says: ['is degraded'] }],
  alongside: [
    { check: 'worker/retention', kind: 'warned' },
    { check: 'worker/ingests', kind: 'not verified', says: [/status \d+/] },
  ],
  holds: ['worker/version'],
  exitCode: 1,
};

function runOf(outcomes: readonly Outcome[], over: Partial<Run> = {}): Run {
  const written = verdict(outcomes);
  return {
    exitCode: 1,
    stdout: formatConsoleReport(written, { color: false, verdictFile: 'verdict.json', verbose: true }),
    stderr: '',
    verdict: written,
    ...over,
  };
}

const whole = [failed, warned, unread, held];

test('a run that comes to what is declared, and to nothing else, has no problem', () => {
  expect(outcomeProblems(fault, runOf(whole))).toEqual([]);
});

const hint = 'where it follows from this fault, add it to its `alongside`';

describe('a run has a problem where', () => {
  test.each<[string, Declared, Run, string]>([
    [
      'a check warns and nobody declares it',
      { ...fault, alongside: fault.alongside?.slice(1) ?? [] },
      runOf(whole),
      `not declared: worker/retention warned (${hint})`,
    ],
    [
      'a check is not verified and nobody declares it',
      { ...fault, alongside: fault.alongside?.slice(0, 1) ?? [] },
      runOf(whole),
      `not declared: worker/ingests not verified (${hint})`,
    ],
    [
      'a check of another environment fails',
      fault,
      runOf([...whole, elsewhere]),
      `not declared: dev › worker/healthy failed (${hint})`,
    ],
    [
      'a declared warning does not come',
      fault,
      runOf([failed, unread, held]),
      'declared, and did not come: worker/retention warned',
    ],
    [
      'a check is of another kind than declared',
      { ...fault, caughtBy: [{ ...healthy, kind: 'not verified', says: [] }] },
      runOf(whole),
      'declared, and did not come: worker/healthy not verified',
    ],
    [
      'words are not said',
      { ...fault, caughtBy: [{ ...healthy, says: ['is healthy'] }] },
      runOf(whole),
      'worker/healthy does not say is healthy (verdict)',
    ],
    [
      'words are said, and not shown',
      fault,
      runOf(whole, { stdout: 'nothing' }),
      'worker/healthy does not say is degraded (terminal)',
    ],
    [
      'a check that is to hold does not',
      { ...fault, holds: ['worker/healthy'] },
      runOf(whole),
      'to hold all the same: worker/healthy, which is failed',
    ],
    [
      'a check that is to hold was not run',
      { ...fault, holds: ['worker/absent'] },
      runOf(whole),
      'to hold all the same: worker/absent, which is not run',
    ],
    ['it ends with another exit code', fault, runOf(whole, { exitCode: 3 }), 'exit code 3 instead of 1'],
    [
      'it shows frames of the machinery',
      fault,
      runOf(whole, { stderr: 'Error: x\n    at run (node:internal/timers:12:3)\n' }),
      'frames of the machinery are shown',
    ],
    [
      'it leaves no verdict',
      fault,
      runOf(whole, { verdict: undefined }),
      'declared, and did not come: worker/healthy failed',
    ],
  ])('%s', (_, declared, run, problem) => {
    expect(outcomeProblems(declared, run)).toContain(problem);
  });
});
