import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smokeFaults } from '../../../../fixtures/faults/smoke.ts';
import type { SmokeFault } from '../../../../fixtures/faults/smoke-fault.ts';
import { startTwin, type Twin } from '../../../../fixtures/twin/start-twin.ts';
import { formatOutcome } from '../../../../support/check/format.ts';
import { reduceOutcomes } from '../../../../support/report/verdict/reduce.ts';
import type { DeclaredSmokeCheck } from '../../../../support/smoke/collect-checks.ts';
import { recordOf } from '../../faults/fault-record.ts';
import { launchChromium } from '../open-tiny-page.ts';
import { judgeSmoke, loadSmokeChecks, runSmokeFault, startOutsideHost, twinProfile } from './run-smoke.ts';

const faults = Object.entries<SmokeFault>(smokeFaults).map(([name, fault]) => ({ name, fault }));
/** The checks that look at the visits: what goes beyond has specs of its own. */
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
beforeAll(async () => {
  [browser, twin, outside, checks] = await Promise.all([
    launchChromium(),
    startTwin(),
    startOutsideHost(),
    loadSmokeChecks(judged),
  ]);
});
afterAll(async () => {
  await Promise.all([browser.close(), twin[Symbol.asyncDispose](), outside[Symbol.asyncDispose]()]);
});

test('there is a fault for each thing that can go wrong with a live site', () => {
  expect(faults.length).toBeGreaterThanOrEqual(14);
  expect(checks.map(({ definition }) => definition.id)).toHaveLength(judged.length);
});

test('a twin without a fault holds, by every one of these checks', async () => {
  const outcomes = await judgeSmoke(browser, await twinProfile(twin), checks);
  const all = outcomes.map((each) => formatOutcome(each)).join('\n');
  expect(
    outcomes.map(({ check, kind }) => [check, kind]),
    all,
  ).toEqual(checks.map(({ definition }) => [definition.id, 'held']));
});

describe('a fault of the live site is caught', () => {
  test.concurrent.for(faults)('$name: $fault.story', async ({ name, fault }, { task, expect }) => {
    task.meta.fault = recordOf('smoke', name, fault);
    const outcomes = await runSmokeFault(fault, { browser, twin, outside: outside.url, checks });
    const all = outcomes.map((outcome) => `${outcome.check} ${outcome.kind}\n${formatOutcome(outcome)}`).join('\n');
    for (const { check, says } of fault.caughtBy) {
      const outcome = outcomes.find((each) => each.check === check);
      expect(outcome?.kind, all).toBe('failed');
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
