import { describe, expect, test } from 'vitest';
import { formatEvidence, formatFinding, formatOutcome } from '../../../support/check/format.ts';
import { judgeCheck } from '../../../support/check/judge-check.ts';
import { judgeOptions, sampleCheck, sampleFinding } from './sample-profile.ts';

const failed = await judgeCheck(sampleCheck({ verify: () => [sampleFinding] }), judgeOptions());

describe('a finding in words', () => {
  test('says what, expected, received, where from and the remedy of its check', () => {
    expect(formatFinding(sampleFinding, 'Change it.', '')).toBe(
      ['it is wrong', '  expected right', '  received wrong', '  from     app.table:1:1', '  remedy   Change it.'].join(
        '\n',
      ),
    );
  });

  test('keeps values of several lines, and several places, in their column', () => {
    const finding = { ...sampleFinding, received: 'one\r\ntwo', from: ['a:1', 'b:2'], cause: 'c', remedy: 'Its own.' };
    expect(formatFinding(finding, 'Change it.', '').split('\n').slice(2)).toEqual([
      '  received one',
      '           two',
      '  from     a:1',
      '           b:2',
      '  cause    c',
      '  remedy   Its own.',
    ]);
  });

  test('cuts a long value in the middle, and says how much it left out', () => {
    const text = formatFinding({ ...sampleFinding, received: `a${'x'.repeat(998)}z` }, '');
    expect(text).toContain('(600 characters left out)');
    expect(text).toMatch(/received ax+ … .* … x+z/);
  });
});

describe('an outcome in words', () => {
  test('says why it matters, and what else could not be read', () => {
    const text = formatOutcome(
      { ...failed, reason: '1 of 2 could not be verified: no answer', enable: 'Give it a key.' },
      '',
    );
    expect(text.split('\n').slice(-3)).toEqual([
      '  besides  1 of 2 could not be verified: no answer',
      '  enable   Give it a key.',
      '  why      A sample says what can come of a check.',
    ]);
  });

  test('tells a remedy once for findings in a row that have the same', () => {
    const other = { ...sampleFinding, remedy: 'Its own.' };
    const text = formatOutcome(
      { ...failed, remedy: 'Change it.', findings: [sampleFinding, sampleFinding, other] },
      '',
    );
    expect(text.split('\n').filter((line) => /it is wrong|remedy/.test(line))).toEqual([
      'it is wrong',
      'it is wrong',
      '  remedy   Change it.',
      'it is wrong',
      '  remedy   Its own.',
    ]);
  });

  test('says that an answer took repeated requests', () => {
    expect(formatOutcome({ ...failed, retries: 1 })).toContain('1 request was repeated');
    expect(formatOutcome({ ...failed, retries: 2 })).toContain('2 requests were repeated');
  });

  test('says that it is optional', () => {
    expect(formatOutcome({ ...failed, kind: 'not verified', findings: [], reason: 'no key', optional: true })).toBe(
      '  not verified, and optional: no key',
    );
  });
});

describe('evidence in words', () => {
  test.each([
    [{ requests: 1 }, '1 request'],
    [{ requests: 2, 'rows compared': 12 }, '2 requests, 12 rows compared'],
    [{ queries: 1 }, '1 query'],
    [{ 'pairs of values': 1 }, '1 pair of values'],
    [{ addresses: 1 }, '1 address'],
    [{ indexes: 1 }, '1 index'],
    [{ access: 1 }, '1 access'],
    [{}, ''],
  ])('%o is "%s"', (evidence, text) => {
    expect(formatEvidence(evidence)).toBe(text);
  });
});
