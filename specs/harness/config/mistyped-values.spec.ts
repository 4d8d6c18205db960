import { describe, expect, test } from 'vitest';
import { shapeFault } from '../../../support/families/config/values/shape-fault.ts';
import { isPrivate } from '../../../support/families/config/values/value-forms.ts';
import { isSecretKey } from '../../../support/profile/index.ts';
import type { KeyRule } from '../../../support/profile/schema.ts';
import fc from '../property.ts';

const faultOf = (key: string, value: string, rule: KeyRule = {}) =>
  shapeFault({ key, rule, secret: isSecretKey(key, rule), value });

describe('an address', () => {
  const host = fc.constantFrom('mail.acme.test', 'shop.acme.test/path?x=1', 'acme.test:8443/v1');
  const key = fc.constantFrom('MAIL_API_URL', 'API_ENDPOINT', 'SERVICE');
  const slip = fc.constantFrom<(rest: string) => string>(
    (rest) => `htps://${rest}`,
    (rest) => `ttps://${rest}`,
    (rest) => `htttps://${rest}`,
    (rest) => `https:/${rest}`,
    (rest) => `https:///${rest}`,
    (rest) => `https//${rest}`,
    (rest) => `https;//${rest}`,
    (rest) => `https://https://${rest}`,
    (rest) => `http://https://${rest}`,
    (rest) => `https\uff1a//${rest}`,
    (rest) => `https://${rest.replace('.', '..')}`,
    (rest) => `https://${rest.replace('.', ',')}`,
    (rest) => `https://${rest.replace('acme', 'a\u0441me')}`,
    (rest) => `https://${rest.replace('acme', 'ac\u2011me')}`,
    (rest) => `"https://${rest}`,
    (rest) => `https://${rest}'`,
    (rest) => `https://${rest}&amp;y=2`,
  );

  test('that was mistyped is a fault under any key, also where a parser forgives it', () => {
    fc.assert(
      fc.property(host, slip, key, (rest, change, name) => {
        expect(faultOf(name, change(rest)), change(rest)).toBeDefined();
        expect(faultOf(name, `https://${rest}`)).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    '<https://acme.test>',
    '[https://acme.test](https://acme.test)',
    '**https://acme.test**',
    'https%3A%2F%2Facme.test',
  ])('in markup or encoded as a whole is one where the name says URL: %s', (value) => {
    expect(faultOf('SITE_URL', value)).toBeDefined();
    expect(faultOf('HINT', value)).toBeUndefined();
  });

  test('among the origins that are let in has no path, and no slash at its end', () => {
    expect(faultOf('ALLOWED_ORIGINS', 'https://acme.test/')).toBeDefined();
    expect(faultOf('ALLOWED_ORIGINS', 'https://a.acme.test,https://acme.test/app')).toBeDefined();
  });

  test('of mail is not one to open', () => {
    expect(faultOf('SUPPORT_EMAIL', 'mailto:help@acme.test')).toBeDefined();
    expect(faultOf('SUPPORT_EMAIL', 'help@acme.test.')).toBeDefined();
  });

  test('without encryption is right in a private network, and not in a page', () => {
    for (const value of [
      'http://api:8080',
      'http://10.4.0.7',
      'http://api.default.svc.cluster.local',
      'http://[fd12::1]',
    ])
      expect([faultOf('API_URL', value), faultOf('NEXT_PUBLIC_API_URL', value)], value).toEqual([
        undefined,
        expect.objectContaining({ type: 'url' }),
      ]);
    expect(faultOf('API_URL', 'http://acme.test')).toBeDefined();
    expect(faultOf('HTTPS_PROXY_URL', 'http://proxy.acme.test:3128')).toBeUndefined();
    expect(['8.8.8.8', '172.32.0.1', '100.128.0.1', 'acme.test', '1921', '[2001:db8::1]'].filter(isPrivate)).toEqual(
      [],
    );
  });
});

describe('what a console or a page shows around a value', () => {
  test.each([
    ["psql 'postgresql://app:made-up-1@db.acme.test/app'", 'DATABASE_URL', 'the command psql before it'],
    [
      'redis-cli --tls -u redis://default:made-up-1@cache.acme.test:6379',
      'REDIS_URL',
      'the command redis-cli before it',
    ],
    ['$ mongosh mongodb+srv://app:made-up-1@db.acme.test', 'STORE', 'the command mongosh before it'],
    ['curl https://api.acme.test/v1', 'API_URL', 'the command curl before it'],
    ['postgres//app:made-up-1@db.acme.test/app', 'DATABASE_URL', '`postgres//` in place of `postgres://`'],
    ['mysql:/app:made-up-1@db.acme.test/app', 'STORE', '`mysql:/` in place of `mysql://`'],
    ['https://acme.test/api[^1]', 'API_URL', 'the mark of a footnote at its end'],
    ['https://acme.test/api\u00b2', 'SERVICE', 'the mark of a footnote at its end'],
    ['https://acme.test/api)', 'SERVICE', 'a bracket at its end'],
    ['**sk_live_9Qm2Kx7Zp4Vt8Lw3**', 'PAY_KEY', 'marks that copying left around it'],
    ['(sk_live_9Qm2Kx7Zp4Vt8Lw3)', 'EXTRA', 'marks that copying left around it'],
    ['sk_live_9Qm2Kx7Zp4Vt8Lw3.', 'PAY_KEY', 'marks that copying left around it'],
    ['sk_live_9Qm2Kx7Zp4Vt8Lw3%0A', 'PAY_KEY', 'marks that copying left around it'],
    ['sk_live_9Qm2Kx7Zp4Vt8Lw3\\', 'PAY_KEY', 'marks that copying left around it'],
  ])('is a fault: %s under %s', (value, key, cause) => {
    expect(faultOf(key, value)?.cause).toBe(cause);
  });

  test.each([
    ['https://en.wikipedia.org/wiki/Airlock_(space)', 'HELP_URL'],
    ['postgres://app:made-up-1@db.acme.test/app', 'DATABASE_URL'],
    ['psql', 'CLIENT'],
    ['curl is needed', 'HINT'],
    ['and/or', 'MODE'],
    ['mysql/8.0', 'ENGINE'],
    ['correct.horse.battery.', 'PASSPHRASE'],
  ])('is none in %s under %s', (value, key) => {
    expect(faultOf(key, value)).toBeUndefined();
  });
});

describe('a line of a file of variables in place of a value', () => {
  test('is a fault whatever the value is', () => {
    const value = fc.constantFrom('kT9vQ2mX7pL4wZ8rB1nC5yD3', 'https://acme.test', 'info', '30', 'a b');
    const line = fc.constantFrom<(key: string, value: string) => string>(
      (key, text) => `${key}=${text}`,
      (key, text) => `export ${key}="${text}"`,
      (key, text) => `${key}: ${text}`,
      (key, text) => `"${key}": "${text}",`,
    );
    fc.assert(
      fc.property(
        fc.constantFrom('MAIL_TOKEN', 'SITE_URL', 'LEVEL', 'TTL_SECONDS'),
        value,
        line,
        (key, text, write) => {
          expect(faultOf(key, write(key, text))).toMatchObject({ cause: `its own name, ${key}, in front of it` });
        },
      ),
    );
  });

  test.each([
    ['NOTE', 'note: be careful'],
    ['QUERY', 'QUERY_2=1'],
    ['A', 'A'],
  ])('is none in %s=%s', (key, value) => {
    expect(faultOf(key, value)).toBeUndefined();
  });
});

describe('a secret', () => {
  test.each([
    ['with a line end that a shell left', 'kT9vQ2mX7pL4wZ8r\n'],
    ['with one of Windows', 'kT9vQ2mX7pL4wZ8r\r\n'],
    ['with a blank before it', ' kT9vQ2mX7pL4wZ8r'],
    ['with a comment behind it', 'kT9vQ2mX7pL4wZ8r # of production'],
  ])('%s is at fault', (_, value) => {
    expect(faultOf('MAIL_TOKEN', value)).toMatchObject({ type: 'secret' });
  });

  test.each(['sk_live_9Qm2Kx7Zp4Vt8Lw3,', "'sk_live_9Qm2Kx7Zp4Vt8Lw3", 'ghp_9Qm2Kx7Zp4Vt8Lw3Rb6Ny1Hj5;'])(
    'of a known form with a mark beside it is at fault: %s',
    (value) => {
      expect(faultOf('EXTRA', value)).toMatchObject({ type: 'secret' });
    },
  );

  test.each([
    'correct horse battery staple',
    'abcd efgh ijkl mnop',
    'FlyV1 fm2_lJPECAAAAAAAC',
    'Basic dXNlcjpwYXNz',
    '-----BEGIN CERTIFICATE----- MIIB -----END CERTIFICATE----- -----BEGIN PRIVATE KEY----- MIIE -----END PRIVATE KEY-----',
  ])('that is declared as one may be %s', (value) => {
    expect(faultOf('BACKUP', value, { type: 'secret' })).toBeUndefined();
  });

  test.each([
    'made up',
    'sk_live_9Qm2 Kx7Zp4Vt8Lw3',
    '-----BEGIN CERTIFICATE----- MIIB -----END CERTIFICATE----- -----BEGIN PRIVATE KEY----- MIIE',
  ])('that was broken or cut is none: %s', (value) => {
    expect(faultOf('BACKUP', value, { type: 'secret' })).toBeDefined();
  });
});

test.each([String.raw`{\"a\":1}`, '{“a”:1}', `'{"a":1}'`])(
  'JSON that no dialect of it reads is at fault: %s',
  (value) => {
    expect(faultOf('CONFIG_JSON', value)).toMatchObject({ type: 'json' });
  },
);
