import { describe, expect, test } from 'vitest';
import { expandValue, parseTable, type Value } from '../../../support/table/index.ts';

function singleValue(written: string): Value {
  const { table, problems } = parseTable(`| NEXTJS | A | ${written} |`, { file: 'table.env', environments: ['dev'] });
  expect(problems).toEqual([]);
  const value = table.rows[0]?.values.get('dev');
  if (!value) throw new Error(`no value read from ${written}`);
  return value;
}

describe('references', () => {
  test('have a name, a column in the file and an offset in the text', () => {
    const value = singleValue('x\\|${ONE}-${two_2}');
    expect(value.text).toBe('x|${ONE}-${two_2}');
    expect(value.references).toEqual([
      { name: 'ONE', column: 19, offset: 2 },
      { name: 'two_2', column: 26, offset: 9 },
    ]);
  });

  test('are text if escaped; an escaped backslash before one does not escape it', () => {
    expect(singleValue('\\${ONE}').references).toEqual([]);
    expect(singleValue('\\\\${ONE}')).toMatchObject({ text: '\\${ONE}', references: [{ name: 'ONE', offset: 1 }] });
  });
});

describe('expandValue', () => {
  const given = new Map([
    ['ONE', '1'],
    ['NESTED', '${ONE}'],
    ['EMPTY', ''],
  ]);
  const expand = (written: string) => expandValue(singleValue(written), (name) => given.get(name));

  test.each([
    ['plain', 'plain'],
    ['${ONE}', '1'],
    ['a${ONE}b${ONE}c', 'a1b1c'],
    ['[${EMPTY}]', '[]'],
    ['${NESTED}', '${ONE}'],
    ['\\${ONE}${ONE}', '${ONE}1'],
    ['\\|${ONE}\\\\${ONE}', '|1\\1'],
    ['$5${ONE}', '$51'],
    ['x{${ONE}', 'x{1'],
    ['\\$5${ONE}', '\\$51'],
    ['\\a{${ONE}', '\\a{1'],
    ['\\a\\${ONE}}${ONE}\\', '\\a${ONE}}1\\'],
  ])('turns %s into %s', (written, text) => {
    expect(expand(written)).toEqual({ text, missing: [] });
  });

  test('leaves unset references as written and names each once', () => {
    expect(expand('${NO}${ONE}${NO}${NONE}')).toEqual({ text: '${NO}1${NO}${NONE}', missing: ['NO', 'NONE'] });
  });
});
