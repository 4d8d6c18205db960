import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { findSecrets, forgetSecrets, redact, registerSecret } from '../../../support/redaction/redact.ts';
import fc from '../property.ts';

afterEach(forgetSecrets);

test('a text without a secret is unchanged', () => {
  registerSecret('TOKEN', 'J#q9!xV2+made/up=');
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(redact(text)).toBe(text);
      expect(findSecrets(text)).toEqual([]);
    }),
  );
});

test('without registered secrets every text is unchanged', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => redact(text) === text));
});

test('the special characters of regular expressions are literal', () => {
  registerSecret('PATTERN', '.*[a-z]+$(x|y)^\\d{3}?');
  expect(redact('abcdefghijklmnopqrstuvwxyz 123')).toBe('abcdefghijklmnopqrstuvwxyz 123');
  expect(redact('is .*[a-z]+$(x|y)^\\d{3}? here')).toBe('is [redacted PATTERN] here');
});

test('replacement patterns in a name are literal', () => {
  registerSecret("A$&B$'C", 'made-up-value-1234');
  expect(redact('<made-up-value-1234>')).toBe("<[redacted A$&B$'C]>");
});

/** A report of about a megabyte whose lines contain the common beginning of the keys. */
const report = '{"what":"the quick brown fox","from":"app.table:12:40 prod:steady-otter-902|"}\n'.repeat(13_000);

test('two hundred secrets with a common beginning are removed from a megabyte in one quick pass', () => {
  const values = Array.from({ length: 200 }, () => `prod:steady-otter-902|${randomBytes(24).toString('base64')}`);
  for (const [index, value] of values.entries()) registerSecret(`KEY_${index}`, value);
  const text = report + values.join('\n');
  redact(text);
  const started = performance.now();
  const clean = redact(text);
  const durationMs = performance.now() - started;

  expect(clean.match(/\[redacted KEY_\d+\]/g)).toHaveLength(200);
  // About 30 ms on a small machine; one pass per form would take seconds.
  expect(durationMs).toBeLessThan(1_000);
});

test('a megabyte of one letter with a secret of that letter still takes one pass', () => {
  registerSecret('LETTERS', 'aaaaaaaaaaaa');
  expect(redact('a'.repeat(1_000_000))).toBe('[redacted LETTERS]');
});
