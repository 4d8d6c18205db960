import { describe, expect, test } from 'vitest';
import { marksOf } from '../../../../support/families/config/index.ts';
import type { Profile } from '../../../../support/profile/index.ts';
import { profileOf } from '../shop-profile.ts';

type Written = Parameters<typeof profileOf>[0];

const worker = { worker: { url: { key: 'LOG_URL' } } };
const isolated = { isolated: true } as const;

function developmentBeside(own: Profile): Profile {
  const [dev] = own.others;
  if (dev === undefined) throw new Error('expected dev beside prod');
  return dev;
}

const worded = (marks: ReturnType<typeof marksOf>) => marks.map(({ kind, text }) => `${kind} ${text}`);
/** Those of the shop itself. */
const plain = ['host 127.0.0.1:3000', 'host patient-heron-417.convex.test', 'deployment patient-heron-417'];

/** What is development's own beside production, besides what the shop's table always has. */
function marks(written: Partial<Written>): string[] {
  const own = profileOf({ rows: '', ...written });
  return worded(marksOf(developmentBeside(own), own)).filter((mark) => !plain.includes(mark));
}

/** The same, where nothing is held against production. */
function marksAlone(written: Partial<Written>): string[] {
  const own = profileOf({ rows: '', ...written });
  return worded(marksOf(developmentBeside(own))).filter((mark) => !plain.includes(mark));
}

test('an environment is known by its isolated values, each with its place', () => {
  const own = profileOf({ rows: '' });
  const places = [
    { kind: 'host', text: '127.0.0.1:3000', environment: 'dev', from: 'app.table:3:23 (dev)' },
    { kind: 'host', text: 'patient-heron-417.convex.test', environment: 'dev', from: 'app.table:4:25 (dev)' },
    { kind: 'deployment', text: 'patient-heron-417', environment: 'dev', from: 'app.table:5:32 (dev)' },
  ];
  const placed = (marked: ReturnType<typeof marksOf>) =>
    marked.map((mark) => ({ ...mark, from: mark.from.replace(/^.*\//, '') }));
  expect(placed(marksOf(developmentBeside(own)))).toEqual(places);
  expect(placed(marksOf(developmentBeside(own), own))).toEqual(places);
});

test('a mark that stands in several rows is one', () => {
  const rows = '| NEXTJS | FEED | http://127.0.0.1:3000/feed | https://shop.example.test/feed |';
  const own = profileOf({ rows });
  expect(worded(marksOf(developmentBeside(own), own))).toEqual(plain);
});

describe('of the rows that may be equal', () => {
  const feed = (dev: string, prod: string, further = '') => `| NEXTJS | FEED | ${dev} | ${prod} |\n${further}`;

  test('a value in only one column belongs to that environment', () => {
    const rows = feed('https://feed-dev.shop.test', 'https://feed.shop.test');
    expect(marks({ rows })).toEqual(['host feed-dev.shop.test']);
    expect(marksAlone({ rows })).toEqual([]);
    expect(marksAlone({ rows, keys: { FEED: isolated } })).toEqual(['host feed-dev.shop.test']);
    expect(marks({ rows: feed('https://feed-dev.shop.test', '') })).toEqual(['host feed-dev.shop.test']);
    expect(marks({ rows: feed('', 'https://feed.shop.test') })).toEqual([]);
  });

  test('what both have in a row is nobody’s, in any other row too', () => {
    expect(marks({ rows: feed('https://feed.shop.test', 'https://feed.shop.test') })).toEqual([]);
    expect(marks({ rows: feed('https://a.shop.test,https://b.shop.test', 'https://b.shop.test') })).toEqual([
      'host a.shop.test',
    ]);
    const further = '| CONVEX | POLL | https://feed.shop.test/poll | https://poll.shop.test |';
    expect(marks({ rows: feed('https://feed.shop.test', 'https://feed.shop.test', further) })).toEqual([]);
    expect(marks({ rows: feed('https://feed.shop.test', 'https://else.shop.test', further) })).toEqual([
      'host feed.shop.test',
    ]);
  });

  test('what both have in different rows is each one’s', () => {
    const further = '| CONVEX | POLL | https://b.shop.test | https://c.shop.test |';
    expect(marks({ rows: feed('https://a.shop.test', 'https://b.shop.test', further) })).toEqual([
      'host a.shop.test',
      'host b.shop.test',
    ]);
  });

  test('what is the other’s own by nature is not theirs, in whatever column it stands', () => {
    expect(marks({ rows: feed('https://shop.example.test/feed', 'x') })).toEqual([]);
    expect(marks({ rows: feed('https://steady-otter-902.convex.test', 'x') })).toEqual([]);
    // Even where the setting has no row in the table.
    const variables = { PROD_LOG_URL: 'https://log.shop.test', DEV_LOG_URL: 'https://log-dev.shop.test' };
    const rows = feed('https://log.shop.test/feed', 'x');
    expect(marks({ rows, platforms: worker, variables })).toEqual(['host log-dev.shop.test']);
    expect(marks({ rows, variables })).toEqual(['host log.shop.test']);
    const shared = { worker: { ...worker.worker, sharing: 'shared' } };
    expect(marks({ rows, platforms: shared, variables })).toEqual(['host log.shop.test']);
  });
});

describe('of settings that stand in no row', () => {
  const beyond = (platforms: object, variables: Record<string, string>) => marks({ platforms, variables });

  test('an address is its environment’s own, unless several share it', () => {
    const variables = { DEV_LOG_URL: 'https://log-dev.shop.test', PROD_LOG_URL: 'https://log.shop.test' };
    expect(beyond(worker, variables)).toEqual(['host log-dev.shop.test']);
    expect(beyond({ worker: { ...worker.worker, sharing: 'shared' } }, variables)).toEqual([]);
    const own = profileOf({ rows: '', platforms: worker, variables });
    expect(marksOf(developmentBeside(own), own).find(({ text }) => text === 'log-dev.shop.test')?.from).toBe(
      'environment variable DEV_LOG_URL (dev)',
    );
  });

  test('a database is its own by its connection string, although that is a secret', () => {
    const databases = { databases: { main: { url: { key: 'MAIN_PG' } } } };
    const variables = {
      DEV_MAIN_PG: 'postgres://app:made-up-pass-1@db-dev.shop.test/app',
      PROD_MAIN_PG: 'postgres://app:made-up-pass-2@db.shop.test/app',
    };
    expect(beyond(databases, variables)).toEqual(['host db-dev.shop.test', 'database db-dev.shop.test/app']);
  });

  test('another secret is nobody’s mark', () => {
    const platforms = { worker: { ...worker.worker, ingestToken: { key: 'POST_TOKEN' } } };
    const variables = {
      ...{ DEV_LOG_URL: 'https://log-dev.shop.test', PROD_LOG_URL: 'https://log.shop.test' },
      ...{ DEV_POST_TOKEN: 'https://token-dev.shop.test', PROD_POST_TOKEN: 'made-up-2' },
    };
    expect(beyond(platforms, variables)).toEqual(['host log-dev.shop.test']);
  });
});

describe('a server on which both have a place', () => {
  const store = (dev: string, prod: string, further = ''): Partial<Written> => ({
    rows: `| NEXTJS | STORE_URL | ${dev} | ${prod} |\n${further}`,
    keys: { STORE_URL: { type: 'connection-string', isolated: true } },
  });

  test.each([
    [
      'postgres://app@srv.shop.test/app_dev',
      'postgres://app@srv.shop.test/app_prod',
      ['database srv.shop.test/app_dev'],
    ],
    ['s3://shop-files/dev', 's3://shop-files/prod', ['bucket shop-files']],
    ['redis://srv.shop.test:6379/0', 'redis://srv.shop.test:6379/1', []],
    ['https://srv.shop.test/dev', 'https://srv.shop.test/prod', []],
    ['https://srv.shop.test:3210', 'https://srv.shop.test:3220', []],
    ['https://keyofdev@srv.shop.test/1', 'https://keyofprod@srv.shop.test/2', []],
    // One of two places is enough.
    ['https://srv.shop.test/dev', 'https://srv.shop.test/prod wss://srv.shop.test/dev', []],
    ['https://srv.shop.test/dev wss://srv.shop.test/prod', 'https://srv.shop.test/prod', []],
  ])('marks neither environment: %s and %s', (dev, prod, own) => {
    expect(marks(store(dev, prod))).toEqual(own);
  });

  test.each([
    ['https://srv.shop.test', 'https://srv.shop.test/v1'],
    ['https://srv.shop.test/api', 'https://srv.shop.test/api/v1'],
    ['redis://srv.shop.test', 'redis://srv.shop.test:6379/0'],
    ['https://srv.shop.test/dev', 'https://other.shop.test/prod'],
    ['https://srv.shop.test/dev', ''],
  ])('is one where their places are not apart: %s and %s', (dev, prod) => {
    expect(marks(store(dev, prod))).toEqual(['host srv.shop.test']);
  });

  test('is one where nothing is held against the other', () => {
    expect(marksAlone(store('https://srv.shop.test/dev', 'https://srv.shop.test/prod'))).toEqual([
      'host srv.shop.test',
    ]);
  });

  test('is told from another server in the same value', () => {
    const both = 'https://srv.shop.test/dev https://lone.shop.test/dev';
    expect(marks(store(both, 'https://srv.shop.test/prod'))).toEqual(['host lone.shop.test']);
  });

  test('is one where the other has its place under another key', () => {
    const further = '| CONVEX | OTHER_URL | x | https://srv.shop.test/prod |';
    expect(marks(store('https://srv.shop.test/dev', 'https://store.shop.test', further))).toEqual([
      'host srv.shop.test',
    ]);
  });

  test('is none for a setting without a row in the table', () => {
    const variables = { DEV_LOG_URL: 'https://srv.shop.test/dev', PROD_LOG_URL: 'https://srv.shop.test/prod' };
    expect(marks({ platforms: worker, variables })).toEqual([]);
    const elsewhere = { ...variables, PROD_LOG_URL: 'https://log.shop.test' };
    expect(marks({ platforms: worker, variables: elsewhere })).toEqual(['host srv.shop.test']);
  });
});
