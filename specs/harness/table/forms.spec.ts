// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is the table's own syntax
import { describe, expect, test } from 'vitest';
import { loadTable, parseTable } from '../../../support/table/index.ts';
import { outline } from './outline.ts';

const sample = (name: string): string => `${import.meta.dirname}/../../../fixtures/tables/${name}`;
const parse = (text: string, environments?: readonly string[]) =>
  parseTable(text, { file: 'table.env', ...(environments && { environments }) });

describe('sample tables', () => {
  test('with five columns, a header, comments, separators and escapes are read completely', () => {
    const { table, problems } = loadTable(sample('five-columns.env'));
    expect(problems).toEqual([]);
    expect(table.environments).toEqual(['dev', 'prod']);
    expect(table.rows).toHaveLength(9);
    expect(table.rows[0]).toMatchObject({ line: 7, group: { text: 'Web', line: 7, column: 3 }, key: { column: 44 } });
    expect(table.rows[0]?.targets.map(({ text, column }) => [text, column])).toEqual([
      ['NEXTJS', 20],
      ['CONVEX', 28],
      ['GITHUB', 35],
    ]);

    const prod = Object.fromEntries(table.rows.map((row) => [row.key.text, row.values.get('prod')?.text]));
    expect(prod).toMatchObject({
      NEXT_PUBLIC_SEARCH_URL: 'https://search.lantern.example:8443/search?q=a&limit=10#top',
      MAIL_GREETING: '"Hello, it\'s me = #1"',
      NOISE_PATTERN: '^(ping|pong)$',
      REDIS_PREFIX: 'C:\\logs\\${REGION}',
    });
    expect(table.rows.find(({ key }) => key.text === 'CONVEX_DEPLOY_KEY')?.values.get('dev')).toMatchObject({
      text: '',
    });
  });

  test('with four columns and no header have TARGET, KEY, dev and prod', () => {
    const { table, problems } = loadTable(sample('four-columns.env'));
    expect(problems).toEqual([]);
    expect(outline(table)[0]).toBe('2 - CONVEX CONVEX_DEPLOYMENT dev=dev:mellow-otter-101 prod=prod:brisk-heron-202');
    expect(table.rows).toHaveLength(3);
  });

  test('have the column order of their header', () => {
    const { table, problems } = loadTable(sample('target-first.env'));
    expect(problems).toEqual([]);
    expect(outline(table)[1]).toBe(
      '4 Convex Backend CONVEX CONVEX_DEPLOYMENT dev=dev-mellow-otter-101 prod=prod-brisk-heron-202',
    );
  });

  test('with one VALUE column have the same value in every environment', () => {
    const { table, problems } = loadTable(sample('one-value.env'), { environments: ['dev', 'staging', 'prod'] });
    expect(problems).toEqual([]);
    expect(table.environments).toEqual(['dev', 'staging', 'prod']);
    expect(outline(table)[0]).toBe('3 - NEXTJS PAGE_SIZE dev=25 staging=25 prod=25');
  });

  test('get environment names from the columns, in lower case and with hyphens', () => {
    const { table, problems } = loadTable(sample('three-environments.env'));
    expect(problems).toEqual([]);
    expect(table.environments).toEqual(['dev', 'staging', 'qa-eu', 'prod']);
    expect(table.rows[0]?.values.get('qa-eu')).toMatchObject({
      text: 'https://qa-eu.lantern.example',
      line: 3,
      column: 82,
    });
  });
});

describe('a table without a header', () => {
  test('five cells are GROUP, TARGET, KEY, dev and prod', () => {
    expect(outline(parse('Web|NEXTJS|A|1|2\n').table)).toEqual(['1 Web NEXTJS A dev=1 prod=2']);
  });

  test('has one value column for each environment that is passed in', () => {
    expect(outline(parse('NEXTJS|A|1|2|3\n', ['dev', 'qa-eu', 'prod']).table)).toEqual([
      '1 - NEXTJS A dev=1 qa-eu=2 prod=3',
    ]);
    expect(outline(parse('Web|NEXTJS|A|1|\n', ['prod']).table)).toEqual(['1 Web NEXTJS A prod=1']);
  });

  test('throws if an environment is passed in twice, or no column can name it', () => {
    for (const environments of [['dev', 'dev'], ['Dev'], ['qa_eu'], [''], ['-'], ['dev ']]) {
      expect(() => parse('NEXTJS|A|1|2\n', environments), String(environments)).toThrow(TypeError);
    }
  });
});

describe('lines', () => {
  const row = 'NEXTJS|A|1|2';
  test.each([
    ['LF', `# one\n${row}\n`],
    ['CRLF', `# one\r\n${row}\r\n`],
    ['a lone CR, which does not hide a row behind a comment', `# one\r${row}\r`],
    ['no newline after the last row', `# one\n${row}`],
    ['a byte order mark', `\uFEFF# one\n${row}`],
    ['a blank line', `   \t\n${row}`],
    ['a separator', `|:---|---:|\n| ${row} |`],
    ['a separator with plus signs', `----+----\n${row}`],
    ['an indented comment', `  # one | two\n${row}`],
  ])('%s: the row is in line 2', (_, text) => {
    const { table, problems } = parse(text);
    expect(problems).toEqual([]);
    expect(outline(table)).toEqual(['2 - NEXTJS A dev=1 prod=2']);
  });

  test('do not count a byte order mark as a column', () => {
    expect(parse(`\uFEFF${row}`).table.rows[0]?.targets[0]).toMatchObject({ line: 1, column: 1 });
  });

  test('may contain a # in a value', () => {
    expect(outline(parse('NEXTJS|A|#1|a # b\n').table)).toEqual(['1 - NEXTJS A dev=#1 prod=a # b']);
  });

  test.each(['|NEXTJS|A|1|2|', '|NEXTJS|A|1|2', 'NEXTJS|A|1|2|', '  |  NEXTJS\t|A|  1|2  |  '])(
    'may have a frame or not: %s',
    (text) => {
      expect(outline(parse(text).table)).toEqual(['1 - NEXTJS A dev=1 prod=2']);
    },
  );

  test('may repeat the header', () => {
    const { table, problems } = parse(
      'TARGET|KEY|VALUE\nNEXTJS|A|1\n| Target | Key | VALUE |\n|---|---|---|\nNEXTJS|B|2\n',
    );
    expect(problems).toEqual([]);
    expect(table.rows.map(({ key }) => key.text)).toEqual(['A', 'B']);
  });

  test('may have a variable called KEY and a value VALUE, below a header', () => {
    const { table, problems } = parse('TARGET|KEY|DEV_VALUE|PROD_VALUE\nNEXTJS|KEY|a|b\nNEXTJS|A|VALUE|VALUE\n');
    expect(problems).toEqual([]);
    expect(table.rows).toHaveLength(2);
  });

  test('may have a group called key in the first row, without a header', () => {
    const { table, problems } = parse('key|NEXTJS|A|1|2\n');
    expect(problems).toEqual([]);
    expect(table.rows.map(({ group }) => group?.text)).toEqual(['key']);
  });
});

describe('cells', () => {
  test('that are empty have no text, and are positioned after their pipe', () => {
    const values = parse('|NEXTJS|A||  |').table.rows[0]?.values;
    expect(values?.get('dev')).toMatchObject({ text: '', line: 1, column: 11, references: [] });
    expect(values?.get('prod')).toMatchObject({ text: '', line: 1, column: 12 });
  });

  test.each([
    ['a\\|b', 'a|b'],
    ['a\\\\', 'a\\'],
    ['a\\\\\\|b', 'a\\|b'],
    ['C:\\new\\$', 'C:\\new\\$'],
    ['\\${A}', '${A}'],
    ['$A $ {A} }', '$A $ {A} }'],
  ])('with %s are read as %s', (written, meant) => {
    const { table, problems } = parse(`NEXTJS|A|${written}|${written}|`);
    expect(problems).toEqual([]);
    expect(table.rows[0]?.values.get('prod')).toMatchObject({ text: meant, references: [] });
  });

  test('have a column in UTF-16 code units', () => {
    expect(parse('😀|NEXTJS|A|1|2').table.rows[0]?.targets[0]?.column).toBe(4);
  });

  test('do not include padding of any width or kind', () => {
    const wide = ' '.repeat(5_000);
    const value = parse(`NEXTJS|A|\u00a0\t${wide}a  b${wide}|2`).table.rows[0]?.values.get('dev');
    expect(value).toMatchObject({ text: 'a  b', column: 5_013 - 1 });
  });
});
