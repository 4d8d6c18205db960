import { describe, expect, test } from 'vitest';
import { NotApplicable, NotVerified } from '../../../support/check/index.ts';
import { judgeCheck } from '../../../support/check/judge-check.ts';
import { requireOthers } from '../../../support/families/isolation/index.ts';
import { judgeOptions, sampleCheck } from '../check/sample-profile.ts';
import { twoEnvironments } from './two-environments.ts';

const finding = { what: 'it differs', expected: 'a', received: 'b', from: ['x'] };

function judge(subjects: readonly string[]) {
  const check = sampleCheck({
    subjects: () => subjects,
    verify: ({ subject, count }) => {
      if (subject === 'absent') throw new NotApplicable('only the audit looks at it');
      if (subject === 'unread') throw new NotVerified('nobody answers');
      count('things', 1);
      return subject === 'broken' ? [finding] : [];
    },
  });
  return judgeCheck(check, judgeOptions());
}

describe('a check whose subject is not there to be looked at', () => {
  test('is not applicable, and says why', async () => {
    expect(await judge(['absent', 'absent'])).toMatchObject({
      kind: 'not applicable',
      reason: 'only the audit looks at it',
    });
  });

  test.each([
    [['absent', 'whole'], 'held'],
    [['absent', 'unread'], 'not verified'],
    [['absent', 'broken'], 'failed'],
  ])('hides nothing of its neighbours: %j is %s', async (subjects, kind) => {
    expect((await judge(subjects)).kind).toBe(kind);
  });
});

describe('the other environments', () => {
  test('are not there in a gate run, which is not a pass', () => {
    const { prod } = twoEnvironments();
    expect(() => requireOthers(prod, [])).toThrow('a gate run reaches prod only; the audit compares it with dev');
    expect(() => requireOthers({ ...prod, others: [] }, [])).toThrow('prod is the only environment');
    expect(requireOthers(prod, prod.others)).toEqual(prod.others);
  });
});
