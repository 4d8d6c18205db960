import { expect, test } from 'vitest';
import { clip, clipMiddle, clipWithLength } from '../../../support/text/clip.ts';
import fc from '../property.ts';

test('a text that is short enough is shown whole, a longer one says that it goes on', () => {
  expect(clip('12345', 5)).toBe('12345');
  expect(clip('123456', 5)).toBe('12345…');
  expect(clipWithLength('12345', 5)).toBe('12345');
  expect(clipWithLength('1234567', 5)).toBe('12345… (7 characters)');
});

test('the middle of a long text is left out, and counted', () => {
  expect(clipMiddle('1234567890', 10)).toBe('1234567890');
  expect(clipMiddle('12345678901', 10)).toBe('12345 … (1 characters left out) … 78901');
});

test('a surrogate pair is never cut in two', () => {
  expect(clip('1😀2', 2)).toBe('1…');
  expect(clip('1😀2', 3)).toBe('1😀…');
  const text = fc.string({ unit: 'grapheme', minLength: 4 });
  fc.assert(fc.property(text, fc.nat(6), (whole, most) => clip(whole, most).isWellFormed()));
  fc.assert(fc.property(text, fc.nat(6), (whole, most) => clipMiddle(whole, most).isWellFormed()));
});
