import { describe, expect, test } from 'vitest';
import { onePerCheck } from '../../../support/report/formats/one-per-check.ts';
import { groupByCause } from '../../../support/report/verdict/causes.ts';
import { outcome } from './sample-verdict.ts';

const cause = { id: 'unanswered https://a.test', what: 'https://a.test does not answer' };
const other = { id: 'missing KEY', what: 'KEY has no value' };
const finding = { what: 'it is wrong', expected: 'right', received: 'wrong', from: ['app.table:1:1'] };
const unread = (check: string, over = {}) => outcome({ check, kind: 'not verified', causeOf: [cause], ...over });

/** The checks of each group, what shows it first. */
const checksOf = (groups: ReturnType<typeof groupByCause>['closing']) =>
  groups.map(({ shown, unread: behind }) => [...shown, ...behind].map(({ check }) => check));

describe('outcomes are grouped by what is behind them', () => {
  test('a check that shows it comes before those that it keeps from being judged', () => {
    const failed = outcome({ check: 'worker/healthy', kind: 'failed', findings: [finding], causeOf: [cause] });
    const { closing } = groupByCause([unread('worker/cors'), failed, unread('worker/ingests')]);
    expect(checksOf(closing)).toEqual([['worker/healthy', 'worker/cors', 'worker/ingests']]);
    expect(closing[0]?.cause).toEqual(cause);
  });

  test('checks without a cause stand for themselves, whatever their words', () => {
    const reason = 'https://a.test does not answer';
    const { closing } = groupByCause([unread('a/one', { causeOf: undefined, reason }), unread('a/two', { reason })]);
    expect(checksOf(closing)).toEqual([['a/one'], ['a/two']]);
  });

  test('a check that met two causes is told with both', () => {
    const { closing } = groupByCause([unread('a/one', { causeOf: [cause, other] }), unread('a/two')]);
    expect(checksOf(closing)).toEqual([['a/one', 'a/two'], ['a/one']]);
  });

  test('what failed comes before what could not be read, and what others fail because of before all', () => {
    const failed = (check: string, over = {}) => outcome({ check, kind: 'failed', findings: [finding], ...over });
    const { closing } = groupByCause([
      ...['a/one', 'a/two', 'a/three'].map((check) => unread(check)),
      failed('b/late'),
      failed('c/early', { first: true }),
    ]);
    expect(checksOf(closing).map(([check]) => check)).toEqual(['c/early', 'b/late', 'a/one']);
  });

  test('what does not close the gate is a warning, a cause with one critical check is not', () => {
    const mild = unread('a/mild', { severity: 'warning' });
    expect(checksOf(groupByCause([mild]).warnings)).toEqual([['a/mild']]);
    expect(checksOf(groupByCause([mild, unread('a/grave')]).closing)).toEqual([['a/mild', 'a/grave']]);
    expect(groupByCause([unread('a/optional', { optional: true })]).closing).toEqual([]);
  });

  test('no outcome is lost', () => {
    const kinds = ['held', 'failed', 'warned', 'waived', 'not verified', 'refused', 'not applicable'] as const;
    const { closing, warnings, waived, refused, inapplicable, held } = groupByCause(
      kinds.map((kind) => outcome({ check: `a/${kind.replace(' ', '-')}`, kind })),
    );
    const told = [...closing, ...warnings].flatMap((group) => [...group.shown, ...group.unread]);
    expect([...told, ...waived, ...refused, ...inapplicable, ...held]).toHaveLength(kinds.length);
  });
});

describe('findings of one environment that say the same', () => {
  const told = (...places: string[][]) =>
    onePerCheck([outcome({ kind: 'failed', findings: places.map((from) => ({ ...finding, from })) })])[0]?.outcome
      .findings;

  test('of the source and of the site are one, with the places of both', () => {
    expect(told(['app/sites.tsx:10:26'], ['https://a.test/index.js:1:5', 'app/sites.tsx:10:26'])).toEqual([
      { ...finding, from: ['app/sites.tsx:10:26', 'https://a.test/index.js:1:5'] },
    ]);
  });

  test('of many places are left as they are', () => {
    expect(told(...Array.from({ length: 7 }, (_, line) => [`a.ts:${line}:1`]))).toHaveLength(7);
  });
});

describe('a check of several environments is told once', () => {
  const of = (environment: string, from: string[], what = 'two values are equal') =>
    outcome({ environment, kind: 'failed', findings: [{ ...finding, what, from }] });

  test('with one finding for one pair, whichever side it names first', () => {
    const [shown, ...more] = onePerCheck([
      of('dev', ['t:3:1 (dev)', 't:3:2 (prod)'], 'equal in dev and prod'),
      of('prod', ['t:3:2 (prod)', 't:3:1 (dev)'], 'equal in prod and dev'),
    ]);
    expect(more).toEqual([]);
    expect(shown?.environments).toEqual(['dev', 'prod']);
    expect(shown?.outcome.findings).toHaveLength(1);
  });

  test('with both findings where they are at different places, or say different things of one place', () => {
    expect(onePerCheck([of('dev', ['t:3:1']), of('prod', ['t:4:1'])])[0]?.outcome.findings).toHaveLength(2);
    expect(onePerCheck([of('dev', ['t:3:1'], 'a'), of('prod', ['t:3:1'], 'b')])[0]?.outcome.findings).toHaveLength(2);
  });
});
