import { expect, test } from 'vitest';
import { expectClosedInPlainWords } from './plain-words.ts';
import type { GateRun } from './run-gate.ts';

const closed: GateRun = {
  exitCode: 78,
  stdout: '',
  stderr: 'Airlock cannot start.',
  durationMs: 500,
  verdict: undefined,
};

test('a run that is closed in plain words is accepted', () => {
  expectClosedInPlainWords({ ...closed, stdout: '      at specs/worker/healthy.spec.ts:4:1\n' }, 78);
});

test.for([
  ['opens the gate', { exitCode: 0 }],
  ['ends with another code', { exitCode: 1 }],
  ['is killed', { exitCode: null }],
  ['shows a frame of a dependency', { stderr: '    at run (/work/node_modules/vitest/dist/cli.js:1:2)' }],
  ['shows a frame of Node', { stderr: '    at node:internal/modules/run_main:107:5' }],
  ['shows a frame of its own', { stdout: '    at plan (/srv/support/report/runners/gate-plan.ts:10:5)' }],
  ['speaks of an unhandled error', { stderr: 'Unhandled Rejection' }],
  ['takes too long', { durationMs: 300_000 }],
] as const)('a run that %s is not', ([, change]) => {
  expect(() => expectClosedInPlainWords({ ...closed, ...change }, 78)).toThrow();
});
