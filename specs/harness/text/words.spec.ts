import { expect, test } from 'vitest';
import { alignColumns } from '../../../support/text/align-columns.ts';
import { countPhrase, countWords } from '../../../support/text/count-words.ts';
import { parseDuration, wordAge, wordDuration } from '../../../support/text/duration.ts';
import { errorText, innermostText } from '../../../support/text/error-text.ts';
import { firstFew } from '../../../support/text/first-few.ts';
import { firstLine, oneLine } from '../../../support/text/one-line.ts';
import { wildcard } from '../../../support/text/wildcard.ts';

test.each([
  ['1s', 1_000],
  ['30m', 1_800_000],
  ['26h', 93_600_000],
  ['7d', 604_800_000],
  ['0s', 0],
])('%s is %d ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', '30', 'm', '-5m', '1.5h', '30M', '30 m', '30ms', '9999999999d', '1m\n'])(
  '%j is not a duration',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);

test.each([
  [0, '0 ms'],
  [417.6, '418 ms'],
  [1_300, '1.3 s'],
  [12_400, '12 s'],
  [180_000, '3 min'],
])('%d ms took %s', (ms, words) => {
  expect(wordDuration(ms)).toBe(words);
});

test.each([
  [-5_000, '0 s'],
  [400, '0 s'],
  [90_000, '90 s'],
  [180_000, '3 min'],
  [93_600_000, '26 h'],
  [432_000_000, '5 days'],
])('%d ms ago is %s ago', (ms, words) => {
  expect(wordAge(ms)).toBe(words);
});

test('things are counted in the singular and the plural', () => {
  expect([0, 1, 2].map((count) => countWords(count, 'critical check'))).toEqual([
    '0 critical checks',
    '1 critical check',
    '2 critical checks',
  ]);
  expect(countWords(2, 'reply', 'replies')).toBe('2 replies');
});

test.each([
  ['requests', 'request'],
  ['rows compared', 'row compared'],
  ['queries', 'query'],
  ['addresses seen', 'address seen'],
  ['indexes', 'index'],
  ['class', 'class'],
  ['published ports', 'published port'],
  ['Convex addresses', 'Convex address'],
  ['HTTP actions that the front end fetches', 'HTTP action that the front end fetches'],
  ['functions, tables and bindings compared', 'function, table and binding compared'],
  ['references that are resolved only at run time', 'reference that is resolved only at run time'],
  ['rows that name a Convex deployment', 'row that names a Convex deployment'],
  ['values that cannot be read back', 'value that cannot be read back'],
  ['routes that did not answer', 'route that did not answer'],
  ['fetched addresses that are resolved late', 'fetched address that is resolved late'],
  ['backups', 'backup'],
  ['requests (Worker logs)', 'request (Worker logs)'],
  ['requests at once (site app)', 'request at once (site app)'],
])('one of %j is %j', (many, one) => {
  expect([countPhrase(1, many), countPhrase(2, many)]).toEqual([`1 ${one}`, `2 ${many}`]);
});

test('of a long list the first few are named, and the others counted', () => {
  expect(firstFew(['a', 'b'], 2)).toEqual(['a', 'b']);
  expect(firstFew(['a', 'b', 'c'], 2)).toEqual(['a', 'b', 'and 1 more']);
  expect(firstFew(['a', 'b', 'c'], 1, 'files')).toEqual(['a', 'and 2 more files']);
});

test('columns are aligned, rows of different lengths too', () => {
  expect(
    alignColumns([
      ['a', 'bb', 'c'],
      ['aaa', 'b'],
    ]),
  ).toEqual(['a    bb  c', 'aaa  b']);
  expect(alignColumns([])).toEqual([]);
});

test('a text is folded to one line, or cut to its first', () => {
  expect(oneLine(' a\r\n\t b ')).toBe('a b');
  expect(firstLine('\n  \n first \nsecond')).toBe('first');
  expect(firstLine('')).toBe('');
});

test('an error says what it says, and what caused it', () => {
  const error = new Error('outer', { cause: new Error('inner') });
  expect([errorText(error), innermostText(error), errorText('thrown')]).toEqual(['outer', 'inner', 'thrown']);
});

test('a star stands for any text, and nothing else is special', () => {
  expect(wildcard('a.b*').test('a.b/c')).toBe(true);
  expect(wildcard('a.b*').test('axb')).toBe(false);
  expect(wildcard('*(').test('x(')).toBe(true);
  expect(wildcard('https://*.example', '[^/]*').test('https://a/b.example')).toBe(false);
});
