import { describe, expect, test } from 'vitest';
import { placeholderIn } from '../../../support/families/config/judge-placeholders.ts';
import { secretShapeOf } from '../../../support/families/config/values/secret-shape.ts';
import { mismatchOf, typeOf } from '../../../support/families/config/values/value-type.ts';
import type { ValueType } from '../../../support/profile/index.ts';
import fc from '../property.ts';

describe('a value fits its type', () => {
  const fitting: [ValueType, string[], string[]][] = [
    [
      'url',
      ['https://acme.test/a?b=c', 'http://localhost:3000', 'http://127.0.0.1:1'],
      ['http://acme.test', 'acme.test', 'ftp://acme.test', 'https://', 'https://a b'],
    ],
    ['origin', ['https://acme.test', 'https://acme.test:8443'], ['https://acme.test/', 'https://acme.test/x', '*']],
    ['origins', ['https://a.test, https://b.test'], ['https://a.test,*', 'https://a.test,', '']],
    [
      'convex-deployment',
      ['dev:happy-animal-123', 'prod-happy-animal-123', 'happy-animal-123'],
      ['happy animal', 'prod:', 'x:happy-animal-123'],
    ],
    ['boolean', ['true', 'FALSE', '1', '0'], ['yes', 'on', '', '2']],
    ['integer', ['0', '-12', '900'], ['1.5', '1e3', '0x1', '']],
    ['port', ['1', '65535'], ['0', '65536', '80a', '-1']],
    ['duration', ['30s', '1h30m', '500ms', '15', 'PT30S', 'P1DT2H'], ['soon', 'P', '5 parsecs', '']],
    ['email', ['post@acme.test', 'Acme <post@acme.test>'], ['post@', 'acme.test', 'Acme <post>']],
    [
      'connection-string',
      ['postgres://u:p@h:5432/db', 'redis://h:6379', 'mongodb://a:1,b:2/db', 'file:./dev.db'],
      ['https://h/db', 'h:5432/db', 'postgres:///'],
    ],
    ['json', ['{"a":1}', '[]', '1'], ['{a:1}', '']],
    ['secret', ['made-up'], ['made up', '']],
  ];
  test.each(fitting)('%s', (type, good, bad) => {
    expect(good.filter((value) => mismatchOf(value, type) !== undefined)).toEqual([]);
    expect(bad.filter((value) => mismatchOf(value, type) === undefined)).toEqual([]);
  });

  test.each([
    ['DATABASE_URL', 'connection-string'],
    ['REDIS_URL', 'connection-string'],
    ['UPSTASH_REDIS_REST_URL', 'url'],
    ['SUPPORT_EMAIL', 'email'],
    ['SESSION_TTL', 'duration'],
    ['TIMEOUT_MS', 'integer'],
    ['ENABLE_MENU', 'boolean'],
    ['THEME', 'text'],
  ])('%s is inferred to be %s, and said to be inferred', (key, type) => {
    expect(typeOf(key, {})).toEqual({ type, inferred: true });
    expect(typeOf(key, { type: 'text' })).toEqual({ type: 'text', inferred: false });
  });
});

describe('a placeholder', () => {
  test.each([
    'changeme',
    'CHANGE_ME',
    'please-change-me-now',
    'TODO',
    'TODO: ask Anna',
    '<your key>',
    '<API_KEY>',
    'your-api-key',
    'https://your-project.convex.cloud',
    'https://www.example.com/x',
    'mail@example.org',
    'xxxx',
    'sk_xxxxxxxx',
    'undefined',
    '***',
    '{{ secret }}',
    'insert-token-here',
  ])('is seen in %j', (value) => {
    expect(placeholderIn(value, false)).toBeDefined();
  });

  test.each([
    'https://acme.test',
    'Acme <no-reply@acme.test>',
    'https://yourvoice.org',
    'https://example.com.acme.test',
    'myexample.com-store',
    'todos',
    'https://acme.test/todo',
    'exchange-method',
    'info',
    'a<b',
    'max-100',
    'steady-otter-902',
    'xoxo-shop',
    'unchangeable',
  ])('is not seen in %j', (value) => {
    expect(placeholderIn(value, false)).toBeUndefined();
  });

  test('is a weak word only where a secret belongs', () => {
    expect(placeholderIn('password', true)).toBeDefined();
    expect(placeholderIn('password', false)).toBeUndefined();
  });
});

describe('a secret by its form', () => {
  test.each([
    ['ANY', `sk-${'abcdefGHIJKL0123456789'}`],
    ['ANY', 'prod:steady-otter-902|made-up-0123456789'],
    ['ANY', 'postgres://shop:made-up-word@db.acme.test/shop'],
    ['ANY', 'kT9vQ2mX7pL4wZ8rB1nC5yD3'],
  ])('%s=%s', (key, value) => {
    expect(secretShapeOf(key, value)).toBeDefined();
  });

  test.each([
    ['CONVEX_DEPLOYMENT', 'prod:steady-otter-902'],
    ['STRIPE_PUBLISHABLE_KEY', 'pk_test_0123456789abcdefghij'],
    ['NEXT_PUBLIC_POSTHOG', 'phc_0123456789abcdefghijklmnopqrs'],
    ['ACCOUNT', '0f1e2d3c4b5a69788796a5b4c3d2e1f0'],
    ['CLIENT_ID', '9b2d7c1e-4f3a-4b6d-8e2f-0a1b2c3d4e5f'],
    ['URL', 'https://steady-otter-902.convex.cloud/api?x=kT9vQ2mX7pL4wZ8rB1nC5yD3'],
    ['BUCKET', 'acme-incident-reports-eu-production'],
    ['COMMIT', '5eaf00d5eaf00d5eaf00d5eaf00d5eaf00d5eaf0'],
  ])('%s=%s is none', (key, value) => {
    expect(secretShapeOf(key, value)).toBeUndefined();
  });

  test('no slug of words is taken for one', () => {
    const word = fc.stringMatching(/^[a-z]{3,9}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 2, maxLength: 6 }), fc.nat(999), (words, number) => {
        expect(secretShapeOf('NAME', `${words.join('-')}-${number}`)).toBeUndefined();
      }),
    );
  });
});
