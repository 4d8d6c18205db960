import { describe, expect, test } from 'vitest';
import {
  addressesBeyondTable,
  judgeForeignHosts,
  judgeForeignReferences,
  judgePlaceholder,
  judgeShape,
  marksOf,
  settingsBeyondTable,
} from '../../../support/families/config/index.ts';
import { profileOf } from './shop-profile.ts';

const platforms = { worker: { url: { key: 'LOG_URL' } } };
const withLog = (prod: string, dev = 'https://log-dev.shop.test') =>
  profileOf({ rows: '', platforms, variables: { PROD_LOG_URL: prod, DEV_LOG_URL: dev } });

describe('a setting that stands in no row is judged like one', () => {
  test('by its form', () => {
    const found = settingsBeyondTable(withLog('"https://log.shop.test"')).flatMap(judgeShape);
    expect(found.map(({ what }) => what)).toEqual(['LOG_URL is not a valid url']);
  });

  test('as a placeholder', () => {
    const found = settingsBeyondTable(withLog('https://your-worker.acme.workers.dev')).flatMap((each) =>
      judgePlaceholder(each, 'production'),
    );
    expect(found.map(({ what }) => what)).toEqual(['LOG_URL contains a placeholder']);
  });

  test.each([
    ['http://127.0.0.1:8787', 'LOG_URL of prod contains an address of this machine, 127.0.0.1:8787'],
    ['https://log-dev.shop.test/v1', 'LOG_URL of prod contains the host log-dev.shop.test of dev'],
  ])('as one of another place: %s', (value, what) => {
    const profile = withLog(value);
    const marks = profile.others.flatMap((other) => marksOf(other, profile));
    const found = addressesBeyondTable(profile).flatMap((each) => judgeForeignHosts(each, 'prod', marks, false));
    expect(found.map((finding) => finding.what)).toEqual([what]);
  });

  test('and is right where nothing is wrong', () => {
    const profile = withLog('https://log.shop.test');
    const [own] = settingsBeyondTable(profile);
    expect(own).toMatchObject({ key: 'LOG_URL', rule: { type: 'url' }, secret: false, isOwned: true });
    expect(settingsBeyondTable(profile).flatMap(judgeShape)).toEqual([]);
  });
});

describe('a reference that is named after another environment', () => {
  const words = (dev: string, prod: string, variables = {}) =>
    judgeForeignReferences(
      profileOf({
        rows: `| NEXTJS | RELAY | $\{${dev}} | $\{${prod}} |`,
        variables,
        keys: { RELAY: { isolated: true } },
      }),
    ).map(({ what, received, severity }) => ({ what, received, severity }));

  test('is told, also where a variable of its own takes its place', () => {
    expect(words('PROD_RELAY', 'PROD_RELAY', { DEV_RELAY: 'made-up-1', PROD_RELAY: 'made-up-2' })).toEqual([
      {
        what: 'RELAY of dev refers to $' + '{PROD_RELAY}, which is named after prod',
        received: '$' + '{PROD_RELAY}, and DEV_RELAY in its place',
        severity: 'warning',
      },
    ]);
  });

  test.each([
    ['DEV_RELAY', 'PROD_RELAY'],
    ['RELAY', 'RELAY'],
    ['PRODUCT_KEY', 'DEVICE_KEY'],
  ])('is no finding where it is %s and %s', (dev, prod) => {
    expect(words(dev, prod)).toEqual([]);
  });
});
