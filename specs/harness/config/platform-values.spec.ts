import { describe, expect, test } from 'vitest';
import { judgePlatformValues } from '../../config/platform-values.judge.ts';
import { profileOf } from './shop-profile.ts';

const held = {
  platform: 'worker' as const,
  target: 'LOG_WORKER',
  place: 'the Worker logs',
  address: 'https://api.cloudflare.test/logs',
  keys: [],
  repeated: 0,
};
const judge = (name: string, value: string, keys = {}) =>
  judgePlatformValues(profileOf({ rows: '', keys }), held, [{ name, readable: true, value }]);

describe('a value that only the platform has', () => {
  test.each([
    ['FEED', 'http://127.0.0.1:4000', 'FEED on the Worker logs of prod contains an address of this machine'],
    ['FEED', 'https://patient-heron-417.convex.test/x', 'of dev'],
    ['FEED', '"https://feed.shop.test"', 'FEED on the Worker logs: FEED is not a valid url'],
    ['MAIL_TOKEN', 'kT9vQ2mX7pL4wZ8rB1nC5yD3\n', 'MAIL_TOKEN on the Worker logs: MAIL_TOKEN is not a valid secret'],
    ['FEED', 'https://wise-fox-12.convex.site/feed', 'names the Convex deployment wise-fox-12'],
    ['POLICY', 'connect-src wise-fox-12.convex.cloud', 'names the Convex deployment wise-fox-12'],
    ['PAY', 'sk_test_9Qm2Kx7Zp4', 'test mode'],
    ['HOOK', 'https://your-app.acme.io', 'contains a placeholder'],
  ])('is judged like a cell: %s=%s', (name, value, words) => {
    expect(judge(name, value).map(({ what }) => what)).toContainEqual(expect.stringContaining(words));
  });

  test.each([
    ['FEED', 'https://feed.shop.test'],
    ['NODE_VERSION', '22'],
    ['FLAGS', '{"a":true}'],
    ['PASSPHRASE', 'correct horse battery staple'],
  ])('is right where a cell would be: %s=%s', (name, value) => {
    expect(judge(name, value)).toEqual([]);
  });

  test('has the rule of its key, also where GitHub keeps the name in capitals', () => {
    const profile = profileOf({ rows: '', keys: { payKey: { anyMode: true } } });
    const found = (platform: 'github' | 'worker', name: string) =>
      judgePlatformValues(profile, { ...held, platform }, [{ name, readable: true, value: 'sk_test_9Qm2Kx7Zp4' }]);
    expect(found('github', 'PAYKEY')).toEqual([]);
    expect(found('worker', 'payKey')).toEqual([]);
    expect(found('worker', 'PAYKEY')).toHaveLength(1);
  });

  test('is never shown where its name is that of a secret', () => {
    expect(JSON.stringify(judge('MAIL_TOKEN', 'kT9vQ2mX7pL4wZ8rB1nC5yD3\n'))).not.toContain('kT9vQ2mX7pL4');
  });
});
