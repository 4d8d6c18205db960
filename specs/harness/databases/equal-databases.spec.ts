import { describe, expect, test } from 'vitest';
import {
  isolatedPairs,
  judgeDifference,
  judgeForeignHosts,
  marksOf,
  ownedPairs,
  settingsBeyondTable,
} from '../../../support/families/config/index.ts';
import {
  connectionValues,
  databaseTargets,
  judgeDatabases,
  unsetConnection,
} from '../../../support/families/isolation/index.ts';
import { redact } from '../../../support/redaction/redact.ts';
import { profileOf } from '../config/shop-profile.ts';

const platforms = { databases: { main: { url: { key: 'PRIMARY_PG' } } } };
const dev = 'postgres://app:made-up-dev-pass@db.acme.test/app_dev';
const prod = 'postgres://app:made-up-prod-pass@db.acme.test/app_prod';

const inRow = (one: string, other: string) =>
  profileOf({ platforms, rows: `| CONVEX | PRIMARY_PG | ${one} | ${other} |` });
const inVariables = (one?: string, other?: string) =>
  profileOf({
    platforms,
    rows: '',
    variables: { ...(one && { DEV_PRIMARY_PG: one }), ...(other && { PROD_PRIMARY_PG: other }) },
  });

describe.each([
  ['in a row', inRow],
  ['in variables', inVariables],
])('a database that the config names, %s', (_, profile) => {
  const equal = (one: string, other: string) =>
    [...isolatedPairs(profile(one, other)), ...ownedPairs(profile(one, other))]
      .filter(({ own }) => own.key === 'PRIMARY_PG')
      .flatMap(judgeDifference)
      .map(({ what, received }) => `${what}: ${received}`);
  const shared = (one: string, other: string) => {
    const own = profile(one, other);
    return judgeDatabases(databaseTargets(own), own.others.flatMap(databaseTargets)).map(({ what }) => what);
  };

  test('is each environment’s own, whatever its key is called, and is not shown', () => {
    expect(equal(dev, prod)).toEqual([]);
    expect(equal(dev, dev)).toEqual(['PRIMARY_PG is the same in prod and dev: one secret in both']);
    expect(redact(`it is ${dev}`)).not.toContain('made-up-dev-pass');
  });

  test('is one behind two users and two spellings', () => {
    expect(shared(dev, prod)).toEqual([]);
    expect(shared(dev, 'postgresql://other:made-up-pass-2@DB.acme.test:5432/app_dev?sslmode=require')).toEqual([
      'PRIMARY_PG of prod points to the database of dev',
    ]);
  });

  test('contains nothing of another environment, where two share a server', () => {
    const foreign = (one: string, other: string) => {
      const own = profile(one, other);
      const values = [...own.table.values.filter(({ key }) => key === 'PRIMARY_PG'), ...settingsBeyondTable(own)];
      const marks = own.others.flatMap((each) => marksOf(each, own));
      return values
        .filter(({ key }) => key === 'PRIMARY_PG')
        .flatMap((value) => judgeForeignHosts(value, 'prod', marks, false))
        .map(({ what }) => what);
    };
    expect(foreign(dev, prod)).toEqual([]);
    expect(foreign(dev, 'postgres://x:made-up-pass-3@db.acme.test/app_dev?application_name=a')).toEqual([
      'PRIMARY_PG of prod contains the host db.acme.test of dev',
      'PRIMARY_PG of prod contains the database db.acme.test/app_dev of dev',
    ]);
  });
});

test('a database of which one environment is not known is not left out', () => {
  const own = inVariables(undefined, prod);
  expect(connectionValues(own)).toHaveLength(1);
  expect(unsetConnection([own, ...own.others])?.message).toContain('PRIMARY_PG has no value for dev');
});

test('a database may be shared where the config says so', () => {
  const rows = `| CONVEX | PRIMARY_PG | ${dev} | ${dev} |`;
  const own = profileOf({ platforms, rows, keys: { PRIMARY_PG: { isolated: false } } });
  expect(isolatedPairs(own).filter(({ own: { key } }) => key === 'PRIMARY_PG')).toEqual([]);
  expect(connectionValues(own)).toEqual([]);
});
