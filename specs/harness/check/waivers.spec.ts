import { describe, expect, test } from 'vitest';
import { formatOutcome } from '../../../support/check/format.ts';
import { judgeCheck } from '../../../support/check/judge-check.ts';
import { type OutcomeKind, outcomeKinds } from '../../../support/check/outcome.ts';
import { applyWaivers } from '../../../support/check/waivers.ts';
import type { Waiver } from '../../../support/profile/index.ts';
import fc from '../property.ts';
import { judgeOptions, sampleCheck, sampleFinding, sampleProfile } from './sample-profile.ts';

const waiver: Waiver = { check: 'sample/one', reason: 'known, and mended next week', until: '2026-06-15' };
const failed = await judgeCheck(sampleCheck({ verify: () => [sampleFinding] }), judgeOptions());
const unread = await judgeCheck(sampleCheck({ subjects: () => [] }), judgeOptions());
const at = (time: string) => new Date(time);

describe('a waiver', () => {
  test('covers a failure, and what was found stays to be seen', () => {
    const waived = applyWaivers(failed, [waiver], at('2026-06-01T00:00:00Z'));
    expect(waived).toMatchObject({
      kind: 'waived',
      findings: [sampleFinding],
      reason: 'waived until 2026-06-15 (14 days left): known, and mended next week',
    });
    expect(formatOutcome(waived)).toContain('received wrong');
  });

  test('covers a warning', () => {
    expect(applyWaivers({ ...failed, kind: 'warned' }, [waiver], at('2026-06-01T00:00:00Z')).kind).toBe('waived');
  });

  test('covers what is not verified, and says why it was not', () => {
    expect(applyWaivers(unread, [waiver], at('2026-06-01T00:00:00Z')).reason).toBe(
      'waived until 2026-06-15 (14 days left): known, and mended next week (not verified: there is nothing to look at)',
    );
  });

  test.each([
    ['2026-06-15T23:00:00Z', 'less than a day left'],
    ['2026-06-14T12:00:00Z', '1 day left'],
    ['2026-05-15T12:00:00Z', '31 days left'],
  ])('says how long it still counts: at %s %s', (time, left) => {
    expect(applyWaivers(failed, [waiver], at(time)).reason).toBe(`waived until 2026-06-15 (${left}): ${waiver.reason}`);
  });

  test.each([
    ['2026-06-15T00:00:00.000Z', 'waived'],
    ['2026-06-15T23:59:59.999Z', 'waived'],
    ['2026-06-15T20:00:00-04:00', 'failed'],
    ['2026-06-16T00:00:00.000Z', 'failed'],
  ])('counts to the end of its last day, in UTC: at %s it is %s', (time, kind) => {
    expect(applyWaivers(failed, [waiver], at(time)).kind).toBe(kind);
  });

  test('that has ended is told of, and a later one still counts', () => {
    const ended = { ...waiver, until: '2026-01-31' };
    const outcome = applyWaivers(failed, [ended], at('2026-06-15T12:00:00Z'));
    expect(outcome).toMatchObject({ kind: 'failed', reason: 'a waiver for this ended on 2026-01-31' });
    expect(formatOutcome(outcome)).toContain('besides  a waiver for this ended on 2026-01-31');
    expect(applyWaivers(failed, [ended, waiver], at('2026-06-15T12:00:00Z')).kind).toBe('waived');
  });

  test('for another environment or another check covers nothing', () => {
    const day = at('2026-06-01T00:00:00Z');
    expect(applyWaivers(failed, [{ ...waiver, environments: ['dev'] }], day)).toEqual(failed);
    expect(applyWaivers(failed, [{ ...waiver, environments: ['dev', 'prod'] }], day).kind).toBe('waived');
    expect(applyWaivers(failed, [{ ...waiver, check: 'sample/one-more' }], day)).toEqual(failed);
  });

  test('of the profile is applied to the outcome of a check', async () => {
    const profile = sampleProfile({ waivers: [waiver] });
    const outcome = await judgeCheck(sampleCheck({ verify: () => [sampleFinding] }), judgeOptions({ profile }));
    expect(outcome).toMatchObject({ kind: 'waived', findings: [sampleFinding] });
  });

  test('changes nothing but failures, warnings and what is not verified, and never takes a finding away', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<OutcomeKind>(...outcomeKinds),
        fc.array(
          fc.record({
            check: fc.constantFrom('sample/one', 'sample/two'),
            reason: fc.constant('ten letters'),
            until: fc
              .date({ min: at('2026-06-01'), max: at('2026-06-30'), noInvalidDate: true })
              .map((date) => date.toISOString().slice(0, 10)),
          }),
        ),
        (kind, waivers) => {
          const before = { ...failed, kind };
          const after = applyWaivers(before, waivers, at('2026-06-15T12:00:00Z'));
          expect(after.findings).toEqual(before.findings);
          const covers = waivers.some(({ check, until }) => check === 'sample/one' && until >= '2026-06-15');
          const coverable = ['failed', 'warned', 'not verified'].includes(kind);
          expect(after.kind).toBe(covers && coverable ? 'waived' : kind);
        },
      ),
    );
  });
});
