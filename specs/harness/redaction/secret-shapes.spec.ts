import { describe, expect, test } from 'vitest';
import { withoutSecretShapes } from '../../../support/redaction/redact.ts';
import { quoteForeign } from '../../../support/text/quote-foreign.ts';
import fc from '../property.ts';

describe('what looks like a secret', () => {
  test.each([
    ['a password in an address', 'connect ECONNREFUSED redis://default:pw-of-redis@r.internal:6379', 'pw-of-redis'],
    ['a password alone', 'redis://:longsecret@host', 'longsecret'],
    ['a token of GitHub', 'bad credentials ghp_16C7e42F292c6912E7710c838347Ae178B4a', 'C7e42F292c'],
    ['a fine-grained one', 'github_pat_11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz', 'mnopqrst'],
    ['a key of Stripe', 'No such key: sk_live_4eC39HqLyjWDarjtT1zdp7dc', '4eC39HqLyj'],
    ['a key of AWS', 'AKIAIOSFODNN7EXAMPLE is unknown', 'IOSFODNN7'],
    ['a JWT', 'jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N', 'eyJzdWIi'],
    ['a key in PEM', '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----', 'MIIEvQ'],
    ['a key in PEM that is cut off', 'err: -----BEGIN RSA PRIVATE KEY-----\nMIIEvQIBADANBg', 'MIIEvQ'],
    ['a header', 'authorization: Bearer aGVsbG8td29ybGQtdGhpcw', 'aGVsbG8td29y'],
    ['a deploy key', 'invalid key prod:calm-river-456|eyJ2MiI6IjAxMjM0NTY3ODkifQ==', 'eyJ2MiI6'],
    ['a field of JSON', '{"error":"x","clientSecret":"v8xQ~31kk"}', 'v8xQ~31kk'],
    ['a variable', 'DATABASE_PASSWORD=hunter2-and-more failed', 'hunter2'],
    ['a parameter of an address', 'GET /hook?id=3&access_token=abcd1234efgh', 'abcd1234efgh'],
    ['a webhook', 'posting to https://hooks.slack.com/services/T000/B000/XXXX failed', 'B000'],
    ['a random word', 'upstream said q7Rk2Lm9ZxV4bN8wT3yP6cDf is not valid', 'q7Rk2Lm9'],
  ])('is taken out of foreign text: %s', (_what, text, secret) => {
    expect(withoutSecretShapes(text)).not.toContain(secret);
    expect(quoteForeign(text, 400)).not.toContain(secret);
    expect(withoutSecretShapes(text)).toContain('[redacted ');
  });

  test.each([
    'expected 200, received 503 Service Unavailable',
    'function sites/list:listCompanySites is missing in steady-otter-902 (https://steady-otter-902.convex.cloud)',
    '5eaf00d5eaf05eaf00d5eaf05eaf00d5eaf05eaf',
    '3fa85f64-5717-4562-b3fc-2c963f66afa6',
    'j57d3kq2m9x1b8v4c7n6z5a0w2s4e8r1',
    'https://app.acme.com/_next/static/chunks/main-app-5f2b9c.js',
    'token: required, password: missing',
    '{"status":"degraded","components":{"redis":"unreachable"}}',
    'useListCompanySitesWithPagination2 is not a function',
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU= is not in script-src',
    'http://127.0.0.1:32915/health',
    'Content-Security-Policy: default-src https://a.test https://b.test',
    'the authorization header is missing',
    'session ended at 2026-11-28T23:10:51.000Z',
  ])('is not seen in ordinary text: %s', (text) => {
    expect(withoutSecretShapes(text)).toBe(text);
  });

  test('leaves a text without it as it is, and takes bounded time', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 30 }), (text) => {
        expect(withoutSecretShapes(text)).toBe(text);
      }),
    );
    const started = performance.now();
    withoutSecretShapes(`${'a-'.repeat(40_000)}=${'"token":'.repeat(10_000)}`);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

test('a word of megabytes is cut off, and what is behind it is looked at', () => {
  const clean = withoutSecretShapes(`${'x'.repeat(7_000_000)} password=hunter2-made-up`);
  expect(clean.length).toBeLessThan(70_000);
  expect(clean.slice(-40)).toMatch(/x… password=\[redacted value\]$/);
});
