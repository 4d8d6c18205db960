import { describe, expect, test } from 'vitest';
import {
  isolatedPairs,
  judgeDifference,
  judgeForeignHosts,
  judgeLocalFile,
  judgeShape,
  marksOf,
  ownValues,
  withSwappedCells,
} from '../../../support/families/config/index.ts';
import { placeholderIn } from '../../../support/families/config/judge-placeholders.ts';
import type { KeyRule } from '../../../support/profile/schema.ts';
import { flagsOf, judgeFlag } from '../../config/feature-flags.judge.ts';
import { judgePlainSecrets } from '../../config/no-plain-secrets.judge.ts';
import { judgeRequired } from '../../config/required-keys.judge.ts';
import { profileOf } from './shop-profile.ts';

const words = (findings: readonly { what: string }[]) => findings.map(({ what }) => what);

describe('what belongs to another environment is found', () => {
  const foreign = (rows: string) => {
    const profile = profileOf({ rows });
    const marks = profile.others.flatMap((other) => marksOf(other, profile));
    return words(ownValues(profile).flatMap((value) => judgeForeignHosts(value, 'prod', marks, false)));
  };
  const development = 'https%3A%2F%2Fpatient-heron-417.convex.test';

  test('beside a percent sign that encodes nothing', () => {
    const value = `https://shop.example.test/?off=100%&next=${development}`;
    expect(foreign(`| NEXTJS | RETURN_URL | x | ${value} |`).join('\n')).toContain(
      'patient-heron-417.convex.test of dev',
    );
  });

  test('beside a byte that is not UTF-8', () => {
    const value = `https://shop.example.test/?name=M%FCller&next=${development}`;
    expect(foreign(`| NEXTJS | RETURN_URL | x | ${value} |`).join('\n')).toContain(
      'patient-heron-417.convex.test of dev',
    );
  });

  test('where its host stands bare under a key of hosts', () => {
    const rows = [
      '| CONVEX | PGHOST | db-dev.shop.test | db.shop.test |',
      '| CONVEX | REPORTS | none so far | postgres://reader@db-dev.shop.test/reports |',
      '| CONVEX | QUEUE_HOST | 10.4.0.7:5672 | queue.shop.test |',
      '| CONVEX | EVENTS | none so far | amqp://10.4.0.7/events |',
    ];
    expect(foreign(rows.join('\n'))).toEqual([
      'REPORTS of prod contains the host db-dev.shop.test of dev',
      'EVENTS of prod contains the host 10.4.0.7 of dev',
    ]);
  });

  test.each(['http://[::1]:3000', 'http://[::ffff:127.0.0.1]:3000', 'http://localhost.:3000/'])(
    'where it is this machine: %s',
    (value) => {
      expect(foreign(`| NEXTJS | RETURN_URL | x | ${value} |`).join('\n')).toContain('an address of this machine');
    },
  );
});

describe('values that have to differ', () => {
  const equal = (rows: string, variables = {}) =>
    words(
      isolatedPairs(profileOf({ rows, variables, keys: { STORE_TOKEN: { type: 'secret', isolated: true } } })).flatMap(
        judgeDifference,
      ),
    );

  test('are held against every row of the key in the other environment', () => {
    const rows = '| NEXTJS | STORE_TOKEN | made-up-1 | made-up-2 |\n| CONVEX | STORE_TOKEN | made-up-3 | made-up-1 |';
    expect(equal(rows)).toEqual(['STORE_TOKEN is the same in prod and dev']);
  });

  test('differ in more than the line end that a shell left behind one of them', () => {
    expect(equal('| NEXTJS | STORE_TOKEN | made-up-1 | made-up-2 |', { PROD_STORE_TOKEN: 'made-up-1\n' })).toEqual([
      'STORE_TOKEN is the same in prod and dev',
    ]);
  });
});

describe('a key that a platform needs', () => {
  test('is missed where the cell of the Worker’s store is empty', () => {
    const rows = [
      '| NEXTJS | LOG_URL | https://log-dev.shop.test | https://log.shop.test |',
      '| NEXTJS | STORE_URL | https://store-dev.shop.test | |',
      '| NEXTJS | STORE_TOKEN | made-up-1 | |',
      '| NEXTJS | POST_TOKEN | made-up-1 | |',
    ];
    const platforms = {
      worker: {
        url: { key: 'LOG_URL' },
        ingestToken: { key: 'POST_TOKEN' },
        redis: { url: { key: 'STORE_URL' }, token: { key: 'STORE_TOKEN' } },
      },
    };
    expect(words(judgeRequired(profileOf({ rows: rows.join('\n'), platforms })))).toEqual([
      'POST_TOKEN has no value for prod',
      'STORE_URL has no value for prod',
      'STORE_TOKEN has no value for prod',
    ]);
  });
});

describe('a secret in a cell', () => {
  const plain = (key: string, value: string, rule: KeyRule = {}) =>
    words(judgePlainSecrets(profileOf({ rows: `| CONVEX | ${key} | x | ${value} |`, keys: { [key]: rule } })));

  test.each([
    ['DATABASE_URL', 'postgres://shop:${DATABASE_PASSWORD}@db.shop.test/shop'],
    ['DATABASE_URL', 'postgres://db.shop.test/shop'],
    ['DATABASE_URL', 'postgres://shop@db.shop.test/shop?sslmode=require'],
    ['DATABASE_URL', 'file:./shop.db'],
    ['REDIS_URL', 'redis://cache.shop.test:6379'],
  ])('is none where only its place is written: %s=%s', (key, value) => {
    expect(plain(key, value)).toEqual([]);
  });

  test.each([
    ['DATABASE_URL', 'postgres://shop:made-up-word@db.shop.test/shop', {}],
    ['DATABASE_URL', 'libsql://db.shop.test?authToken=made-up-word', {}],
    ['STORE_SECRET', 'https://store.shop.test/hooks/made-up-word', {}],
    ['FEED', 'https://reader:made-up-word@feed.shop.test/rss', { type: 'url' }],
    ['SERVICE_ACCOUNT', '{"key":"-----BEGIN PRIVATE KEY-----made-up"}', { type: 'json' }],
  ] satisfies [string, string, KeyRule][])('is told whatever type is declared: %s=%s', (key, value, rule) => {
    expect(plain(key, value, rule)).toEqual([`${key} is in the table as plain text`]);
  });
});

describe('a literal in a table under version control', () => {
  const severity = (value: string) =>
    judgePlainSecrets(profileOf({ rows: `| CONVEX | PAY_THING | x | ${value.replaceAll('|', '\\|')} |` })).map(
      ({ severity: milder }) => milder ?? 'critical',
    );
  const secret = (...parts: string[]) => parts.join('');

  test.each([
    secret('sk_', 'live_', '9qm2kx7zp4vt8lw3'),
    secret('rk_', 'live_', '9Qm2Kx7Zp4Vt8Lw3'),
    secret('gh', 'p_', '9Qm2Kx7Zp4Vt8Lw39Qm2Kx7Zp4Vt8Lw3Qm2K'),
    secret('glp', 'at-', '9Qm2Kx7Zp4Vt8Lw3Qm2K'),
    secret('re_', '9Qm2Kx7Z_p4Vt8Lw3Qm2K'),
    secret('https://hooks.', 'slack.com/services/T0AAAA/B0BBBB/9Qm2Kx7Zp4Vt8Lw3Qm2K'),
    secret('-----BEGIN ', 'PRIVATE KEY----- MIIEvQ -----END PRIVATE KEY-----'),
    secret('prod:calm-river-456|', 'eyJ2MiI6Ijk5Qm2Kx7Zp4Vt8Lw3'),
    secret('postgres://shop:', 'k7qz93mvx2@db.shop.test/shop'),
    secret('rediss://default:', '9Qm2Kx7Zp4Vt@cache.shop.test:6379'),
    secret('mongodb+srv://shop:', 'k7%2Fqz93mvx2@cluster0.shop.test/shop'),
  ])('that has the form of a real key fails: %s', (value) => {
    expect(severity(value)).toEqual(['critical']);
  });

  test.each([
    secret('sk_', 'test_', '9Qm2Kx7Zp4Vt8Lw3'),
    'sk-slovakia-translations-2024',
    're_engagement_campaignwinter',
    'daily|weekly-report',
    'AKIAABCDEFGHIJKLMNOP',
    'Qm2Kx7Zp4Vt8Lw3Qm2K9Qm2Kx7Zp4',
  ])('that only might be one warns at most: %s', (value) => {
    expect(severity(value)).not.toContain('critical');
  });

  test('that is made for browsers is none', () => {
    const token = [{ alg: 'HS256' }, { role: 'anon', ref: 'abcdefgh' }]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    expect(severity(`${token}.9Qm2Kx7Zp4Vt8Lw39Qm2Kx7Zp4`)).toEqual([]);
  });
});

describe('flags of production, as teams name them', () => {
  const broken = (key: string, value: string) =>
    words(flagsOf(profileOf({ rows: `| CONVEX | ${key} | x | ${value} |` })).flatMap(judgeFlag));

  test.each([
    ['APP_DEBUG', 'true'],
    ['NEXT_PUBLIC_MOCK_API', 'true'],
    ['MOCKS', '1'],
    ['API_MOCKING', 'enabled'],
    ['RATE_LIMIT', 'off'],
    ['RATE_LIMITING', 'false'],
    ['RATE_LIMIT_DISABLED', 'true'],
    ['BYPASS_RATE_LIMIT', '1'],
    ['DISABLE_DEBUG_ENDPOINTS', 'false'],
  ])('%s=%s breaks the policy', (key, value) => {
    expect(broken(key, value)).toEqual([`the flag ${key} violates the policy`]);
  });

  test.each([
    ['DISABLE_DEBUG_ENDPOINTS', 'true'],
    ['DISABLE_MOCKS', 'true'],
    ['RATE_LIMIT', '1000'],
    ['RATE_LIMIT_ENABLED', 'true'],
    ['RATE_LIMITER', 'upstash'],
    ['NO_DEBUG_KEY', 'made-up'],
    ['LOG_LEVEL', 'notice'],
    ['LOG_LEVEL', 'critical'],
    ['DISABLE_MOCKS_AT', 'noon'],
  ])('%s=%s obeys it', (key, value) => {
    expect(broken(key, value)).toEqual([]);
  });
});

test.each([
  'Acme <no-reply@example.com>',
  'changeme123',
  'PASTE_TOKEN_HERE',
  'put-it-here',
  '""',
  'sk_made_up_4eC3...',
  'eyJhbGci0iJ…',
])('a placeholder is seen in %j', (value) => {
  expect(placeholderIn(value, false)).toBeDefined();
});

test.each(['Loading...', 'Acme <no-reply@acme.test>', 'input-here-and-there', 'change-method', '"quoted"'])(
  'no placeholder is seen in %j',
  (value) => {
    expect(placeholderIn(value, false)).toBeUndefined();
  },
);

describe('an address that is inferred from its key', () => {
  const misshapen = (key: string, value: string) =>
    words(
      profileOf({ rows: `| CONVEX | ${key} | x | ${value} |` })
        .table.values.filter((row) => row.key === key)
        .flatMap(judgeShape),
    );

  test.each([
    ['NEXT_PUBLIC_SOCKET_URL', 'wss://live.shop.test/feed'],
    ['SMTP_URL', 'smtps://post:made-up-word@mail.shop.test:465'],
    ['KV_URL', 'rediss://default:made-up-word@kv.shop.test:6379'],
    ['CLOUDINARY_URL', 'cloudinary://123:made-up-word@shop'],
    ['NATS_URL', 'nats://bus.shop.test:4222'],
  ])('may have the scheme that is usual there: %s=%s', (key, value) => {
    expect(misshapen(key, value)).toEqual([]);
  });

  test.each([
    ['SHOP_URL', 'https://shop.test\u200b'],
    ['ALLOWED_ORIGINS', 'https://shop.test,\u2060https://b.test'],
  ])('holds no character that cannot be seen: %s', (key, value) => {
    expect(misshapen(key, value)).toHaveLength(1);
  });

  test('is secured also where it is a socket’s', () => {
    expect(misshapen('NEXT_PUBLIC_SOCKET_URL', 'ws://live.shop.test')).toHaveLength(1);
  });
});

test('a secret of production is seen in a local file inside a longer value', () => {
  const rows = '| CONVEX | STORE_TOKEN | made-up-1-of-development | made-up-2-of-production |';
  const profile = profileOf({ rows, environment: 'dev', variables: {} });
  const content = {
    there: true,
    managed: new Map([['HEADER', 'Bearer made-up-2-of-production']]),
    unmanaged: new Map([['OTHER', 'Bearer made-up-1-of-development']]),
  };
  expect(words(judgeLocalFile(profile, '.env.local', content))).toEqual([
    'HEADER in .env.local has the value from prod',
  ]);
});

describe('cells of addresses that were swapped', () => {
  const causes = (dev: string, prod: string) => {
    const profile = profileOf({ rows: `| NEXTJS | FEED | ${dev} | ${prod} |` });
    const row = profile.table.values.find(({ key }) => key === 'FEED');
    if (row === undefined) throw new Error('expected the row');
    const findings = judgeForeignHosts(row, 'prod', [], false);
    return withSwappedCells(findings, profile, row.line).map(({ cause = 'none' }) => cause);
  };

  test('are said to be, where development has the public address', () => {
    expect(causes('https://feed.acme.test', 'http://127.0.0.1:4000')).toEqual([
      'dev has a public address in the same row: the two cells, or the two columns, may be swapped',
    ]);
  });

  test.each([
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4001', ['none']],
    ['x', 'http://127.0.0.1:4000', ['none']],
    ['http://127.0.0.1:4000', 'https://feed.acme.test', []],
  ])('are not, otherwise: %s and %s', (dev, prod, expected) => {
    expect(causes(dev, prod)).toEqual(expected);
  });
});
