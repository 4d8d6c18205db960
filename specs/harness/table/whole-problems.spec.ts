// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is the table's own syntax
import { describe, expect, test } from 'vitest';
import { MAXIMUM_PROBLEMS, parseTable } from '../../../support/table/index.ts';

const HEADER = 'TARGET|KEY|DEV_VALUE|PROD_VALUE';
const problemsOf = (text: string, environments?: readonly string[]) =>
  parseTable(text, { file: 'table.env', ...(environments && { environments }) }).problems;

interface Seen {
  line?: number;
  column: number;
  message: string;
  remedy: string;
  /** The row as it is shown, with a caret under the column. */
  row: string;
}

const problem = ({ line = 2, column, message, remedy, row }: Seen) => ({
  file: 'table.env',
  line,
  column,
  message,
  excerpt: `${row}\n${' '.repeat(column - 1)}^`,
  remedy,
});

/** The only problem of a row below a header of four columns. */
const ofRow = (row: string, seen: Seen) => expect(problemsOf(`${HEADER}\n${row}\n`)).toEqual([problem(seen)]);

describe('a key', () => {
  const remedy = 'Use only letters, digits and _, and do not start with a digit.';
  const hidden = (length: number) => `a text of length ${length} (not shown, it may be a secret)`;

  test.each([
    ['my-key', '"my-key", with "-" in it', 'my-key'],
    ['a b', '"a b", with " " in it', 'a b'],
    ['1A', `${hidden(2)}, with "1" in it`, '**'],
    ['A=b9', `${hidden(4)}, with "=" in it`, '****'],
    ['A\u200b', `${hidden(2)}, with U+200B in it`, '**'],
    ['A\u00adB', `${hidden(3)}, with U+00AD in it`, '***'],
    ['A\u{e0001}', `${hidden(3)}, with U+E0001 in it`, '***'],
    ['A\u{1f600}', `${hidden(3)}, with "\u{1f600}" in it`, '***'],
    [`${'A'.repeat(65)}-`, `${hidden(66)}, with "-" in it`, '*'.repeat(66)],
    [`${'word-'.repeat(6)}xx-`, `${hidden(33)}, with "-" in it`, '*'.repeat(33)],
    [`${'A'.repeat(63)}-`, `"${'A'.repeat(63)}-", with "-" in it`, `${'A'.repeat(63)}-`],
    [`${'word-'.repeat(6)}xx`, `"${'word-'.repeat(6)}xx", with "-" in it`, `${'word-'.repeat(6)}xx`],
  ])('that is not a variable name: %s', (key, saw, shown) => {
    ofRow(`NEXTJS|${key}|one|two`, {
      column: 8,
      message: `the KEY is not a variable name: saw ${saw}`,
      remedy,
      row: `NEXTJS|${shown}|***|***`.slice(0, 100) + (shown.length > 85 ? '…' : ''),
    });
  });

  test('that is empty', () => {
    ofRow('NEXTJS||one|two', { column: 8, message: 'the KEY is empty', remedy, row: 'NEXTJS||***|***' });
    ofRow('NEXTJS|  |one|two', { column: 8, message: 'the KEY is empty', remedy, row: 'NEXTJS|  |***|***' });
  });

  test.each(['_', 'a', 'Z9_', '_0'])('may be %s', (key) => {
    expect(problemsOf(`${HEADER}\nNEXTJS|${key}|one|two\n`)).toEqual([]);
  });
});

describe('a target', () => {
  const remedy = 'Use letters, digits, _, - and . in names, and separate several names with commas: NEXTJS,CONVEX.';

  test.each([
    [' ', 1, 'the TARGET is empty', ' '],
    ['NEXTJS,', 8, 'the TARGET is empty', 'NEXTJS,'],
    [', NEXTJS', 1, 'the TARGET is empty', ', NEXTJS'],
    ['Next JS', 1, 'the TARGET is not a name: saw "Next JS"', 'Next JS'],
    ['NEXTJS, B C,D', 9, 'the TARGET is not a name: saw "B C"', 'NEXTJS, B C,D'],
    ['-a', 1, 'the TARGET is not a name: saw "-a"', '-a'],
    ['.a', 1, 'the TARGET is not a name: saw ".a"', '.a'],
    ['a/b', 1, 'the TARGET is not a name: saw a text of length 3 (not shown, it may be a secret)', '***'],
  ])('that is not a name: %s', (target, column, message, shown) => {
    ofRow(`|${target}|A|one|two`, { column: column + 1, message, remedy, row: `|${shown}|A|***|***` });
  });

  test.each(['9', 'x.y-z_1', 'A, B ,C'])('may be %s', (target) => {
    expect(problemsOf(`${HEADER}\n${target}|A|one|two\n`)).toEqual([]);
  });
});

describe('a reference', () => {
  const remedy = 'Write a reference as ${NAME}, and a literal ${ as \\${.';
  const open = (where: string) => `unterminated reference in ${where}: expected } after \${, saw the end of the cell`;
  const bad = (where: string) => `bad reference in ${where}: the text between \${ and } is not a variable name`;

  test('without its end, or without a name', () => {
    ofRow('NEXTJS|A|x${B|two', { column: 11, message: open('DEV_VALUE of A'), remedy, row: 'NEXTJS|A|*${*|***' });
    ofRow('NEXTJS|A|one|${9}', { column: 14, message: bad('PROD_VALUE of A'), remedy, row: 'NEXTJS|A|***|${*}' });
    ofRow('NEXTJS|A|one|${B}${}', {
      column: 18,
      message: bad('PROD_VALUE of A'),
      remedy,
      row: 'NEXTJS|A|***|${*}${}',
    });
  });

  test('in a row without a good key is told of the row', () => {
    expect(problemsOf(`${HEADER}\nNEXTJS|b-c|one|\${\n`)).toMatchObject([
      { column: 8, message: 'the KEY is not a variable name: saw "b-c", with "-" in it' },
      { column: 16, message: open('PROD_VALUE of this row') },
    ]);
  });

  test('in the one value of every environment is told once', () => {
    expect(problemsOf('TARGET|KEY|VALUE\nNEXTJS|A|${\n')).toEqual([
      problem({ column: 10, message: open('VALUE of A'), remedy, row: 'NEXTJS|A|${' }),
    ]);
  });

  test('in a table without a header is told by the name that the column would have', () => {
    expect(problemsOf('NEXTJS|A|one|${\n', ['dev', 'qa-eu'])).toMatchObject([
      { column: 14, message: open('QA_EU_VALUE of A') },
    ]);
  });
});

describe('a row with another number of cells', () => {
  const message = (saw: number) =>
    `wrong number of cells: expected 4 (TARGET | KEY | DEV_VALUE | PROD_VALUE), saw ${saw}`;
  const fewer = 'Add the missing cell; an empty last cell needs a pipe before and after it.';
  const more = 'Write a | inside a value as \\|, or remove the extra cell.';

  test('has its place at its end, or at the first cell too many', () => {
    ofRow('NEXTJS|A|one  ', { column: 13, message: message(3), remedy: fewer, row: 'NEXTJS|A|*** ' });
    ofRow('NEXTJS|A|one|two| more|', { column: 19, message: message(5), remedy: more, row: 'NEXTJS|A|***|***| ****|' });
  });

  test('shows only names in capitals, before the values', () => {
    ofRow('web|WORD|HUNTER', { column: 16, message: message(3), remedy: fewer, row: '***|WORD|******' });
    expect(problemsOf('KEY|VALUE|TARGET|GROUP\nA|HUNTER|WEB\n')).toEqual([
      problem({
        column: 13,
        message: 'wrong number of cells: expected 4 (KEY | VALUE | TARGET | GROUP), saw 3',
        remedy: fewer,
        row: 'A|******|***',
      }),
    ]);
  });

  test('below a header that is wrong', () => {
    expect(problemsOf('TARGET|KEY|VALUE|9x\nNEXTJS|A|1\n')[1]?.message).toBe(
      'wrong number of cells: expected 4 (TARGET | KEY | VALUE | ?), saw 3',
    );
    expect(problemsOf('KEY|DEV_VALUE\nA|ONE|TWO\n')[1]).toEqual(
      problem({
        column: 7,
        message: 'wrong number of cells: expected 2 as in the header, saw 3',
        remedy: more,
        row: 'A|ONE|TWO',
      }),
    );
  });

  test('of more than a thousand is not read', () => {
    expect(problemsOf(`${HEADER}\n${'|'.repeat(1_002)}\n`)).toEqual([
      problem({
        column: 1,
        message: 'too many cells: expected at most 1000 in any row, saw 1001',
        remedy: 'Check that the file is a table.',
        row: `${'|'.repeat(100)}…`,
      }),
    ]);
    expect(problemsOf(`${HEADER}\n${'|'.repeat(1_001)}\n`)).toMatchObject([{ message: message(1_000) }]);
  });
});

describe('a header', () => {
  const ofHeader = (header: string, ...seen: Omit<Seen, 'row' | 'line'>[]) => {
    const rows = header.split('|').map(() => 'A');
    expect(problemsOf(`${header}\n${rows.join('|')}\n`)).toEqual(
      seen.map((each) => problem({ ...each, line: 1, row: header })),
    );
  };
  const missing = (name: string) => ({
    column: 1,
    message: `the header has no ${name} column`,
    remedy: `Add a ${name} column to the header and to every row.`,
  });

  test('with an unknown column', () => {
    ofHeader('TARGET|KEY|DEV|PROD_VALUE', {
      column: 12,
      message: 'unknown column header: expected GROUP, TARGET, KEY, VALUE or <ENVIRONMENT>_VALUE, saw "DEV"',
      remedy: 'Rename the column (environments are written DEV_VALUE or QA_EU_VALUE), or remove it.',
    });
  });

  test('with a column twice', () => {
    ofHeader('TARGET|KEY|VALUE|key', {
      column: 18,
      message: 'duplicate column header: KEY is also column 2',
      remedy: 'Keep one of the two columns, or rename this one to its own environment.',
    });
  });

  test('with one value for all beside an environment', () => {
    ofHeader('TARGET|KEY|DEV_VALUE|VALUE', {
      column: 22,
      message: 'VALUE applies to every environment, but other columns name single environments',
      remedy: 'Keep either the VALUE column or one column per environment.',
    });
  });

  test('without a column that every table has', () => {
    ofHeader('KEY|DEV_VALUE', missing('TARGET'));
    ofHeader('TARGET|DEV_VALUE', missing('KEY'));
    ofHeader('DEV_VALUE|PROD_VALUE', missing('TARGET'), missing('KEY'));
    const environments = {
      column: 8,
      message: 'the table has no environment column',
      remedy:
        'Add a column for each environment (DEV_VALUE, PROD_VALUE), or one VALUE column and a list of environments in the config.',
    };
    ofHeader('TARGET|KEY', environments);
    expect(problemsOf('TARGET|KEY|VALUE\nNEXTJS|A|1\n', [])).toEqual([
      problem({ ...environments, line: 1, column: 12, row: 'TARGET|KEY|VALUE' }),
    ]);
  });

  test('that is another one than the first', () => {
    const remedy = 'Keep one header, above all rows; put a table with other columns in a file of its own.';
    const message = 'a second, different header: expected the header of line 1 again';
    const second = (header: string) => problemsOf(`TARGET|KEY|VALUE\nNEXTJS|A|1\n${header}\n`);
    expect(second('TARGET|KEY|DEV_VALUE')).toEqual([
      problem({ line: 3, column: 12, message, remedy, row: 'TARGET|KEY|DEV_VALUE' }),
    ]);
    expect(second('TARGET|KEY|VALUE|GROUP')).toEqual([
      problem({ line: 3, column: 18, message, remedy, row: 'TARGET|KEY|VALUE|GROUP' }),
    ]);
    expect(second('Target|Key|VALUE')).toEqual([]);
    expect(problemsOf(`NEXTJS|A|1|2\n${HEADER}\n`)).toEqual([
      problem({ column: 1, message: 'a header below rows: expected it above the first row', remedy, row: HEADER }),
    ]);
  });

  test('that is not one, above a separator', () => {
    expect(problemsOf('WHERE|WHAT|one|two\n---|---|---|---\nNEXTJS|A|1|2\n')).toEqual([
      problem({
        line: 1,
        column: 1,
        message: 'a first row above a separator: expected a header with TARGET and KEY, saw neither',
        remedy:
          'Write a header above the separator; or, if this is a row and the table has no header, remove the separator.',
        row: '*****|****|***|***',
      }),
    ]);
    const kept = parseTable('NEXTJS|A|1|2\nNEXTJS|B|1|2\n---|---|---|---\n', { file: 'table.env' });
    expect([kept.problems, kept.table.rows.length]).toEqual([[], 2]);
    const apart = parseTable('NEXTJS|A|1|2\n\n---|---|---|---\n', { file: 'table.env' });
    expect([apart.problems, apart.table.rows.length]).toEqual([[], 1]);
  });

  test('in words of its own', () => {
    expect(problemsOf('Service|Name|Prod|Dev\nNEXTJS|A|1|2\n')).toEqual([
      problem({
        line: 1,
        column: 1,
        message: 'a first row that names environments: expected a header with TARGET and KEY, saw neither',
        remedy:
          'Write the header as | GROUP | TARGET | KEY | DEV_VALUE | PROD_VALUE |, in the order of the columns; if this is a row, write a header above it.',
        row: '*******|****|****|***',
      }),
    ]);
    expect(problemsOf('Service|Name|Prod|Dev\nNEXTJS|b-c|1|2\nNEXTJS|A|1\n').map(({ line }) => line)).toEqual([
      1, 2, 3,
    ]);
  });

  test('that is missing, above rows of another size', () => {
    const remedy =
      'Write a header above the first row: | GROUP | TARGET | KEY | DEV_VALUE | PROD_VALUE |, with GROUP only if the rows have one.';
    expect(problemsOf('NEXTJS|A|HUNTER\n')).toEqual([
      problem({
        line: 1,
        column: 1,
        message:
          'a table without a header: expected 4 cells (TARGET | KEY | DEV_VALUE | PROD_VALUE) or 5 (GROUP first), saw 3',
        remedy,
        row: 'NEXTJS|A|HUNTER',
      }),
    ]);
    expect(problemsOf('NEXTJS|A\n', [])).toEqual([
      problem({
        line: 1,
        column: 1,
        message: 'the table has no environment column: it has no header, and no environments were passed in',
        remedy,
        row: 'NEXTJS|A',
      }),
    ]);
  });
});

describe('a table', () => {
  test('whose environments are named wrongly is not read', () => {
    expect(() => problemsOf('NEXTJS|A|1|2\n', ['dev', 'dev'])).toThrow(
      new TypeError(
        'environments for table.env: expected different names of lower-case letters, digits and single hyphens, saw ["dev","dev"]; correct the list that was passed in',
      ),
    );
  });

  test('shows a group, whatever it is called', () => {
    expect(problemsOf(`GROUP|${HEADER}\nweb 1|NEXTJS|b-9|one|two\n`)).toMatchObject([
      { excerpt: `web 1|NEXTJS|***|***|***\n${' '.repeat(13)}^` },
    ]);
  });

  test('with a NUL byte', () => {
    expect(problemsOf(`${HEADER}\nNEXTJS|A|o\0e|two\n`)).toEqual([
      problem({
        column: 11,
        message: 'a NUL byte: expected text',
        remedy: 'Remove the NUL byte; if there are many, save the file as UTF-8 text.',
        row: '******|*|*␀*|***',
      }),
    ]);
  });

  test('without rows', () => {
    const remedy = 'Add a row for each variable; lines that start with # are comments and do not count.';
    expect(problemsOf('# nothing\n')).toEqual([
      {
        file: 'table.env',
        line: 1,
        column: 1,
        message: 'the table has no rows: expected a header and at least one row, saw neither',
        excerpt: '',
        remedy,
      },
    ]);
    expect(problemsOf(`# a header\n  ${HEADER}\n`)).toEqual([
      problem({
        column: 1,
        message: 'the table has no rows: expected at least one below the header, saw none',
        remedy,
        row: `  ${HEADER}`,
      }),
    ]);
  });

  test('with more problems than are listed says how many, and where they begin', () => {
    const problems = problemsOf(`TARGET|KEY|VALUE\n${'|\n'.repeat(MAXIMUM_PROBLEMS)}NEXTJS|A|1|2\nA\n`);
    expect(problems.slice(MAXIMUM_PROBLEMS)).toEqual([
      {
        file: 'table.env',
        line: MAXIMUM_PROBLEMS + 2,
        column: 12,
        message: '2 more problems from here on are not listed',
        excerpt: '',
        remedy: 'Fix the problems above first; then these are listed.',
      },
    ]);
  });
});
