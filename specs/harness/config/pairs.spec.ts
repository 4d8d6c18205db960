import { describe, expect, test } from 'vitest';
import {
  comparePair,
  isNothingGiven,
  isolatedPairs,
  requireCompared,
  summarizePairs,
} from '../../../support/families/config/index.ts';
import { secretPairs } from '../../../support/families/isolation/index.ts';
import fc from '../property.ts';
import { profileOf } from './shop-profile.ts';

const keys = { RELAY: { type: 'secret', isolated: true } } as const;
const relay = (dev: string, prod: string, variables: Record<string, string> = {}) =>
  secretPairs(profileOf({ rows: `| NEXTJS | RELAY | ${dev} | ${prod} |`, keys, variables })).map(comparePair);

const live = '${RELAY_LIVE}';

describe('one reference in two cells', () => {
  test.each([{}, { RELAY_LIVE: 'made-up-1' }])('is one value: %j', (variables) => {
    expect(relay(live, live, variables)).toMatchObject([
      {
        verdict: 'equal',
        finding: {
          what: 'RELAY is the same in prod and dev',
          received: `${live} in both cells, and no variable of its own for each`,
        },
      },
    ]);
  });

  test('is two values where each environment has a variable of its own', () => {
    expect(relay(live, live, { DEV_RELAY_LIVE: 'made-up-1', PROD_RELAY_LIVE: 'made-up-2' })).toEqual([
      { verdict: 'different' },
    ]);
  });

  test('is one where both variables hold one value', () => {
    expect(relay(live, live, { DEV_RELAY_LIVE: 'made-up-1', PROD_RELAY_LIVE: 'made-up-1' })).toMatchObject([
      { verdict: 'equal' },
    ]);
  });

  test('is not verified where only one of the variables is set', () => {
    expect(relay(live, live, { PROD_RELAY_LIVE: 'made-up-1' })).toMatchObject([
      { verdict: 'not verified', enable: 'Set DEV_RELAY_LIVE.' },
    ]);
  });

  test('is one inside a longer text, and not where the texts differ', () => {
    expect(relay(`x-${live}`, `x-${live}`)).toMatchObject([{ verdict: 'equal' }]);
    expect(relay(`x-${live}`, `y-${live}`)).toMatchObject([{ verdict: 'not verified' }]);
  });
});

test('pairs of secrets alone, of which this run is given one side, show nothing', () => {
  const own = { PROD_A: 'made-up-1', PROD_B: 'made-up-2' };
  const unknown = relay('${DEV_A}', '${PROD_A}', own);
  expect(unknown).toMatchObject([{ verdict: 'not verified' }]);
  expect(isNothingGiven(unknown)).toBe(true);
  expect(isNothingGiven([])).toBe(false);
  expect(isNothingGiven([...unknown, ...relay('made-up-1', 'made-up-2')])).toBe(false);
  expect(isNothingGiven([...unknown, ...relay(live, live)])).toBe(false);
});

describe('pairs', () => {
  const cell = fc.constantFrom('one', 'two', live, '$' + '{DEV_OWN}', '$' + '{PROD_OWN}');
  const variable = fc.option(fc.constantFrom('one', 'two', 'three'), { nil: undefined });

  test('each end as equal, different or not verified, and none is left out of the count', () => {
    const row = fc.record({ dev: cell, prod: cell });
    const variables = fc.record({ DEV_OWN: variable, PROD_OWN: variable, RELAY_LIVE: variable });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), variables, (rows, given) => {
        const text = rows.map(({ dev, prod }, index) => `| NEXTJS | KEY_${index} | ${dev} | ${prod} |`).join('\n');
        const rules = Object.fromEntries(rows.map((_, index) => [`KEY_${index}`, { isolated: true }]));
        const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
        const profile = profileOf({ rows: text, keys: rules, variables: set as Record<string, string> });
        const pairs = isolatedPairs(profile).filter(({ own }) => own.key.startsWith('KEY_'));
        const { findings, compared, unknown } = summarizePairs(pairs.map(comparePair));
        expect(pairs).toHaveLength(rows.length);
        expect(compared + unknown.length).toBe(rows.length);
        const same = rows.filter(
          ({ dev, prod }) => dev === prod && dev !== '$' + '{PROD_OWN}' && dev !== '$' + '{DEV_OWN}',
        );
        expect(findings.length).toBeGreaterThanOrEqual(same.length);
      }),
      { numRuns: 40 },
    );
  });

  test('that could not be compared are told, each with its reason', () => {
    const outcomes = relay('$' + '{DEV_OWN}', '$' + '{PROD_OWN}', { PROD_OWN: 'made-up' });
    const { unknown } = summarizePairs([...outcomes, { verdict: 'different' }]);
    expect(() => requireCompared(unknown, 2)).toThrow(
      /^1 of 2 pairs could be compared: RELAY of prod and dev: RELAY refers to \$\{DEV_OWN\}/,
    );
  });
});

describe('a secret that only a name makes one', () => {
  const rowsOf = (key: string, value: string) =>
    secretPairs(profileOf({ rows: `| NEXTJS | ${key} | ${value} | ${value} |` })).map(({ own }) => own.key);

  test.each([
    ['CACHE_KEY', 'incidents-v1'],
    ['SESSION', '3600'],
    ['AUTH', 'true'],
    ['DB_URL', 'https://db.acme.test'],
    ['PWD', '/srv/app'],
  ])('may be the same where its value is none: %s=%s', (key, value) => {
    expect(rowsOf(key, value)).toEqual([]);
  });

  test.each([
    ['AUTH_SECRET', 'correct-horse'],
    ['SLACK_HOOK', 'https://hooks.slack.test/services/T0/B0/made-up'],
    ['CACHE_KEY', 'kT9vQ2mX7pL4wZ8rB1nC5yD3'],
  ])('differs where its value may be one: %s=%s', (key, value) => {
    expect(rowsOf(key, value)).toEqual([key]);
  });
});
