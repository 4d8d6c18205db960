import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../../support/check/outcome.ts';
import { planProblem } from '../../../../support/report/verdict/judge-plan.ts';
import { summarize } from '../../../../support/report/verdict/summarize.ts';
import type { Verdict, VerdictPlan } from '../../../../support/report/verdict/verdict.ts';
import fc from '../../property.ts';
import { outcome, subject } from '../sample-verdict.ts';

const plan: VerdictPlan = {
  specs: { checks: ['a/one', 'a/two'], environments: ['dev', 'prod'] },
  smoke: { checks: ['smoke/loads'], environments: ['prod'] },
};
const pairs = (of: { checks: readonly string[]; environments: readonly string[] } = { checks: [], environments: [] }) =>
  of.checks.flatMap((check) => of.environments.map((environment) => outcome({ check, environment })));

function verdictOf(parts: { specs?: Outcome[]; smoke?: Outcome[] }, planned: VerdictPlan = plan): Verdict {
  const part = (outcomes: Outcome[]) => ({
    state: 'complete' as const,
    commit: null,
    config: 'c',
    startedAt: '2026-06-15T12:00:00.000Z',
    finishedAt: '2026-06-15T12:00:10.000Z',
    breakages: [],
    outcomes,
  });
  const about = subject([], { plan: planned, environments: ['dev', 'prod'], project: 'isolation' });
  return summarize(about, {
    ...(parts.specs && { specs: part(parts.specs) }),
    ...(parts.smoke && { smoke: part(parts.smoke) }),
  });
}
const whole = verdictOf({ specs: pairs(plan.specs), smoke: pairs(plan.smoke) });

describe('a verdict of everything that was planned', () => {
  test('is whole', () => {
    expect(planProblem(whole, { plan, without: [] })).toBeUndefined();
  });

  test('is whole without the smoke tests only for who asks so', () => {
    const specs = verdictOf({ specs: pairs(plan.specs) });
    expect(planProblem(specs, { plan, without: ['smoke'] })).toBeUndefined();
    expect(planProblem(specs, { plan, without: [] })).toContain('`npx playwright test --project isolation`');
    expect(planProblem(verdictOf({ smoke: pairs(plan.smoke) }), { plan, without: [] })).toContain('no checks');
  });

  test('is not whole with any one outcome less, or with one more', () => {
    fc.assert(
      fc.property(fc.nat({ max: 3 }), fc.constantFrom('a/three', 'b/one'), (index, extra) => {
        const all = pairs(plan.specs);
        const smoke = pairs(plan.smoke);
        const { check, environment } = all[index] as Outcome;
        const less = verdictOf({ specs: all.toSpliced(index, 1), smoke });
        expect(planProblem(less, { plan, without: [] })).toBe(
          `the verdict has no outcome of ${check} in ${environment}`,
        );
        const more = verdictOf({ specs: [...all, outcome({ check: extra, environment })], smoke });
        expect(planProblem(more, { plan, without: [] })).toBe(
          `the verdict contains outcomes of ${extra} in ${environment}, which the run did not plan`,
        );
      }),
    );
  });

  test('names a few of many that are missing', () => {
    const checks = ['a/1', 'a/2', 'a/3', 'a/4', 'a/5'];
    const planned = { specs: { checks, environments: ['prod'] } };
    expect(planProblem(verdictOf({ specs: [] }, planned), { plan: planned, without: [] })).toBe(
      'the verdict has no outcome of a/1 in prod, a/2 in prod, a/3 in prod, and 2 more',
    );
  });
});

describe('a plan of another day', () => {
  const asked = (specs: VerdictPlan['specs'], smoke = plan.smoke) => ({
    plan: { specs, ...(smoke && { smoke }) },
    without: [],
  });

  test('is told by what is missing and what is more', () => {
    const now = asked({ checks: ['a/one', 'a/three'], environments: ['dev', 'prod'] });
    expect(planProblem(whole, now)).toBe(
      'the run did not plan a/three in dev, a/three in prod, and planned a/two in dev, a/two in prod, which are not there now',
    );
    const one = asked({ checks: ['a/one', 'a/two'], environments: ['dev'] });
    expect(planProblem(verdictOf({ specs: pairs(plan.specs), smoke: pairs(plan.smoke) }), one)).toContain(
      'which are not there',
    );
  });

  test('is told where smoke tests were added since', () => {
    const before = verdictOf({ specs: pairs(plan.specs) }, { specs: plan.specs });
    expect(planProblem(before, { plan, without: [] })).toBe('the run did not plan smoke/loads in prod');
    expect(planProblem(before, { plan, without: ['smoke'] })).toBeUndefined();
  });

  test('is told where only the order differs', () => {
    const turned = asked({ checks: ['a/two', 'a/one'], environments: ['dev', 'prod'] });
    expect(planProblem(whole, turned)).toBe('the run planned its checks differently');
  });
});

test('a check that held looked at something, by any of its counts', () => {
  const all = pairs(plan.specs);
  const blind = all.with(1, outcome({ check: 'a/one', environment: 'prod', evidence: { rows: 0, requests: 0 } }));
  const smoke = pairs(plan.smoke);
  expect(planProblem(verdictOf({ specs: blind, smoke }), { plan, without: [] })).toBe(
    'a/one in prod held without having looked at anything',
  );
  const seen = all.with(1, outcome({ check: 'a/one', environment: 'prod', evidence: { rows: 0, requests: 1 } }));
  expect(planProblem(verdictOf({ specs: seen, smoke }), { plan, without: [] })).toBeUndefined();
  const unread = all.with(1, outcome({ check: 'a/one', environment: 'prod', kind: 'not verified', evidence: {} }));
  expect(planProblem(verdictOf({ specs: unread, smoke }), { plan, without: [] })).toBeUndefined();
});

test('a check that held found nothing', () => {
  const finding = { what: 'it is wrong', expected: 'right', received: 'wrong', from: [] };
  const specs = pairs(plan.specs).with(1, outcome({ check: 'a/one', environment: 'prod', findings: [finding] }));
  expect(planProblem(verdictOf({ specs, smoke: pairs(plan.smoke) }), { plan, without: [] })).toBe(
    'a/one in prod held and found something wrong',
  );
});
