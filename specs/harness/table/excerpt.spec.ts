// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is the table's own syntax

import { describe, expect, test } from 'vitest';
import { formatProblem, parseTable } from '../../../support/table/index.ts';
import fc from '../property.ts';

const parse = (text: string) => parseTable(text, { file: 'table.env' });

describe('the excerpt of a problem', () => {
  test('shows part of a long row, with the caret under the position', () => {
    const row = `|${' '.repeat(300)}NEXTJS${' '.repeat(300)}|bad-key${' '.repeat(300)}|1|2|`;
    const [line = '', caret = ''] = parse(row).problems[0]?.excerpt.split('\n') ?? [];
    expect(line.length).toBeLessThanOrEqual(102);
    expect(line.startsWith('…')).toBe(true);
    expect(line.endsWith('…')).toBe(true);
    expect(line.slice(caret.indexOf('^')).trimEnd()).toMatch(/^bad-key/);
  });

  test.each([
    ['an unterminated reference', '|Web|NEXTJS|A|pass${word-One1|hunter-Two2|'],
    ['one cell too many', '|Web|NEXTJS|A|word-One1|x|hunter-Two2|'],
    ['one cell too few, so that a value is where the key should be', '|NEXTJS|A|word-One1|hunter-Two2|'],
    ['a value in capitals in a row with one cell too many', '|Web|NEXTJS|A|x|HUNTER_TWO2|WORD_ONE1|'],
    ['a value in the same cell as its key', '|Web|NEXTJS|A=word-One1||hunter-Two2|'],
    ['a value where the target should be', '|Web|word-One1:x|A||hunter-Two2|'],
    ['a NUL byte', '|Web|NEXTJS|word-One1|\0|hunter-Two2|'],
  ])('shows no value: %s', (_, row) => {
    const { problems } = parse(`GROUP|TARGET|KEY|DEV_VALUE|PROD_VALUE\n${row}\n`);
    const shown = problems.map(formatProblem).join('\n');
    expect(problems).not.toEqual([]);
    expect(shown).not.toMatch(/one1|two2|word|hunter/i);
    expect(shown).toContain('\n  2 | |');
  });

  test('shows control characters as symbols, so that a row cannot control the terminal', () => {
    const shown = parse('GROUP|TARGET|KEY|VALUE\n\u001b[31mWeb|NEXTJS|a-b|\u0000\u009b\n')
      .problems.map(formatProblem)
      .join('\n');
    expect(shown).toContain('␀');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  test('has its caret at the character that the column names, in any row', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), fc.boolean(), (tail, isWide) => {
        const { problems } = parse(
          `TARGET|KEY|VALUE\nNEXTJS|${' '.repeat(isWide ? 150 : 0)}|§${tail.replaceAll(/[\r\n\\|$\0]/g, ' ')}\n`,
        );
        const [problem] = problems;
        const [line = '', caret = ''] = problem?.excerpt.split('\n') ?? [];

        expect(problem?.message).toBe('the KEY is empty');
        expect(problem?.column).toBe(8);
        expect(caret.indexOf('^')).toBe(7);
        expect(line.startsWith('NEXTJS|')).toBe(true);
      }),
    );
  });
});
