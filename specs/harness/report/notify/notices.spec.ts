import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../../support/check/finding.ts';
import { type AuditState, auditState } from '../../../../support/report/notify/audit-state.ts';
import { knownAfter, type Notice, noticeFor } from '../../../../support/report/notify/notice.ts';
import type { Known } from '../../../../support/report/notify/told-state.ts';
import type { Verdict } from '../../../../support/report/verdict/verdict.ts';
import fc from '../../property.ts';
import { outcome, questionOf, verdict } from '../sample-verdict.ts';

const hourMs = 3_600_000;
const start = Date.parse('2026-06-15T12:00:10.000Z');

function finding(over: Partial<Finding> = {}): Finding {
  return { what: 'documents of A have the same id', expected: 'none', received: '3 of 9', from: ['a.zip'], ...over };
}

function audited(findings: readonly Finding[], over: Partial<Verdict> = {}): Verdict {
  const kind = findings.length > 0 ? 'failed' : 'held';
  return verdict([outcome({ check: 'isolation/documents-disjoint', kind, findings })], {
    project: 'isolation',
    ...over,
  });
}

/** A receiver that takes every message, and the nights in which it got one. */
class Receiver {
  known: Known | undefined;
  readonly notices: (Notice | undefined)[] = [];

  hears(seen: Verdict | { unreadable: string } | AuditState, hours = 0, remindAfterHours = 20): Notice | undefined {
    const now = new Date(start + hours * hourMs);
    // Of the check that these audits are made of, whatever the verdict itself is about.
    const whole = 'parts' in seen ? seen : audited([]);
    const about = { ...questionOf(whole, now), deployment: 'sample', project: 'isolation', maxAgeMs: 26 * hourMs };
    const state = 'ran' in seen ? seen : auditState(seen, about);
    const asked = { known: this.known, state, lost: false, remindAfterHours, now };
    const notice = noticeFor(asked);
    this.known = knownAfter(asked, notice, 'c0ffee');
    this.notices.push(notice);
    return notice;
  }
}

describe('an audit that stopped', () => {
  test.each([
    ['failed', audited([finding()])],
    ['held', audited([])],
    ['could not be verified', verdict([outcome({ kind: 'not verified', reason: 'x' })], { project: 'isolation' })],
  ])('after a verdict that %s is told once, again after the settable time, and when it runs again', (_, last) => {
    const receiver = new Receiver();
    receiver.hears(last);
    expect(receiver.hears(last, 30)).toMatchObject({ reason: 'did not run' });
    expect(receiver.hears(last, 31)).toBeUndefined();
    expect(receiver.hears({ unreadable: 'there is no verdict file' }, 40)).toBeUndefined();
    expect(receiver.hears(last, 50)).toMatchObject({ reason: 'still does not run' });
    expect(receiver.hears(last, 51)).toBeUndefined();
    const again = new Date(start + 52 * hourMs).toISOString();
    const back = verdict(
      last.parts.specs?.outcomes,
      { project: 'isolation', finishedAt: again },
      { finishedAt: again },
    );
    expect(receiver.hears(back, 52)).toMatchObject({ reason: 'runs again', changes: [] });
    expect(receiver.hears(back, 53)).toBeUndefined();
  });

  test.each([
    ['another deployment', { deployment: 'harbour' }],
    ['another project', { project: 'prod' }],
  ])('is seen where the verdict is of %s', (_, over) => {
    expect(new Receiver().hears(audited([], over))).toMatchObject({ reason: 'did not run' });
  });
});

describe('what changed within one check', () => {
  const first = audited([finding()]);
  test.each<[string, Finding[], string]>([
    ['a further finding', [finding(), finding({ what: 'documents of B have the same id' })], 'new'],
    ['another place of the same finding', [finding({ from: ['b.zip'] })], 'new'],
    ['at least twice as much of it', [finding({ received: '40,000 of 50,000' })], 'worse'],
    ['a second finding that reads the same', [finding(), finding()], 'worse'],
    ['a finding that is only a warning now', [finding({ severity: 'warning' })], 'milder'],
  ])('is told: %s', (_, findings, change) => {
    const receiver = new Receiver();
    receiver.hears(first);
    const notice = receiver.hears(audited(findings), 1);
    expect(notice?.changes.map((each) => each.change)).toContain(change);
    expect(receiver.hears(audited(findings), 2)).toBeUndefined();
  });

  test.each<[string, string]>([
    ['3: a = b, …', '40000: a = b, …'],
    ['3 (2 of them apart from one field): a = b', '9, apart from one field: a = b'],
    ['2 in a sample of one in 16: a = b', '4 in a sample of one in 16: a = b'],
  ])('is told where the number that was received grows: %s, %s', (before, after) => {
    const receiver = new Receiver();
    receiver.hears(audited([finding({ received: before })]));
    expect(receiver.hears(audited([finding({ received: after })]), 1)?.changes).toMatchObject([{ change: 'worse' }]);
  });

  test.each<[string, string]>([
    ['12:30', '24:30'],
    ['10.0.0.1', '20.0.0.1'],
    ['3f2a', '6f2a'],
    ['2026-01-01', '4052-01-01'],
  ])('is not told where what was received begins with no amount: %s, %s', (before, after) => {
    const receiver = new Receiver();
    receiver.hears(audited([finding({ received: before })]));
    expect(receiver.hears(audited([finding({ received: after })]), 1)).toBeUndefined();
  });

  test('is told where it grows a little every night', () => {
    const receiver = new Receiver();
    const amounts = [100, 140, 190, 260, 350, 480];
    for (const [night, amount] of amounts.entries())
      receiver.hears(audited([finding({ received: `${amount} of 999` })]), night);
    expect(receiver.notices.map((notice) => notice !== undefined)).toEqual([true, false, false, true, false, false]);
  });

  test('is told where a part of it is mended, and not called mended where it could not be looked at', () => {
    const receiver = new Receiver();
    receiver.hears(audited([finding(), finding({ what: 'documents of B have the same id' })]));
    expect(receiver.hears(first, 1)?.changes).toMatchObject([{ change: 'mended', before: 'failed', now: 'failed' }]);
    const unread = outcome({ check: 'isolation/documents-disjoint', kind: 'not verified', reason: 'no key' });
    const notice = receiver.hears(verdict([unread], { project: 'isolation' }), 2);
    expect(notice?.changes.map(({ change }) => change).sort()).toEqual(['new', 'unknown']);
    expect(receiver.hears(audited([]), 3)?.changes).toMatchObject([{ change: 'mended', now: 'held' }]);
  });

  test('is not told where only a number in a reason differs', () => {
    const receiver = new Receiver();
    const unread = (reason: string) => verdict([outcome({ kind: 'not verified', reason })], { project: 'isolation' });
    receiver.hears(unread('it came to 3400 documents'));
    expect(receiver.hears(unread('it came to 3500 documents'), 1)).toBeUndefined();
  });
});

describe('any nights', () => {
  const night = fc.record({
    ran: fc.boolean(),
    found: fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D'), { maxLength: 4 }),
  });

  test('leave a receiver with exactly the findings there are, and with no message that says nothing', () => {
    fc.assert(
      fc.property(fc.array(night, { maxLength: 12 }), (nights) => {
        const receiver = new Receiver();
        const learned = new Set<string>();
        let isSilent = false;
        for (const [index, { ran, found }] of nights.entries()) {
          const seen = ran ? audited(found.map((what) => finding({ what }))) : { unreadable: 'there is none' };
          const before = [...learned].sort();
          const notice = receiver.hears(seen, index / 100);
          for (const { change, what } of notice?.changes ?? [])
            if (change === 'new') learned.add(what);
            else learned.delete(what);

          if (ran) expect([...learned].sort()).toEqual(found.toSorted());
          const isNews = ran ? isSilent || String(before) !== String(found.toSorted()) : !isSilent;
          expect(notice !== undefined).toBe(isNews);
          isSilent = !ran;
        }
      }),
    );
  });
});
