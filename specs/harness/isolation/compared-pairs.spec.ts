import { describe, expect, test } from 'vitest';
import type { ComparedValue, PairOutcome } from '../../../support/families/config/compare-pair.ts';
import {
  comparePair,
  isNothingGiven,
  judgeForeignHosts,
  requireCompared,
  summarizePairs,
} from '../../../support/families/config/index.ts';
import { Setting } from '../../../support/settings/index.ts';

type Side = Partial<Omit<ComparedValue, 'setting'>> & { value?: string };

function side(environment: string, { value, ...rest }: Side) {
  const origin = `app.table (${environment})`;
  const setting =
    value === undefined
      ? Setting.missing('KEY', origin, `KEY has no value for ${environment}`, `Set ${environment}.`)
      : Setting.of('KEY', value, origin);
  return { key: 'KEY', rule: {}, secret: false, setting, from: origin, ...rest };
}

const compare = (own: Side, other: Side) =>
  comparePair({ environment: 'prod', own: side('prod', own), otherEnvironment: 'dev', other: side('dev', other) });
const equal = (received: string) => ({
  verdict: 'equal',
  finding: {
    what: 'KEY is the same in prod and dev',
    expected: 'a different value in prod',
    received,
    from: ['app.table (prod)', 'app.table (dev)'],
  },
});

describe('two values', () => {
  test.each<[string, Side, Side, object]>([
    ['that differ', { value: 'one' }, { value: 'two' }, { verdict: 'different' }],
    ['that are one', { value: 'one' }, { value: 'one' }, equal('one in both')],
    [
      'that a blank at the end tells apart',
      { value: 'one' },
      { value: 'one\n' },
      equal('one and one\n, which are one'),
    ],
    ['that are one secret', { value: 's3', secret: true }, { value: 's3', secret: true }, equal('one secret in both')],
    [
      'that are one secret with a blank',
      { value: 's3 ', secret: true },
      { value: 's3', secret: true },
      equal('one secret in both'),
    ],
  ])('%s', (_what, own, other, outcome) => {
    expect(compare(own, other)).toEqual(outcome);
  });
});

describe('where a value is not known', () => {
  const unknown = (missing: string, isSecret = false) => ({
    verdict: 'not verified',
    reason: `KEY of prod and dev: KEY has no value for ${missing} (app.table (${missing}))`,
    enable: `Set ${missing}.`,
    isSecret,
  });
  const reference = { written: '$' + '{LIVE}' };

  test.each<[string, Side, Side, object]>([
    ['its own', {}, { value: 'two' }, unknown('prod')],
    ["the other's", { value: 'one' }, {}, unknown('dev')],
    ['a secret of its own', { secret: true }, { value: 'two' }, unknown('prod', true)],
    ['a secret of the other', { value: 'one' }, { secret: true }, unknown('dev', true)],
    ['both cells are empty, as they are written', { written: '' }, { written: '' }, unknown('prod')],
    ['no cell is written', {}, {}, unknown('prod')],
    [
      'one reference in both',
      reference,
      reference,
      equal(`${reference.written} in both cells, and no variable of its own for each`),
    ],
    ['two references', reference, { written: '$' + '{OTHER}' }, unknown('prod')],
    ['one reference, and a variable of its own', { ...reference, variable: 'PROD_KEY' }, reference, unknown('prod')],
    ['one reference, and a variable of the other', reference, { ...reference, variable: 'DEV_KEY' }, unknown('prod')],
    ['one reference, filled in for one alone', { ...reference, ownReferences: true }, reference, unknown('prod')],
    [
      'one reference, filled in for none',
      { ...reference, ownReferences: false },
      reference,
      equal(`${reference.written} in both cells, and no variable of its own for each`),
    ],
    [
      'left empty where it may be',
      { written: '', rule: { optionalIn: ['prod'] } },
      { value: 'two' },
      { verdict: 'different' },
    ],
    [
      'left empty where the other may be',
      { value: 'one' },
      { written: '', rule: { optionalIn: ['dev'] } },
      { verdict: 'different' },
    ],
    [
      'left empty where another one may be',
      { written: '', rule: { optionalIn: ['qa'] } },
      { value: 'two' },
      unknown('prod'),
    ],
    [
      'not left empty where it may be',
      { ...reference, rule: { optionalIn: ['prod'] } },
      { value: 'two' },
      unknown('prod'),
    ],
  ])('%s', (_what, own, other, outcome) => {
    expect(compare(own, other)).toEqual(outcome);
  });
});

describe('many pairs', () => {
  const different: PairOutcome = { verdict: 'different' };
  const same = compare({ value: 'one' }, { value: 'one' });
  const secret = compare({ secret: true }, { value: 'two' });
  const open = compare({}, { value: 'two' });

  test('are counted once each', () => {
    const summary = summarizePairs([different, same, secret, open]);
    expect(summary).toEqual({
      findings: [(same as { finding: unknown }).finding],
      compared: 2,
      unknown: [secret, open],
    });
  });

  test('show nothing where every one is of a secret that this run lacks', () => {
    expect(isNothingGiven([secret, secret])).toBe(true);
    expect(isNothingGiven([secret, open])).toBe(false);
    expect(isNothingGiven([secret, different])).toBe(false);
    expect(isNothingGiven([])).toBe(false);
  });

  test('that could not be compared are not verified, each with its reason and each remedy once', () => {
    const { unknown } = summarizePairs([secret, open, compare({ value: 'one' }, {})]);
    expect(() => requireCompared(unknown, 5)).toThrow(
      expect.objectContaining({
        message:
          '2 of 5 pairs could be compared: KEY of prod and dev: KEY has no value for prod (app.table (prod)); KEY of prod and dev: KEY has no value for prod (app.table (prod)); KEY of prod and dev: KEY has no value for dev (app.table (dev))',
        enable: 'Set prod. Set dev.',
      }),
    );
    expect(() => requireCompared([], 5)).not.toThrow();
  });
});

describe('a value of production', () => {
  const mark = { kind: 'host', text: 'dev.acme.example', environment: 'dev', from: 'app.table:3:4 (dev)' } as const;
  const judge = (value: string, secret = false, loopback = false) =>
    judgeForeignHosts(
      { key: 'API', setting: Setting.of('API', value, 'app.table:3:9'), secret, rule: {} },
      'prod',
      [mark],
      loopback,
    );

  test('with the host of another environment', () => {
    expect(judge('https://dev.acme.example/api')).toEqual([
      {
        what: 'API of prod contains the host dev.acme.example of dev',
        expected: 'nothing of dev',
        received: 'https://dev.acme.example/api',
        from: ['app.table:3:9', 'app.table:3:4 (dev)'],
      },
    ]);
  });

  test('with an address of this machine, which a secret does not show', () => {
    expect(judge('redis://:made-up@127.0.0.1:6379/0', true)).toEqual([
      {
        what: 'API of prod contains an address of this machine, 127.0.0.1:6379',
        expected: 'an address that prod can reach',
        received: 'a secret that contains it',
        from: ['app.table:3:9'],
      },
    ]);
    expect(judge('http://localhost:3000', false, true)).toEqual([]);
  });

  test('with neither', () => {
    expect(judge('https://app.acme.example')).toEqual([]);
  });
});
