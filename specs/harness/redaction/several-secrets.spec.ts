import { afterEach, expect, test } from 'vitest';
import { findSecrets, forgetSecrets, redact, registerSecret } from '../../../support/redaction/redact.ts';
import fc from '../property.ts';
import { secret, surroundings } from './arbitrary-secret.ts';

afterEach(forgetSecrets);

test('after redacting any number of secrets, in any order and overlapping, none is found again', () => {
  fc.assert(
    fc.property(fc.array(secret, { minLength: 1, maxLength: 6 }), surroundings, (values, text) => {
      forgetSecrets();
      for (const [index, value] of values.entries()) registerSecret(`KEY_${index}`, value);
      const clean = redact(`${values.join(text)}${text}${values.toReversed().join('')}`);
      expect(findSecrets(clean)).toEqual([]);
      for (const value of values) expect(clean.toLowerCase()).not.toContain(value.toLowerCase());
    }),
    { numRuns: 200 },
  );
});

test('no part of two overlapping secrets remains', () => {
  registerSecret('FIRST', 'abcdefgh');
  registerSecret('SECOND', 'efghijkl');
  expect(redact('-abcdefghijkl-')).toBe('-[redacted FIRST]-');
});

test('a secret inside another is replaced by the name of the longer one', () => {
  registerSecret('PART', 'steady-value');
  registerSecret('WHOLE', 'very-steady-value-indeed');
  expect(redact('very-steady-value-indeed; steady-value')).toBe('[redacted WHOLE]; [redacted PART]');
});

test.for([
  ['redacted', 'made-up-value'],
  ['[redacted', 'made-up-value'],
  ['DEPLOY_KEY]', 'made-up-value'],
  ['redacted DEPLOY_KEY', 'made-up-value'],
  ['x[redacted', 'made-up-value'],
])('a secret %s that a mark would spell out is not in the text either', ([inMark = '', value = '']) => {
  registerSecret('DEPLOY_KEY', value);
  registerSecret('OTHER', inMark);
  const clean = redact(`x${value} and ${inMark}`);
  expect(clean).not.toContain(inMark);
  expect(clean).not.toContain(value);
  expect(findSecrets(clean)).toEqual([]);
});

test('one value with two names is found under both', () => {
  registerSecret('ONE', 'the-very-same-value');
  registerSecret('TWO', 'the-very-same-value');
  expect(findSecrets('the-very-same-value')).toEqual(['ONE', 'TWO']);
});

test('registering a secret again under the same name changes nothing', () => {
  registerSecret('ONE', 'the-very-same-value');
  registerSecret('ONE', 'the-very-same-value');
  expect(redact('the-very-same-value')).toBe('[redacted ONE]');
});

test('registered secrets can be forgotten', () => {
  registerSecret('ONE', 'the-very-same-value');
  forgetSecrets();
  expect(redact('the-very-same-value')).toBe('the-very-same-value');
  expect(findSecrets('the-very-same-value')).toEqual([]);
});
