import { afterEach, expect, test } from 'vitest';
import { findSecrets, forgetSecrets, redact, registerSecret } from '../../../support/redaction/redact.ts';
import fc from '../property.ts';

afterEach(forgetSecrets);

test('the part of a Convex key after the bar is as secret as the whole key, and the deployment before it is not', () => {
  registerSecret('CONVEX_DEPLOY_KEY', 'prod:steady-otter-902|made-up-part-behind-the-bar');
  expect(redact('key made-up-part-behind-the-bar of prod:steady-otter-902')).toBe(
    'key [redacted CONVEX_DEPLOY_KEY] of prod:steady-otter-902',
  );
  expect(redact('prod:steady-otter-902|made-up-part-behind-the-bar')).toBe('[redacted CONVEX_DEPLOY_KEY]');
});

test('a short word after a bar is not a secret by itself', () => {
  registerSecret('FLAGS', 'alpha|production');
  expect(redact('production')).toBe('production');
});

test.each(['Bearer', 'Convex ', 'Authorization:'])(
  'the word of a header that was pasted alone is not a secret: %s',
  (word) => {
    registerSecret('DEPLOY_KEY', word);
    expect(redact(`a caller with \`${word} undefined\``)).toBe(`a caller with \`${word} undefined\``);
  },
);

test.for([
  ['line feeds', '\n'],
  ['carriage returns and line feeds', '\r\n'],
  ['escaped line feeds', '\\n'],
])('a multi-line key with %s is found after a report has indented its lines', ([, end = '\n']) => {
  const lines = [
    '-----BEGIN MADE UP KEY-----',
    'bWFkZSB1cCBsaW5lIG9uZQ',
    'bWFkZSB1cCBsaW5lIHR3bw',
    '-----END MADE UP KEY-----',
  ];
  registerSecret('SIGNING_KEY', lines.join(end));
  const clean = redact(lines.map((line) => `      ${line}`).join('\n'));

  expect(clean).not.toMatch(/bWFkZ/);
  expect(clean).toContain('[redacted SIGNING_KEY]');
});

test('a value of less than six characters is not registered, because it occurs in ordinary words', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 5 }), (short) => {
      forgetSecrets();
      registerSecret('PIN', short);
      expect(redact(`a report that holds ${short} in its words`)).toBe(`a report that holds ${short} in its words`);
    }),
  );
});

test('a value of six characters is removed', () => {
  registerSecret('PIN', 'q7Zr2k');
  expect(redact('the value q7Zr2k.')).toBe('the value [redacted PIN].');
  expect(findSecrets(Buffer.from('user:q7Zr2k').toString('base64'))).toEqual(['PIN']);
});

test('a secret is found in any case, as in a host name', () => {
  registerSecret('TOKEN', 'MadeUpToken42');
  expect(redact('https://madeuptoken42.example/')).toBe('https://[redacted TOKEN].example/');
});
