// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is the table's own syntax
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
  test('each knows its name, its column in the file and its offset in the text', () => {
    const value = singleValue('x\\|${ONE}-${two_2}');
    expect(value.text).toBe('x|${ONE}-${two_2}');
    expect(value.references).toEqual([
      { name: 'ONE', column: 19, offset: 2 },
      { name: 'two_2', column: 26, offset: 9 },
    ]);
  });

  test('an escaped one is text, an escaped backslash before one is not an escape of it', () => {
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
  ])('%s gives %s', (written, text) => {
    expect(expand(written)).toEqual({ text, missing: [] });
  });

  test('what is not set is named once and stays as it is written', () => {
    expect(expand('${NO}${ONE}${NO}${NONE}')).toEqual({ text: '${NO}1${NO}${NONE}', missing: ['NO', 'NONE'] });
  });
});
