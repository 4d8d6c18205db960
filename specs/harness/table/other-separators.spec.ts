import { describe, expect, test } from 'vitest';
import { resolveProfile } from '../../../support/profile/index.ts';
import { otherForm } from '../../../support/table/other-separators.ts';
import { deploymentWith, plainTable, problemsOf } from '../profile/temporary-deployment.ts';

const cells = [
  ['GROUP', 'TARGET', 'KEY', 'DEV_VALUE', 'PROD_VALUE'],
  ['Site', 'NEXTJS', 'SITE_URL', 'http://127.0.0.1:3000', 'https://shop.test'],
];
const joined = (mark: string, quote = '') =>
  cells.map((row) => row.map((cell) => quote + cell + quote).join(mark)).join('\n');

const boxed = `┌────────┬─────┬───────────┬────────────┐
│ TARGET │ KEY │ DEV_VALUE │ PROD_VALUE │
├────────┼─────┼───────────┼────────────┤
│ NEXTJS │ A   │ x         │ y          │
└────────┴─────┴───────────┴────────────┘
`;

describe('a table that is not one of pipes', () => {
  test.each([
    ['\t', '', 'tabs'],
    [',', '', 'commas'],
    [',', '"', 'commas'],
    [';', '', 'semicolons'],
  ])('is known by its header: %j with quotes %j', (mark, quote, name) => {
    const what = `separates its cells with ${name}`;
    const table = joined(mark, quote);
    expect(otherForm(`# of the team\n\n${table}\n`)).toEqual({ what, line: 3 });
    expect(otherForm(`\ufeff${table.replaceAll('\n', '\r\n')}\r\n`)).toEqual({ what, line: 1 });
    // A deploy key has a bar in it.
    expect(otherForm(`${table}\nx${mark}GITHUB${mark}A${mark}prod:a-b-1|x${mark}y\n`)).toEqual({ what, line: 1 });
  });

  test.each([
    ['tabs, without a header', 'NEXTJS\tA\tx\ty\nNEXTJS\tB\tx\ty\n', 'separates its cells with tabs'],
    [
      'semicolons, with a header of other words',
      'Ziel;Name;Dev;Prod\nNEXTJS;B;x;y\n',
      'separates its cells with semicolons',
    ],
    ['commas, without a header', 'NEXTJS,A,x,y\nNEXTJS,B,x,y\n', 'separates its cells with commas'],
    [
      'blanks',
      'TARGET   KEY   DEV_VALUE   PROD_VALUE\nNEXTJS   A     x           y\n',
      'separates its cells with blanks',
    ],
    ['box-drawing characters', boxed, 'separates its cells with lines of box-drawing characters'],
    ['double lines', boxed.replaceAll('│', '║'), 'separates its cells with lines of box-drawing characters'],
    ['full-width bars', '｜TARGET｜KEY｜DEV_VALUE｜PROD_VALUE｜\n', 'separates its cells with full-width bars'],
    ['broken bars', '¦ TARGET ¦ KEY ¦ VALUE ¦\n', 'separates its cells with broken bars'],
    ['HTML', '<table>\n<tr><th>TARGET</th><th>KEY</th></tr>\n</table>\n', 'is HTML'],
    ['JSON', '[{"target": "NEXTJS", "key": "A", "dev": "x"}]\n', 'is JSON'],
    ['variables', '# of prod\nA=x\nexport B=y\n', 'is a file of variables (`KEY=value`)'],
    ['exported variables', 'export  A_1=x\n', 'is a file of variables (`KEY=value`)'],
    ['indented JSON', '  {"A": "x"}\n', 'is JSON'],
    ['one row of tabs', 'A\tb\tc\n', 'separates its cells with tabs'],
    ['one row, a header that lacks a column', 'TARGET ; NAME ; DEV\n', 'separates its cells with semicolons'],
    [
      'three columns, with blanks around them',
      'TARGET , KEY , VALUE\nA , B , x|y\n',
      'separates its cells with commas',
    ],
    ['a header in small letters', 'target,key,value\nA,B,x|y\n', 'separates its cells with commas'],
    ['blanks, behind a blank', ' TARGET KEY VALUE\n A B x\n', 'separates its cells with blanks'],
    ['a box below a title', `the table\n${boxed}`, 'separates its cells with lines of box-drawing characters'],
    ['lines that end with a lone CR', '# x\rA\tb\tc\rD\te\tf\r', 'separates its cells with tabs'],
    ['a row below comments and blanks', '  # a\n   \nA\tb\tc\n', 'separates its cells with tabs'],
    ['a long row', `${'x'.repeat(4_000)}\ta\tb\n`, 'separates its cells with tabs'],
  ])('is known, of %s', (_, text, what) => {
    expect(otherForm(text)?.what).toBe(what);
  });

  test.each([
    plainTable,
    'a, b, c\n',
    '',
    '# only a comment\n',
    'some text\twith a tab\n',
    '| A\t| B |\n',
    'The columns are GROUP, TARGET, KEY and one for each environment.\n\n| TARGET | KEY | VALUE |\n',
    'NEXTJS | A | a;b;c | a,b,c\n',
    'A=x\n| TARGET | KEY | VALUE |\n',
    'A,B,C\nx|y,b,c\n',
    'TARGET,VALUE,DEV_VALUE\nx|y,b,c\n',
    'KEY,VALUE,DEV_VALUE\nx|y,b,c\n',
    'TARGET,KEY,NAME\nx|y,b,c\n',
    'KEY,VALUE\n',
    'a\tb\tc\nd\te\n',
    'a,b,c\nd,e\n',
    'a {b}\n',
    'a[b]\n',
    'a b=c\n',
    '-A=c\n',
    `${'x'.repeat(4_096)}\ta\tb\n`,
    `${'# x\n'.repeat(20)}A\tb\tc\n`,
    '```\n| TARGET | KEY | VALUE |\n```\n',
  ])('is not seen in %j', (text) => {
    expect(otherForm(text)).toBeUndefined();
  });

  test('ends the run as a mistake of the config, and says what it is', async () => {
    const problems = await problemsOf(() =>
      resolveProfile(deploymentWith({ table: joined('\t') }), 'prod', { variables: {} }),
    );
    expect(problems).toMatchObject([{ message: expect.stringContaining('separates its cells with tabs (line 1)') }]);
  });
});
