import { expect, it } from 'vitest';
import { matchesGlob } from '../../../fixtures/twin/redis/glob.ts';
import { patienceMs } from '../patience.ts';
import { assert, constantFrom, property, string } from '../property.ts';

it.each([
  ['logs:*', 'logs:', true],
  ['logs:*', 'log', false],
  ['h?llo', 'hello', true],
  ['h?llo', 'hllo', false],
  ['h[ae]llo', 'hallo', true],
  ['h[^e]llo', 'hello', false],
  ['h[a-c]llo', 'hbllo', true],
  ['h[a-c]llo', 'hdllo', false],
  ['a\\*b', 'a*b', true],
  ['a\\*b', 'axb', false],
  ['*:a*b', 'x:a:ab', true],
  ['', '', true],
  ['', 'a', false],
])('%s against %s is %s', (pattern, key, expected) => {
  expect(matchesGlob(pattern, key)).toBe(expected);
});

it('agrees with the obvious recursive matcher on stars, question marks and letters', () => {
  const letters = string({ unit: constantFrom('a', 'b'), maxLength: 10 });
  const patterns = string({ unit: constantFrom('a', 'b', '*', '?'), maxLength: 8 });
  assert(property(patterns, letters, (pattern, key) => matchesGlob(pattern, key) === matchesNaively(pattern, key)));
});

it('a pattern of many stars costs no more than its length times the key', () => {
  const startedAtMs = performance.now();
  expect(matchesGlob(`${'*a'.repeat(40)}b`, 'a'.repeat(4000))).toBe(false);
  // What tries every way through forty stars does not end at all.
  expect(performance.now() - startedAtMs).toBeLessThan(patienceMs);
});

function matchesNaively(pattern: string, key: string): boolean {
  if (pattern === '') return key === '';
  const rest = pattern.slice(1);
  if (pattern[0] === '*') return matchesNaively(rest, key) || (key !== '' && matchesNaively(pattern, key.slice(1)));
  return key !== '' && (pattern[0] === '?' || pattern[0] === key[0]) && matchesNaively(rest, key.slice(1));
}
