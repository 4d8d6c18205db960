import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smokeFaults } from '../../../../fixtures/faults/smoke.ts';
import { smokeBeyondFaults } from '../../../../fixtures/faults/smoke-beyond.ts';
import type { SmokeFault } from '../../../../fixtures/faults/smoke-fault.ts';
import { startTwin, type Twin } from '../../../../fixtures/twin/start-twin.ts';
import { formatOutcome } from '../../../../support/check/format.ts';
import { reduceOutcomes } from '../../../../support/report/verdict/reduce.ts';
import type { DeclaredSmokeCheck } from '../../../../support/smoke/collect-checks.ts';
import { recordOf } from '../../faults/fault-record.ts';
import { launchChromium } from '../open-tiny-page.ts';
import { judgeSmoke, loadSmokeChecks, runSmokeFault, startOutsideHost, twinProfile } from './run-smoke.ts';

const faults = Object.entries<SmokeFault>({ ...smokeFaults, ...smokeBeyondFaults }).map(([name, fault]) => ({
  name,
  fault,
}));
/** The checks that look at every visit. */
const judged = [
  'loads',
  'no-page-errors',
  'no-failed-requests',
  'connects-home',
  'live-functions-exist',
  'opening-writes-nothing',
];

let browser: Browser;
let twin: Twin;
let outside: Awaited<ReturnType<typeof startOutsideHost>>;
let checks: DeclaredSmokeCheck[];
const named = (names: readonly string[]) => checks.filter(({ definition }) => names.includes(nameOf(definition.id)));
const nameOf = (id: string) => id.replace('smoke/', '');
beforeAll(async () => {
  [browser, twin, outside, checks] = await Promise.all([
    launchChromium(),
    startTwin(),
    startOutsideHost(),
    loadSmokeChecks(),
  ]);
});
afterAll(async () => {
  await Promise.all([browser.close(), twin[Symbol.asyncDispose](), outside[Symbol.asyncDispose]()]);
});

test('there is a fault for each thing that can go wrong with a live site', () => {
  expect(faults.length).toBeGreaterThanOrEqual(14);
  expect(named(judged)).toHaveLength(judged.length);
});

test('a twin without a fault holds, by every one of these checks', async () => {
  const outcomes = await judgeSmoke(browser, await twinProfile(twin), named(judged));
  const all = outcomes.map((each) => formatOutcome(each)).join('\n');
  expect(
    outcomes.map(({ check, kind }) => [check, kind]),
    all,
  ).toEqual(named(judged).map(({ definition }) => [definition.id, 'held']));
});

describe('a fault of the live site is caught', () => {
  test.concurrent.for(faults)('$name: $fault.story', async ({ name, fault }, { task, expect }) => {
    task.meta.fault = recordOf('smoke', name, fault);
    const outcomes = await runSmokeFault(fault, {
      browser,
      twin,
      outside: outside.url,
      checks: named(fault.judgedBy ?? judged),
    });
    const all = outcomes.map((outcome) => `${outcome.check} ${outcome.kind}\n${formatOutcome(outcome)}`).join('\n');
    for (const { check, says, kind = 'failed' } of fault.caughtBy) {
      const outcome = outcomes.find((each) => each.check === check);
      expect(outcome?.kind, all).toBe(kind);
      const words = JSON.stringify(outcome?.findings);
      for (const each of says) expect(words).toMatch(typeof each === 'string' ? each.replaceAll('"', '\\"') : each);
    }
    if (fault.caughtBy.length === 0)
      expect(
        outcomes.filter(({ kind }) => kind !== 'held'),
        all,
      ).toEqual([]);
    expect(reduceOutcomes(outcomes, [], false).exitCode, all).toBe(fault.exitCode);
  });
});
