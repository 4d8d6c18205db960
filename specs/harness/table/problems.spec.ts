import { describe, expect, test } from 'vitest';
import { formatProblem, loadTable, MAXIMUM_PROBLEMS, parseTable } from '../../../support/table/index.ts';

const HEADER = '| GROUP | TARGET | KEY | DEV_VALUE | PROD_VALUE |';
const parse = (text: string) => parseTable(text, { file: 'table.env' });
const placed = (text: string): string[] =>
  parse(text).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);

describe('a bad row', () => {
  test('is reported together with all others, and left out of the rows', () => {
    const { table, problems } = loadTable(`${import.meta.dirname}/../../../fixtures/tables/broken.env`);
    expect(table.rows.map(({ key }) => key.text)).toEqual(['WHOLE']);
    expect(problems.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([
      '4:75 wrong number of cells: expected 5 (GROUP | TARGET | KEY | DEV_VALUE | PROD_VALUE), saw 4',
      '5:76 wrong number of cells: expected 5 (GROUP | TARGET | KEY | DEV_VALUE | PROD_VALUE), saw 6',
      '6:30 the KEY is not a variable name: saw "kebab-key", with "-" in it',
      '7:29 the KEY is empty',
      '8:12 the TARGET is empty',
      '9:20 the TARGET is empty',
      '10:13 the TARGET is not a name: saw "Next JS"',
      '11:52 unterminated reference in DEV_VALUE of OPEN_REFERENCE: expected } after ${, saw the end of the cell',
      '12:76 bad reference in PROD_VALUE of BAD_REFERENCE: the text between ${ and } is not a variable name',
    ]);
  });

  test.each([
    ['an empty target', '|Web||A|1|2|', '2:6 the TARGET is empty'],
    ['a trailing comma in the target', '|Web|NEXTJS,|A|1|2|', '2:13 the TARGET is empty'],
    [
      'a target that is not a name',
      '|Web|NEXTJS;CONVEX|A|1|2|',
      '2:6 the TARGET is not a name: saw a text of length 13',
    ],
    ['a key that starts with a digit', '|Web|NEXTJS|1A|1|2|', '2:13 the KEY is not a variable name'],
    ['a key with its value in the same cell', '|Web|NEXTJS|A=b|1|2|', '2:13 the KEY is not a variable name'],
    ['a reference without a name', '|Web|NEXTJS|A|1|x${}|', '2:18 bad reference in PROD_VALUE of A'],
    ['a reference with a default', '|Web|NEXTJS|A|${B:-c}|2|', '2:15 bad reference in DEV_VALUE of A'],
    ['a reference that ends in the next cell', '|Web|NEXTJS|A|${B|}|', '2:15 unterminated reference in DEV_VALUE of A'],
    ['an empty last cell without its closing pipe', '|Web|NEXTJS|A|1|', '2:17 wrong number of cells'],
    ['a line that is not a row', '```', '2:4 wrong number of cells'],
    ['a NUL byte', '|Web|NEXTJS|A|1|a\0b|', '2:18 a NUL byte'],
    ['a NUL byte in a comment', '# a\0b', '2:4 a NUL byte'],
  ])('%s is a problem at its position', (_, row, expected) => {
    const { table, problems } = parse(`${HEADER}\n${row}\n|Web|NEXTJS|LAST|1|2|\n`);
    expect(table.rows.map(({ key }) => key.text)).toEqual(['LAST']);
    expect(problems.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([
      expect.stringContaining(expected),
    ]);
  });

  test.each(['| |---|---|---|---|', '|---|---|---|---| |', '|---|---|---|---|:', '|- -|---|---|---|---|'])(
    'of dashes is not a separator if one cell differs: %s',
    (row) => {
      expect(placed(`${HEADER}\n${row}\n|Web|NEXTJS|LAST|1|2|\n`)).toContainEqual(
        expect.stringContaining('the KEY is not a variable name'),
      );
    },
  );

  test('with several faults has a problem for each, in column order', () => {
    expect(placed(`${HEADER}\n|Web||B-C|\${|\${}|\n`)).toEqual([
      '2:6 the TARGET is empty',
      expect.stringContaining('2:7 the KEY is not a variable name'),
      expect.stringContaining('2:11 unterminated reference in DEV_VALUE'),
      expect.stringContaining('2:14 bad reference in PROD_VALUE'),
    ]);
  });

  test('with more cells than any table is reported with their exact number', () => {
    expect(placed(`${HEADER}\n${'|'.repeat(5_001)}\n`)).toEqual([
      '2:1 too many cells: expected at most 1000 in any row, saw 5000',
    ]);
  });
});

describe('a bad header', () => {
  test.each([
    [
      'an unknown column',
      'TARGET|KEY|DEV|PROD_VALUE',
      '1:12 unknown column header: expected GROUP, TARGET, KEY, VALUE or <ENVIRONMENT>_VALUE, saw "DEV"',
    ],
    [
      'a column without a name',
      '|TARGET|KEY|VALUE| |',
      '1:19 unknown column header: expected GROUP, TARGET, KEY, VALUE or <ENVIRONMENT>_VALUE, saw nothing',
    ],
    ['an environment without a name', 'TARGET|KEY|_VALUE|PROD_VALUE', '1:12 unknown column header'],
    ['a typo in TARGET', 'TRAGET|KEY|DEV_VALUE|PROD_VALUE', '1:1 unknown column header'],
    ['typos in TARGET and KEY', 'TARGETS|KEYS|DEV_VALUE|PROD_VALUE', '1:9 unknown column header'],
    [
      'the same column twice',
      'TARGET|KEY|DEV_VALUE|dev_value',
      '1:22 duplicate column header: DEV_VALUE is also column 3',
    ],
    ['VALUE beside an environment', 'TARGET|KEY|VALUE|DEV_VALUE', '1:12 VALUE applies to every environment'],
    ['no KEY', 'TARGET|DEV_VALUE|PROD_VALUE', '1:1 the header has no KEY column'],
    ['no TARGET', 'KEY|DEV_VALUE|PROD_VALUE', '1:1 the header has no TARGET column'],
    ['no environment', 'TARGET|KEY', '1:8 the table has no environment column'],
  ])('%s is a problem', (_, header, expected) => {
    const cells = header.split('|').filter((cell) => cell !== '');
    expect(placed(`${header}\n${cells.map(() => 'A').join('|')}\n`)).toContainEqual(expect.stringContaining(expected));
  });

  test('without a valid layout still sets the expected number of cells', () => {
    expect(placed('KEY|DEV_VALUE\nA|1|2\n')).toEqual([
      '1:1 the header has no TARGET column',
      '2:5 wrong number of cells: expected 2 as in the header, saw 3',
    ]);
  });

  test('in the middle that differs: the rows below it are checked but not read', () => {
    const text =
      'TARGET|KEY|DEV_VALUE|PROD_VALUE\nNEXTJS|A|1|2\nTARGET|KEY|PROD_VALUE|DEV_VALUE\nNEXTJS|B|1|2\nNEXTJS|C\n';

    expect(placed(text)).toEqual([
      '3:12 a second, different header: expected the header of line 1 again',
      expect.stringContaining('5:9 wrong number of cells'),
    ]);
    expect(parse(text).table.rows.map(({ key }) => key.text)).toEqual(['A']);
  });

  test('in the middle that differs: rows below a repetition of the first header are read again', () => {
    const text = 'TARGET|KEY|VALUE\nTARGET|KEY|DEV_VALUE\nNEXTJS|A|1\nTARGET|KEY|VALUE\nNEXTJS|B|1\n';
    expect(parse(text).problems).toHaveLength(1);
    expect(parse(text).table.rows.map(({ key }) => key.text)).toEqual(['B']);
  });

  test('below the first row is a problem', () => {
    const text = 'NEXTJS|A|1|2\nTARGET|KEY|PROD_VALUE|DEV_VALUE\nNEXTJS|B|1|2\n';
    expect(placed(text)).toEqual(['2:1 a header below rows: expected it above the first row']);
    expect(parse(text).table.rows.map(({ key }) => key.text)).toEqual(['A']);
  });
});

describe('a table without a header', () => {
  test.each([3, 6])('and with %i cells is a problem whose remedy is to write one', (count) => {
    const [problem] = parse(Array.from({ length: count }, () => 'A').join('|')).problems;
    expect(problem?.message).toBe(
      `a table without a header: expected 4 cells (TARGET | KEY | DEV_VALUE | PROD_VALUE) or 5 (GROUP first), saw ${count}`,
    );
    expect(problem?.remedy).toContain('Write a header');
  });

  test('has as many cells in every row as in the first', () => {
    expect(placed('NEXTJS|A|1|2\nWeb|NEXTJS|B|1|2\n')).toEqual([
      '2:16 wrong number of cells: expected 4 (TARGET | KEY | DEV_VALUE | PROD_VALUE), saw 5',
    ]);
  });

  test('whose first row is above a separator may have an unrecognised header, so none of its rows is read', () => {
    const { table, problems } = parse(
      '| WHERE | VARIABLE | ON AIR | AT HOME |\n|---|---|---|---|\n| NEXTJS | A | 1 | 2 |\n',
    );
    expect(problems.map(({ line, message }) => `${line} ${message}`)).toEqual([
      '1 a first row above a separator: expected a header with TARGET and KEY, saw neither',
    ]);
    expect(table.rows).toEqual([]);
  });

  test.each([
    '| Group | Target | Name | Prod | Dev |\n| Web | NEXTJS | A | 1 | 2 |\n',
    '| Ziel | Name | Production | Development |\n| NEXTJS | A | 1 | 2 |\n',
    'SERVICE | VARIABLE | PROD | DEV\nNEXTJS | A | 1 | 2\n',
    '| target | key | Value for prod | Value for dev |\n| NEXTJS | A | 1 | 2 |\n',
    '| Service | Clé | live | staging | dev |\n| NEXTJS | A | 1 | 2 | 3 |\n',
  ])('whose first row names environments is not read in the order of the config: %s', (text) => {
    const { table, problems } = parse(text);
    expect(problems[0]).toMatchObject({ line: 1 });
    expect(problems.map(({ message }) => message).join()).toMatch(/names environments|unknown column header/);
    expect(table.rows).toEqual([]);
  });

  test.each([
    '| API | NODE_ENV | development | production |',
    '| API | STAGE | dev | prod |',
    '| Site | API | ENVIRONMENT | development | production |',
    '| API | APP_NAME | dev | live |',
  ])('may begin with a row whose values are called as environments: %s', (row) => {
    expect(parse(`${row}\n`)).toMatchObject({ problems: [], table: { rows: [{ line: 1 }] } });
  });

  test('and without environments is reported as having no environment column', () => {
    const { problems } = parseTable('NEXTJS|A\n', { file: 'table.env', environments: [] });
    expect(problems[0]?.message).toContain('the table has no environment column');
    expect(
      parseTable('TARGET|KEY|VALUE\nNEXTJS|A|1\n', { file: 'table.env', environments: [] }).problems[0]?.message,
    ).toContain('the table has no environment column');
  });
});

describe('a table without rows is a problem', () => {
  test.each([
    '',
    '\uFEFF',
    '\n\n',
    '# TARGET|KEY|VALUE\n# NEXTJS|A|1\n',
    '|---|---|\n',
    `${HEADER}\n|---|---|---|---|---|\n# nothing\n`,
  ])('%j', (text) => {
    expect(parse(text).problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('the table has no rows'),
    ]);
  });
});

describe('many problems', () => {
  test(`are listed up to ${MAXIMUM_PROBLEMS}, and one line counts the rest`, () => {
    const { problems } = parse(`TARGET|KEY|VALUE\n${'A\n'.repeat(MAXIMUM_PROBLEMS + 7)}`);
    expect(problems).toHaveLength(MAXIMUM_PROBLEMS + 1);
    expect(problems.at(-1)).toMatchObject({
      line: MAXIMUM_PROBLEMS + 2,
      message: '7 more problems from here on are not listed',
    });
  });
});

describe('formatProblem', () => {
  test('names an invisible character by its code point', () => {
    const [problem] = parse('TARGET | KEY | VALUE\nNEXTJS | MY_KEY\u200b | 1\n').problems;
    expect(problem?.message).toMatch(/^the KEY is not a variable name: .*, with U\+200B in it$/);
  });

  test('shows position, message, row, caret and remedy', () => {
    const [problem] = parse('TARGET | KEY | VALUE\nNEXTJS | my-key | 1\n').problems;
    expect(problem && formatProblem(problem)).toBe(
      [
        'table.env:2:10 the KEY is not a variable name: saw "my-key", with "-" in it',
        '  2 | NEXTJS | my-key | *',
        '    |          ^',
        '  Use only letters, digits and _, and do not start with a digit.',
      ].join('\n'),
    );
  });

  test('keeps the caret under the position if the line number is longer', () => {
    const [problem] = parse(`TARGET | KEY | VALUE\n${'\n'.repeat(97)}NEXTJS | my-key | 1\n`).problems;
    const [, row = '', caret = ''] = problem ? formatProblem(problem).split('\n') : [];
    expect(row).toBe('  99 | NEXTJS | my-key | *');
    expect(caret.indexOf('^')).toBe(row.indexOf('my-key'));
  });

  test('omits the row if there is none', () => {
    const [problem] = parse('').problems;
    expect(problem && formatProblem(problem).split('\n')).toHaveLength(2);
  });
});
