import { afterEach, expect, test } from 'vitest';
import { findSecrets, forgetSecrets, redact, registerSecret } from '../../../support/redaction/redact.ts';
import fc from '../property.ts';
import { secret, surroundings } from './arbitrary-secret.ts';
import { encodings, encodingsFor } from './encode-secret.ts';
import { leaksIn } from './independent-scan.ts';

afterEach(forgetSecrets);

test.for(Object.entries(encodings))('a secret that is %s is found and removed', ([name, encode]) => {
  fc.assert(
    fc.property(secret, surroundings, (drawn, before) => {
      forgetSecrets();
      // What is kept as a secret is text: no control characters in it but spaces and line breaks.
      const value = drawn.toWellFormed().replace(/(?![\t\n])\p{Cc}/gu, '');
      fc.pre(value.length >= 8 && encodingsFor(value).some(([each]) => each === name));
      registerSecret('DEPLOY_KEY', value);
      const text = `${before} ${encode(value)} and after`;

      expect(findSecrets(text)).toEqual(['DEPLOY_KEY']);
      const clean = redact(text);
      expect(clean).not.toContain(encode(value));
      expect(findSecrets(clean)).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

test.for(Object.entries(encodings))('the scan of the harness itself finds a secret that is %s', ([, encode]) => {
  const value = 'made-up "value" <of> a key, with ü';
  expect(leaksIn(`before ${encode(value)} after`, value)).not.toEqual([]);
});

test('a text in which nothing was found is searched again once another secret is known', () => {
  registerSecret('DEPLOY_KEY', 'made-up-value-1234');
  const text = `${'ordinary text of a page, '.repeat(40)} another-made-up-value-5678`;
  expect(redact(text)).toBe(text);
  expect(findSecrets(text)).toEqual([]);

  registerSecret('SESSION_SECRET', 'another-made-up-value-5678');
  expect(findSecrets(text)).toEqual(['SESSION_SECRET']);
  expect(redact(text)).not.toContain('5678');
});

test('what stands around an encoded secret stays', () => {
  registerSecret('DEPLOY_KEY', 'made-up-value-1234');
  const encoded = Buffer.from('made-up-value-1234').toString('hex');
  expect(redact(`before ${encoded}, after`)).toBe('before [redacted DEPLOY_KEY], after');
});

test('a match within a run of escapes takes the whole run, and the redaction ends', () => {
  registerSecret('DEPLOY_KEY', 'made-up-value-1234');
  const run = (text: string) => [...text].map((character) => `%${character.charCodeAt(0).toString(16)}`).join('');
  const encoded = Buffer.from('made-up-value-1234').toString('base64');
  expect(redact(`before ${run(`${encoded}==`)}, after`)).toBe('before [redacted DEPLOY_KEY], after');
});

test('a megabyte of encoded text without a secret takes one quick pass and stays as it is', () => {
  registerSecret('DEPLOY_KEY', 'made-up-value-1234');
  const text =
    `${Buffer.from('some other text of a page, quite ordinary').toString('base64')}\n%20&amp;\\u0041 0a:0b\n`.repeat(
      12_000,
    );
  const started = performance.now();
  expect(redact(text)).toBe(text);
  expect(performance.now() - started).toBeLessThan(20_000);
});
