import { describe, expect, test } from 'vitest';
import { readCases } from '../../../fixtures/workflows/read-case.ts';
import { findingProblem } from '../../../support/check/finding-problems.ts';
import { deliveryOf, judge, judgements } from './judge-case.ts';

const cases = readCases();
/** Asked of every case. */
const always = ['backend-deploys', 'backend-before-frontend', 'deploys-when-green', 'workflows-accepted'];
/** Why a case has nothing for a judgement to look at; that is not a fault of the case. */
const nothing =
  /^(no workflow and no platform configuration deploys a front end|no workflow deploys anything that is recognised|there is no workflow in)/;

test('there are at least forty pipelines, and each check has one that fails and one that holds', () => {
  expect(cases.length).toBeGreaterThanOrEqual(40);
  for (const check of Object.keys(judgements)) {
    expect(cases.filter(({ fails }) => fails.has(check)).length, `pipelines at which ${check} fails`).toBeGreaterThan(
      0,
    );
    const holds = cases.filter((each) => (always.includes(check) ? !each.fails.has(check) : each.holds.has(check)));
    expect(holds.length, `pipelines at which ${check} holds`).toBeGreaterThan(0);
  }
});

describe.each(cases)('$name', (each) => {
  const asked = new Set([...always, ...each.fails.keys(), ...each.open, ...each.holds]);

  test.each([...asked])('%s', async (check) => {
    const { findings, open } = judge(check, await deliveryOf(each));
    expect(findings.map(({ from }) => from[0]).sort()).toEqual(each.fails.get(check) ?? []);
    expect(findings.length === 0 ? undefined : findingProblem(findings)).toBeUndefined();
    if (each.open.has(check)) expect(open).toBeDefined();
    else if (open !== undefined) expect(open).toMatch(nothing);
    if (each.holds.has(check)) expect(open).toBeUndefined();
  });
});
