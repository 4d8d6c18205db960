import { describe, expect, test } from 'vitest';
import { excerptRow, quoteName } from '../../../support/table/excerpt.ts';
import { scanCells } from '../../../support/table/scan-cells.ts';
import { findNul, isPadding, judgeLine, scanLines, trimSpan } from '../../../support/table/scan-line.ts';

const lineOf = (text: string, start = 0) => ({ number: 1, start, end: text.length });

test('lines end with LF, CRLF or a lone CR, and a mark of the byte order is in none', () => {
  const lines = (text: string) => [...scanLines(text)].map(({ number, start, end }) => [number, start, end]);
  expect(lines('a\r\nbc\rd\n\n\re')).toEqual([
    [1, 0, 1],
    [2, 3, 5],
    [3, 6, 7],
    [4, 8, 8],
    [5, 9, 9],
    [6, 10, 11],
  ]);
  expect(lines('a\n')).toEqual([[1, 0, 1]]);
  expect(lines('\ufeffa')).toEqual([[1, 1, 2]]);
  expect(lines('a\ufeff')).toEqual([[1, 0, 2]]);
  expect(lines('')).toEqual([]);
});

test('padding is what `trim` takes off', () => {
  const padding = Array.from({ length: 0x10000 }, (_, unit) => unit).filter(
    (unit) => String.fromCharCode(unit).trim() === '',
  );
  expect(padding.every(isPadding)).toBe(true);
  for (const unit of [0x00, 0x08, 0x0e, 0x1f, 0x21, 0x7f, 0x80, 0x85, 0x9f, 0xa1, 0x200b, 0xfefe])
    expect(isPadding(unit), unit.toString(16)).toBe(false);
});

test('a span is trimmed at both ends', () => {
  const spans = (text: string, start = 0, end = text.length) => Object.values(trimSpan(text, start, end));
  expect(spans('  ab ')).toEqual([2, 4]);
  expect(spans('ab')).toEqual([0, 2]);
  expect(spans('x  y', 1, 3)).toEqual([1, 1]);
  expect(spans(' a b ', 1, 4)).toEqual([1, 4]);
  expect(spans('a', 1, 1)).toEqual([1, 1]);
});

describe('a line', () => {
  const kindOf = (text: string) => judgeLine(text, lineOf(text), true);

  test.each([
    '---',
    '-',
    ' --- ',
    '|-|',
    '|---|---|',
    '---|---',
    '-+-',
    '+---+',
    ':-',
    '-:',
    ':-:',
    '| :--- | ---: |',
    '|---',
  ])('of dashes is a separator: %s', (text) => {
    expect(kindOf(text)).toBe('separator');
  });

  test.each([
    '|',
    '||',
    ':',
    '::',
    '|:|',
    '-:-',
    '-::',
    ':-:-',
    '--- ---',
    '- :',
    '||---',
    '-||-',
    '|---||',
    '---|a',
    'a|---',
    '|--- |:|',
    '---|:',
    '\u0001',
  ])('of anything else is a row: %s', (text) => {
    expect(kindOf(text)).toBe('row');
  });

  test.each([
    ['', 'blank'],
    [' \t', 'blank'],
    ['#', 'comment'],
    ['  # a|b', 'comment'],
    ['a#', 'row'],
    ['# a\0', 'binary'],
    ['\0', 'binary'],
  ])('%j is of the kind %s', (text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });

  test('holds a NUL byte where it has one of its own', () => {
    expect(findNul('\0ab\0c', { number: 1, start: 1, end: 5 })).toBe(3);
    expect(findNul('\0ab\0c', { number: 1, start: 1, end: 3 })).toBe(-1);
    expect(judgeLine('a\0', lineOf('a\0'), false)).toBe('row');
  });
});

describe('the cells of a row', () => {
  const cells = (text: string) => {
    const { count, bounds } = scanCells(text, lineOf(text));
    const texts = Array.from({ length: bounds.length / 2 }, (_, index) =>
      text.slice(bounds[2 * index], bounds[2 * index + 1]),
    );
    expect(count).toBe(texts.length);
    return texts;
  };

  test.each([
    ['a|b', ['a', 'b']],
    ['|a|b|', ['a', 'b']],
    ['  |a| b |  ', ['a', ' b ']],
    ['a|', ['a']],
    ['|a||', ['a', '']],
    ['||', ['']],
    ['|', ['']],
    ['', ['']],
    ['a\\|b|c', ['a\\|b', 'c']],
    ['a\\\\|b', ['a\\\\', 'b']],
    ['\\|a|b', ['\\|a', 'b']],
    ['a\\', ['a\\']],
  ])('of %j', (text, expected) => {
    expect(cells(text)).toEqual(expected);
  });

  test('past a thousand are counted and not kept', () => {
    const seen = (count: number, tail = '') => {
      const text = 'a|'.repeat(count) + tail;
      const { bounds, ...rest } = scanCells(text, lineOf(text));
      return { ...rest, kept: bounds.length / 2 };
    };
    expect(seen(1_000)).toEqual({ count: 1_000, kept: 1_000 });
    expect(seen(1_001)).toEqual({ count: 1_001, kept: 1_000 });
    expect(seen(999, 'a')).toEqual({ count: 1_000, kept: 1_000 });
    expect(seen(1_000, 'a')).toEqual({ count: 1_001, kept: 1_000 });
  });
});

describe('an excerpt', () => {
  const excerpt = (text: string, offset: number, open: readonly number[] = [], start = 0) => {
    const [row = '', caret = ''] = excerptRow(text, lineOf(text, start), offset, open).split('\n');
    expect(caret).toMatch(/^ *\^$/);
    return [row, caret.length - 1];
  };

  test('masks what is not open, and shows how the row is built', () => {
    expect(excerpt('NEXTJS|a b', 3)).toEqual(['******|* *', 3]);
    expect(excerpt('NEXTJS|a b', 7, [0, 6])).toEqual(['NEXTJS|* *', 7]);
    expect(excerpt('abcdefgh', 0, [0, 2, 4, 6])).toEqual(['ab**ef**', 0]);
    expect(excerpt('x|${A}\\|', 0)).toEqual(['*|${*}\\|', 0]);
    expect(excerpt('x\nab', 3, [], 2)).toEqual(['**', 1]);
  });

  test('shows no character that a terminal would act on', () => {
    expect(excerpt('\u0001\u001f\u007f\u009f\u00a0|', 0, [0, 6])).toEqual(['\u2401\u241f\ufffd\ufffd |', 0]);
    expect(excerpt('\u{1f600}', 0, [0, 2])).toEqual(['\u{1f600}', 0]);
    expect(excerpt('\u{1f600}', 0, [0, 1])).toEqual(['\ufffd*', 0]);
    expect(excerpt('~\u00a1', 0, [0, 2])).toEqual(['~\u00a1', 0]);
  });

  test('is of at most a hundred characters around the place', () => {
    const stars = '*'.repeat(100);
    expect(excerpt('x'.repeat(100), 99)).toEqual([stars, 99]);
    expect(excerpt('x'.repeat(101), 0)).toEqual([`${stars}…`, 0]);
    expect(excerpt('x'.repeat(101), 61)).toEqual([`…${stars}`, 61]);
    expect(excerpt('x'.repeat(300), 60)).toEqual([`${stars}…`, 60]);
    expect(excerpt('x'.repeat(300), 61)).toEqual([`…${stars}…`, 61]);
    expect(excerpt('x'.repeat(300), 299)).toEqual([`…${stars}`, 100]);
  });

  test('has no padding at its end, unless the place is in it', () => {
    expect(excerpt('ab   ', 0)).toEqual(['**', 0]);
    expect(excerpt('ab   ', 3)).toEqual(['**  ', 3]);
    expect(excerpt('ab', 2)).toEqual(['**', 2]);
  });
});

test.each([
  ['', 'nothing'],
  ['NEXT_1.a', 'a text of length 8 (not shown, it may be a secret)'],
  ['NEXT_1. ,-', '"NEXT_1. ,-"'],
  ['1A', 'a text of length 2 (not shown, it may be a secret)'],
  ['Convex Backend', '"Convex Backend"'],
  [`A${'9'.repeat(63)}`, `"A${'9'.repeat(63)}"`],
  [`A${'9'.repeat(64)}`, 'a text of length 65 (not shown, it may be a secret)'],
  ['a'.repeat(32), `"${'a'.repeat(32)}"`],
  ['a'.repeat(33), 'a text of length 33 (not shown, it may be a secret)'],
])('a message quotes %s as %s', (text, quoted) => {
  expect(quoteName(text)).toBe(quoted);
});
