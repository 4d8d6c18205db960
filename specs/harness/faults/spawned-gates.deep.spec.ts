import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { configFaults } from '../../../fixtures/faults/config.ts';
import { convexFaults } from '../../../fixtures/faults/convex.ts';
import { convexArgumentsFaults } from '../../../fixtures/faults/convex-arguments.ts';
import { convexFunctionsFaults } from '../../../fixtures/faults/convex-functions.ts';
import { driftFaults } from '../../../fixtures/faults/drift.ts';
import type { Fault } from '../../../fixtures/faults/fault.ts';
import { migrationFaults } from '../../../fixtures/faults/migration.ts';
import { pagesFaults } from '../../../fixtures/faults/pages.ts';
import { providersFaults } from '../../../fixtures/faults/providers.ts';
import { redisFaults } from '../../../fixtures/faults/redis.ts';
import { sharedDataFaults } from '../../../fixtures/faults/shared-data.ts';
import { workerLimitsFaults } from '../../../fixtures/faults/worker-limits.ts';
import type { Outcome } from '../../../support/check/index.ts';
import { type GateRun, reportsBeside, runGate } from '../bad-input/run-gate.ts';
import { withPlantedFault } from './plant-fault.ts';
import { type Run, runInProcess } from './run-in-process.ts';

/** The reports that a spawned gate wrote beside its config. */
interface Reports {
  read(name: string): string;
}

interface Gate {
  fault: Fault;
  variables?: Record<string, string>;
  args?: readonly string[];
  /** Looks at one form of the report. */
  form?: (run: GateRun, reports: Reports, outcomes: readonly Outcome[]) => void;
}

/** A fault of the config itself: its waiver names no check. */
const wrongWaiver: Fault = {
  story: 'a waiver names a check that does not exist',
  config: (text) =>
    text.replace(
      '  platforms: {\n',
      "  waivers: [{ check: 'worker/helthy', reason: 'a slip', until: '2099-01-01' }],\n$&",
    ),
  caughtBy: [],
  exitCode: 78,
};

const closing = (outcomes: readonly Outcome[]) => outcomes.filter(({ kind }) => kind === 'failed');

const gates: readonly (readonly [string, Gate])[] = [
  ['exit 0, console', { fault: convexArgumentsFaults.newerBackend }],
  [
    'exit 1, JUnit',
    {
      fault: convexFunctionsFaults.backendOfYesterday,
      form(_, reports, outcomes) {
        const failures = [...reports.read('junit.xml').matchAll(/<failure\b/g)];
        expect(failures).toHaveLength(closing(outcomes).length);
      },
    },
  ],
  ['exit 2, strict', { fault: { ...redisFaults.noExpiry, exitCode: 2 }, variables: { AIRLOCK_STRICT: '1' } }],
  [
    'exit 3, Markdown',
    {
      fault: convexFaults.missingDeployKey,
      form(_, reports, outcomes) {
        const markdown = reports.read('report.md');
        for (const { check, kind } of outcomes)
          if (kind === 'not verified')
            expect(markdown).toMatch(new RegExp(`^(?:###|-) .* ${check} · prod · ${kind}$`, 'm'));
      },
    },
  ],
  ['exit 78, no verdict', { fault: wrongWaiver }],
  [
    'GitHub annotations',
    {
      fault: pagesFaults.stoppedSite,
      variables: { GITHUB_ACTIONS: 'true' },
      form({ stdout }, _reports, outcomes) {
        for (const { kind, spec } of outcomes)
          if (kind === 'failed')
            expect(stdout).toContain(`::error file=${spec.split(':')[0]},line=${spec.split(':')[1]}`);
        expect(stdout).toContain('title=pages/reachable in prod%3A failed');
        expect(stdout).toMatch(/^::error .*11 checks could not be judged because of this/m);
        expect(stdout.match(/^::error /gm)).toHaveLength(1);
      },
    },
  ],
  [
    'JSON of vitest in its file, console on standard error',
    {
      fault: configFaults.tornRow,
      args: ['--reporter=json'],
      form({ stdout, stderr }, _reports, outcomes) {
        const [, file = ''] = /^JSON report written to (.+)$/m.exec(stdout) ?? [];
        expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ numFailedTests: closing(outcomes).length });
        expect(stderr).toContain('✗ config/table-parses');
      },
    },
  ],
  [
    'the audit, with its matrix',
    {
      fault: sharedDataFaults.oneRedisBehindTwoWorkers,
      form({ stdout }, reports) {
        expect(stdout).toMatch(/^ *logs +✗ failed/m);
        expect(reports.read('matrix.md')).toContain('✗ failed');
        expect(reports.read('matrix.html')).toContain('<table');
      },
    },
  ],
  ['a burst', { fault: workerLimitsFaults.limiterThatRaces }],
  ['a list that is cut', { fault: providersFaults.listIsCut }],
  ['a table under version control', { fault: driftFaults.secretOlderThanTheCommit }],
  ['data that moved', { fault: migrationFaults.fieldChangedOnTheWay }],
];

/** What two runs of one fault on two twins have in common: addresses, ids and times are each one's own. */
function essenceOf({ exitCode, verdict }: Pick<Run, 'exitCode' | 'verdict'>) {
  const outcomes = verdict?.parts.specs?.outcomes ?? [];
  const plain = (text: string) => text.replace(/127\.0\.0\.1:\d+/g, 'ADDRESS').replace(/\d+/g, '#');
  return {
    exitCode,
    headline: verdict?.headline,
    counts: verdict?.counts,
    outcomes: outcomes.map(({ check, environment, kind, severity, findings }) => ({
      check,
      environment,
      kind,
      severity,
      findings: findings.map(({ what }) => plain(what)),
    })),
  };
}

describe('a gate in a process of its own comes to the same as one in this process', () => {
  test.each(gates)('%s', async (_, { fault, variables = {}, args = [], form }) => {
    const inProcess = await withPlantedFault(fault, (planted) =>
      runInProcess(planted, { strict: variables.AIRLOCK_STRICT === '1' }),
    );
    const spawned = await withPlantedFault(fault, async (planted) => {
      const run = await runGate({
        ...planted,
        variables: { ...planted.variables, ...variables },
        args,
      });
      const reports = reportsBeside(planted.configFile, planted.project);
      const outcomes = run.verdict?.parts.specs?.outcomes ?? [];
      form?.(run, { read: (name) => readFileSync(path.join(reports, name), 'utf8') }, outcomes);
      return { ...run, hasVerdict: existsSync(path.join(reports, 'verdict.json')) };
    });

    expect(spawned.exitCode, spawned.stdout + spawned.stderr).toBe(fault.exitCode);
    expect(essenceOf(spawned)).toEqual(essenceOf(inProcess));
    expect(spawned.hasVerdict).toBe(fault.exitCode !== 78);
  });
});
