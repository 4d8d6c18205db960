import { describe, expect, test } from 'vitest';
import { placeholderIn } from '../../../support/families/config/judge-placeholders.ts';
import { shapeFault } from '../../../support/families/config/values/shape-fault.ts';
import { isSecretKey, type KeyRule } from '../../../support/profile/index.ts';
import fc from '../property.ts';
import { realValues } from './real-values.ts';

const faultOf = (key: string, value: string, rule: KeyRule = {}) =>
  shapeFault({ key, rule, secret: isSecretKey(key, rule), value });

test('of 200 and more values as teams have them, none is taken for a placeholder or a mistake of form', () => {
  const alarms = realValues.flatMap(({ key, value }) => {
    const placeholder = placeholderIn(value, isSecretKey(key));
    const shape = faultOf(key, value);
    return placeholder || shape ? [{ key, value, placeholder, shape }] : [];
  });
  expect(realValues.length).toBeGreaterThanOrEqual(200);
  expect(alarms).toEqual([]);
});

describe('what copying leaves', () => {
  const address = fc.constantFrom(
    'https://mail.acme.test',
    'https://shop.acme.test/path?x=1',
    'wss://live.acme.test/feed',
    'redis://cache.acme.test:6379/0',
  );
  const paste = fc.constantFrom<(value: string) => string>(
    (value) => `"${value}"`,
    (value) => `'${value}'`,
    (value) => `“${value}”`,
    (value) => `${value},`,
    (value) => `${value};`,
    (value) => `"${value}",`,
    (value) => `${value}\\n`,
    (value) => `${value}\\r\\n`,
    (value) => value.replace('//', '\\/\\/'),
    (value) => `${value}\\`,
    (value) => value.replace('.acme', '. acme'),
    (value) => `${value}\u200b`,
    (value) => value.replace('acme', 'ac\u2060me'),
    (value) => `\ufeff${value}`,
    (value) => value.replace('test', 'te\u00a0st'),
    (value) => `${value}…`,
    (value) => `<${value}>`,
  );

  test('in or around an address is a fault under any key, typed or not', () => {
    const key = fc.constantFrom('EXTRA', 'MAIL_API_URL', 'CLERK_JWT_ISSUER_DOMAIN', 'SERVICE', 'API_ENDPOINT');
    fc.assert(
      fc.property(address, paste, key, (value, change, name) => {
        const pasted = change(value);
        if (pasted.startsWith('<')) return;
        expect(faultOf(name, pasted), `${name}=${pasted}`).toBeDefined();
        expect(faultOf(name, value)).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });

  test('around a token is a fault', () => {
    const token = fc.constantFrom(
      'sk_live_9Qm2Kx7Zp4Vt8Lw3',
      'ghp_9Qm2Kx7Zp4Vt8Lw3Rb6Ny1Hj5',
      'prod:calm-river-456|made-up-key',
    );
    const around = fc.constantFrom<(value: string) => string>(
      (value) => `"${value}"`,
      (value) => `‘${value}’`,
      (value) => `${value}\\n`,
      (value) => `${value}\u200b`,
    );
    fc.assert(
      fc.property(token, around, fc.constantFrom('EXTRA', 'STRIPE_SECRET_KEY'), (value, change, key) => {
        expect(faultOf(key, change(value)), change(value)).toMatchObject({ type: 'secret' });
        expect(faultOf(key, value)).toBeUndefined();
      }),
    );
  });

  test('is named in the finding', () => {
    expect(faultOf('EXTRA', String.raw`https://mail.acme.test\n`)).toMatchObject({
      cause: 'an escape at its end, which stands for a line break',
    });
    expect(faultOf('DOMAIN', '"https://clerk.acme.test"')).toMatchObject({
      cause: 'quotation marks around it, which become part of the value',
    });
  });
});

describe('a guess from a name alone', () => {
  test.each([
    ['SIGNING_KEY', 'https://keys.acme.test/jwks.json'],
    ['DEV_PORT', '3000-3010'],
    ['MIRROR_URL', 'https://a.acme.test,https://b.acme.test'],
    ['SITE_URL', 'acme.test'],
    ['ENABLE_X', 'sometimes'],
  ])('fails nothing: %s=%s', (key, value) => {
    expect(faultOf(key, value)).toBeUndefined();
  });

  test.each([
    ['APP_PORT', '3000,'],
    ['SITE_URL', 'http://acme.test'],
    ['SUPPORT_EMAIL', '"help@acme.test"'],
    ['ENABLE_X', 'true;'],
    ['RETENTION_DAYS', '30\u200b'],
  ])('fails where the value is plainly of that form, but for what copying left: %s=%s', (key, value) => {
    expect(faultOf(key, value)).toBeDefined();
  });
});

describe('a key of several lines', () => {
  const body = 'MIIEvQIBADANBgkqhkiG9w0BAQEF\nAASCBKcwggSjAgEAAoIBAQC7';
  const label = fc.constantFrom(
    'PRIVATE KEY',
    'RSA PRIVATE KEY',
    'EC PRIVATE KEY',
    'CERTIFICATE',
    'OPENSSH PRIVATE KEY',
  );
  const separator = fc.constantFrom('\n', '\r\n', ' ', '\\n', '\\r\\n');

  test('is a secret like others, however its lines are written', () => {
    fc.assert(
      fc.property(label, separator, fc.boolean(), (name, between, ended) => {
        const lines = [`-----BEGIN ${name}-----`, ...body.split('\n'), `-----END ${name}-----`];
        const value = lines.join(between) + (ended ? between : '');
        expect(faultOf('JWT_PRIVATE_KEY', value, { type: 'secret' })).toBeUndefined();
        expect(faultOf('SIGNING', value)).toBeUndefined();
      }),
    );
  });

  test('that was cut is none', () => {
    expect(faultOf('KEY', `-----BEGIN PRIVATE KEY-----\n${body}`, { type: 'secret' })).toBeDefined();
    expect(
      faultOf('KEY', `-----BEGIN PRIVATE KEY----- ${body} -----END RSA PRIVATE KEY-----`, { type: 'secret' }),
    ).toBeDefined();
  });
});

describe('a placeholder', () => {
  test.each([
    'https://yourapp.com',
    'https://yourdomain.com',
    'noreply@yourdomain.com',
    'sk_example_123456789',
    'client_123456789',
    'replace-with-a-32+char-random-secret',
    'phc_',
    'sk_live_',
    're_your_api_key_here',
    'whsec_your_secret_here',
    'https://your-app.vercel.app',
    'API_KEY_HERE',
    '$(openssl rand -hex 32)',
    'process.env.STRIPE_KEY',
    'postgres://user:password@db.acme.test/app',
    '[YOUR TOKEN]',
    '__API_KEY__',
    'https://',
    'prod:',
    'whsec_xxx',
    'https://mydomain.com',
    'changeme',
    '{API_KEY}',
    '#{API_KEY}',
    '@@API_KEY@@',
    '(your key)',
    'INSERT_KEY',
    'set-your-token',
    'redis://default:pw@host:6379',
    'foo@bar.com',
    'https://acme.invalid/hook',
    'lorem ipsum dolor',
  ])('is seen by its structure in %j', (value) => {
    expect(placeholderIn(value, false)).toBeDefined();
  });

  test.each([
    'my-secret-key',
    'supersecret',
    'abc123',
    'acme_example_1',
    '00000000',
    'secret123',
    'some-random-string',
    'a-very-long-secret-key-that-should-be-changed',
    'at-least-32-characters-long-secret',
    'thisisasecret',
    'secretsecretsecret',
    '0123456789abcdef0123456789abcdef',
    'abcdefghijklmnopqrstuvwxyz123456',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    '00000000-0000-0000-0000-000000000000',
    'deadbeefdeadbeef',
    'AIzaSyXXXXXXXXXXXXXXXXXXXXXXXXX',
    'sk-ant-...',
  ])('is seen where a secret belongs in %j, and nowhere else', (value) => {
    expect(placeholderIn(value, true)).toBeDefined();
    expect(placeholderIn(value, false)).toBeUndefined();
  });

  test('of words for a secret is one, but a developer may call theirs so', () => {
    for (const value of ['dev-secret', 'local_test_key', 'testtoken']) {
      expect(placeholderIn(value, true, 'production'), value).toBeDefined();
      expect(placeholderIn(value, true, 'development'), value).toBeUndefined();
    }
    expect(placeholderIn('some-random-string', true, 'development')).toBeDefined();
  });

  test.each([
    'Tr0ub4dor&3',
    'correct-horse-battery-staple',
    'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
    'kGh7-secret-9Qm2',
    'fill-in-station',
  ])('is not seen in the secret %j', (value) => {
    expect(placeholderIn(value, true)).toBeUndefined();
  });

  test.each([
    'fill-in-station',
    'token-here-app',
    'https://tile.osm.test/{z}/{x}/{y}.png',
    '/users/{id}',
    'insert-coin',
  ])('is not seen in %j', (value) => {
    expect(placeholderIn(value, false)).toBeUndefined();
  });

  test('is seen for whatever thing a template names, joined or apart, in a host, a mailbox or a token', () => {
    const thing = fc.constantFrom('app', 'domain', 'company', 'project', 'api-key', 'secret', 'site', 'workspace');
    const form = fc.constantFrom<(thing: string) => string>(
      (name) => `https://your-${name}.acme.io`,
      (name) => `https://your${name.replace('-', '')}.com/x`,
      (name) => `mail@your${name.replace('-', '')}.com`,
      (name) => `re_your_${name.replace('-', '_')}_here`,
      (name) => `<your ${name}>`,
    );
    fc.assert(
      fc.property(thing, form, (name, write) => {
        expect(placeholderIn(write(name), false), write(name)).toBeDefined();
      }),
    );
  });
});
