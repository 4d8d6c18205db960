import { describe, expect, test } from 'vitest';
import {
  foreignMarksIn,
  judgeForeignHosts,
  ownValues,
  withSwappedCells,
} from '../../../../support/families/config/index.ts';
import type { ForeignMark } from '../../../../support/families/config/values/value-marks.ts';
import type { Profile } from '../../../../support/profile/index.ts';
import { Setting } from '../../../../support/settings/index.ts';
import { profileOf } from '../shop-profile.ts';

const mark = (kind: ForeignMark['kind'], text: string): ForeignMark => ({
  kind,
  text,
  environment: 'dev',
  from: `app.table (${text})`,
});
const marks = [
  mark('host', 'log-dev.shop.test'),
  mark('deployment', 'patient-heron-417'),
  mark('bucket', 'shop-files-dev'),
];

describe('a value', () => {
  const judge = (value: string, over: { secret?: boolean; loopback?: boolean } = {}) =>
    judgeForeignHosts(
      { key: 'API', setting: Setting.of('API', value, 'app.table:3:9'), secret: over.secret ?? false, rule: {} },
      'prod',
      marks,
      over.loopback ?? false,
    );

  test('is told once for each mark in it, and for each address of this machine', () => {
    const value =
      'https://log-dev.shop.test/patient-heron-417 http://localhost:3000 ws://localhost:3000 127.0.0.1:8080';
    expect(judge(value)).toEqual([
      ...[
        ['host', 'log-dev.shop.test'],
        ['deployment', 'patient-heron-417'],
      ].map(([kind, text]) => ({
        what: `API of prod contains the ${kind} ${text} of dev`,
        expected: 'nothing of dev',
        received: value,
        from: ['app.table:3:9', `app.table (${text})`],
      })),
      ...['localhost:3000', '127.0.0.1:8080'].map((host) => ({
        what: `API of prod contains an address of this machine, ${host}`,
        expected: 'an address that prod can reach',
        received: value,
        from: ['app.table:3:9'],
      })),
    ]);
  });

  test('that is a secret is not shown', () => {
    expect(judge('https://made-up@log-dev.shop.test', { secret: true }).map(({ received }) => received)).toEqual([
      'a secret that contains it',
    ]);
  });

  test('may lead to this machine where the environment is on it', () => {
    expect(judge('http://localhost:3000', { loopback: true })).toEqual([]);
    expect(judge('https://log-dev.shop.test http://localhost:3000', { loopback: true })).toHaveLength(1);
  });
});

test('a text under a key carries the marks in it, also by what the config says of the key', () => {
  const texts = (key: string, value: string, ...rule: Parameters<typeof foreignMarksIn>[3][]) =>
    foreignMarksIn(key, value, marks, ...rule).map(({ text }) => text);
  expect(texts('API', 'https://log-dev.shop.test/v1')).toEqual(['log-dev.shop.test']);
  expect(texts('API', 'https://log.shop.test/v1')).toEqual([]);
  expect(texts('FILES_BUCKET', 'shop-files-dev')).toEqual(['shop-files-dev']);
  const short = [mark('bucket', 'dev'), mark('database', 'app_dev'), mark('deployment', 'dev:x')];
  expect(foreignMarksIn('FILES', 'dev', short)).toEqual([]);
  expect(foreignMarksIn('FILES_BUCKET', 'dev', short)).toEqual([short[0]]);
  const named = [mark('deployment', 'heron')];
  expect(foreignMarksIn('WHERE', 'dev:heron', named, { type: 'convex-deployment' })).toEqual(named);
});

describe('the values of an environment', () => {
  const rows = [
    '| NEXTJS | LOG_URL | https://log-dev.shop.test | https://log.shop.test |',
    '| NEXTJS | IMAGES_URL | https://img-dev.shop.test | https://img.shop.test |',
    '| NEXTJS | LOG_ORIGINS | https://dev.shop.test | https://shop.test |',
    '| NEXTJS | IMAGES_ORIGINS | https://dev.shop.test | https://shop.test |',
    '| NEXTJS | LATER | https://later.shop.test | |',
  ].join('\n');
  const log = { url: { key: 'LOG_URL' }, allowedOrigins: { key: 'LOG_ORIGINS' } };
  const images = { url: { key: 'IMAGES_URL' }, allowedOrigins: { key: 'IMAGES_ORIGINS' } };
  const shop = ['SITE_URL', 'CONVEX_URL', 'CONVEX_DEPLOYMENT', 'LOG_URL', 'IMAGES_URL'];
  const keys = (platforms: object) => ownValues(profileOf({ rows, platforms })).map(({ key }) => key);

  test('are all that are set', () => {
    expect(keys({})).toEqual([...shop, 'LOG_ORIGINS', 'IMAGES_ORIGINS']);
    expect(keys({ workers: { log, images } })).toEqual([...shop, 'LOG_ORIGINS', 'IMAGES_ORIGINS']);
  });

  test('are not those of a shared Worker’s origins: it lets several environments in', () => {
    expect(keys({ workers: { log: { ...log, sharing: 'shared' }, images } })).toEqual([...shop, 'IMAGES_ORIGINS']);
    const { url } = log;
    expect(keys({ workers: { log: { url, sharing: 'shared' }, images } })).toEqual([
      ...shop,
      'LOG_ORIGINS',
      'IMAGES_ORIGINS',
    ]);
  });
});

describe('cells that may be swapped', () => {
  const found = {
    what: 'FEED of prod contains an address of this machine, 127.0.0.1:4000',
    expected: 'an address that prod can reach',
    received: 'http://127.0.0.1:4000',
    from: ['app.table:6:9'],
  };
  const swapped = {
    ...found,
    cause: 'dev has a public address in the same row: the two cells, or the two columns, may be swapped',
    remedy: 'Swap the two cells; where many are, the headers of the two columns.',
  };
  const profile = (dev: string, prod: string) => profileOf({ rows: `| NEXTJS | FEED | ${dev} | ${prod} |` });
  const lineOf = ({ table }: Profile) => table.values.find(({ key }) => key === 'FEED')?.line;
  const judge = (own: Profile, line = lineOf(own)) => withSwappedCells([found], own, line);
  const local = 'http://127.0.0.1:4000';
  const open = 'https://feed.acme.test';

  test('are told in every finding', () => {
    const own = profile(open, local);
    expect(judge(own)).toEqual([swapped]);
    expect(withSwappedCells([found, found], own, lineOf(own))).toEqual([swapped, swapped]);
    expect(withSwappedCells([], own, lineOf(own))).toEqual([]);
  });

  test('are in one row', () => {
    const own = profile(open, local);
    expect(withSwappedCells([found], own, undefined)).toEqual([found]);
    expect(judge(own, 3)).toEqual([found]);
    expect(judge(own, 99)).toEqual([found]);
  });

  test.each([
    ['both are of this machine', local, 'http://127.0.0.1:4001'],
    ['development has no address', 'x', local],
    ['development has an address of this machine too', `${open},${local}`, local],
    ['development has nothing', '', local],
    ['production has none of this machine', open, 'https://feed.shop.test'],
    ['production has nothing', open, ''],
  ])('are none where %s', (_why, dev, prod) => {
    expect(judge(profile(dev, prod))).toEqual([found]);
  });

  test('are told where one of several addresses is of this machine', () => {
    expect(judge(profile(`${open},https://b.acme.test`, `https://a.shop.test,${local}`))).toEqual([swapped]);
  });

  test('are those of production and a development, of whichever has a public address', () => {
    const own = profile(open, local);
    const [dev] = own.others;
    if (dev === undefined) throw new Error('expected dev beside prod');
    const preview = { ...dev, environment: 'qa', class: 'staging' as const };
    expect(judge({ ...own, others: [preview] })).toEqual([found]);
    expect(judge({ ...own, others: [preview, dev] })).toEqual([swapped]);
    expect(judge({ ...own, others: [] })).toEqual([found]);
  });
});
