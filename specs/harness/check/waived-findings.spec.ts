import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../support/check/finding.ts';
import { identityOf } from '../../../support/check/fingerprint.ts';
import { applyWaivers, idleWaivers } from '../../../support/check/waivers.ts';
import type { Waiver } from '../../../support/profile/index.ts';
import { outcome } from '../report/sample-verdict.ts';

const today = new Date('2026-06-15T12:00:00Z');
const finding = (over: Partial<Finding> = {}): Finding => ({
  what: 'sites/list:listSites is called, and steady-otter-902 does not have it',
  expected: 'a public function',
  received: 'no such function among its 11',
  from: ['app/pages/sites.tsx:11:26'],
  ...over,
});
const another = finding({ what: 'sites/list:listCompanies is called, and steady-otter-902 does not have it' });
const broken = (...findings: Finding[]) => outcome({ kind: 'failed', findings });
const waiverOf = (one: Finding, over: Partial<Waiver> = {}): Waiver => ({
  check: 'sample/one',
  reason: 'it was broken before',
  until: '2026-07-01',
  finding: identityOf('sample/one', one).fingerprint,
  environments: ['prod'],
  ...over,
});

describe('the identity of a finding', () => {
  test('stays when lines, ports, counts and times move', () => {
    const first = identityOf('a/b', { what: 'the answer took 812 ms at http://127.0.0.1:4711', from: ['a.ts:3:1'] });
    const later = identityOf('a/b', { what: 'the answer took 1204 ms at http://127.0.0.1:5822', from: ['a.ts:40:7'] });
    expect(later).toEqual(first);
  });

  test.each<[string, Partial<Finding>]>([
    ['another name', { what: another.what }],
    ['another deployment', { what: finding().what.replace('902', '903') }],
    ['another file', { from: ['app/pages/other.tsx:11:26'] }],
  ])('is another for %s', (_what, over) => {
    expect(identityOf('a/b', finding(over)).fingerprint).not.toBe(identityOf('a/b', finding()).fingerprint);
  });

  test('is another for another check', () => {
    expect(identityOf('a/c', finding()).fingerprint).not.toBe(identityOf('a/b', finding()).fingerprint);
  });
});

describe('a waiver of one finding', () => {
  test('covers it, and the check is waived if that was all', () => {
    const waived = applyWaivers(broken(finding()), [waiverOf(finding())], today);
    expect(waived).toMatchObject({
      kind: 'waived',
      findings: [finding()],
      reason: 'waived until 2026-07-01 (16 days left): it was broken before',
    });
  });

  test('says of several the one that ends first', () => {
    const waivers = [waiverOf(finding()), waiverOf(another, { until: '2026-06-16' })];
    expect(applyWaivers(broken(finding(), another), waivers, today).reason).toContain('2026-06-16 (1 day left)');
  });

  test('leaves another finding of the same check failing', () => {
    const outcome = applyWaivers(broken(finding(), another), [waiverOf(finding())], today);
    expect(outcome).toMatchObject({ kind: 'failed', findings: [another] });
    expect(outcome.reason).toContain('1 of 2 findings are waived: sites/list:listSites');
  });

  test('leaves a warning beside it a warning', () => {
    const mild = { ...another, severity: 'warning' as const };
    expect(applyWaivers(broken(finding(), mild), [waiverOf(finding())], today)).toMatchObject({
      kind: 'warned',
      findings: [mild],
    });
  });

  test('leaves what could not be read unread', () => {
    const partly = { ...broken(finding()), reason: '1 of 2 could not be verified: no answer' };
    const outcome = applyWaivers(partly, [waiverOf(finding())], today);
    expect(outcome).toMatchObject({ kind: 'not verified', findings: [] });
    expect(outcome.reason).toContain('no answer');
  });

  test('ends with its day, and covers nothing elsewhere', () => {
    const ended = applyWaivers(broken(finding()), [waiverOf(finding(), { until: '2026-06-14' })], today);
    expect(ended).toMatchObject({ kind: 'failed', reason: 'a waiver for this ended on 2026-06-14' });
    expect(applyWaivers(broken(finding()), [waiverOf(finding(), { environments: ['dev'] })], today).kind).toBe(
      'failed',
    );
  });
});

describe('a waiver that counts for nothing is named', () => {
  const applied = (waivers: Waiver[], ...findings: Finding[]) => applyWaivers(broken(...findings), waivers, today);

  test('if it matches nothing, or its day is past', () => {
    const waivers = [waiverOf(finding()), waiverOf(another), waiverOf(another, { until: '2026-06-01' })];
    expect(idleWaivers(waivers, [applied(waivers, finding())], today)).toEqual([
      expect.stringMatching(/^the waiver of sample\/one \(finding [0-9a-f]{16}\) matches nothing that was found/),
      expect.stringMatching(/^the waiver of sample\/one \(finding [0-9a-f]{16}\) ended on 2026-06-01/),
    ]);
  });

  test('if it is for a whole check that holds', () => {
    const { finding: _, ...whole } = waiverOf(finding());
    expect(idleWaivers([whole], [outcome()], today)).toHaveLength(1);
    expect(idleWaivers([whole], [applied([whole], finding())], today)).toEqual([]);
  });

  test('and not by a run that does not look there', () => {
    expect(idleWaivers([waiverOf(finding(), { environments: ['dev'] })], [outcome()], today)).toEqual([]);
    expect(idleWaivers([waiverOf(finding(), { check: 'other/one' })], [outcome()], today)).toEqual([]);
  });
});
