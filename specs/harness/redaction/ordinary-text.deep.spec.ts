import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { findSecrets, forgetSecrets, redact, registerSecret } from '../../../support/redaction/redact.ts';
import { medianMs } from '../linear/thread-time.ts';
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

test('two hundred secrets with a common beginning take a megabyte about as long as one', () => {
  const values = Array.from({ length: 200 }, () => `prod:steady-otter-902|${randomBytes(24).toString('base64')}`);
  const text = report + values.join('\n');
  const redacted = (count: number) => {
    forgetSecrets();
    for (const [index, value] of values.slice(0, count).entries()) registerSecret(`KEY_${index}`, value);
    redact(text);
    return {
      spentMs: medianMs(() => redact(text), 3),
      found: redact(text).match(/\[redacted KEY_\d+\]/g)?.length,
    };
  };
  const one = redacted(1);
  const all = redacted(values.length);

  expect(one.found).toBe(1);
  expect(all.found).toBe(200);
  // One pass for each form would take two hundred times as long.
  expect(all.spentMs / one.spentMs).toBeLessThan(5);
});

test('a megabyte of one letter with a secret of that letter still takes one pass', () => {
  registerSecret('LETTERS', 'aaaaaaaaaaaa');
  expect(redact('a'.repeat(1_000_000))).toBe('[redacted LETTERS]');
});
