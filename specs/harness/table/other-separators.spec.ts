import { describe, expect, test } from 'vitest';
import { resolveProfile } from '../../../support/profile/index.ts';
import { otherSeparator } from '../../../support/table/other-separators.ts';
import { deploymentWith, plainTable, problemsOf } from '../profile/temporary-deployment.ts';

const cells = [
  ['GROUP', 'TARGET', 'KEY', 'DEV_VALUE', 'PROD_VALUE'],
  ['Site', 'NEXTJS', 'SITE_URL', 'http://127.0.0.1:3000', 'https://shop.test'],
];
const joined = (mark: string, quote = '') =>
  cells.map((row) => row.map((cell) => quote + cell + quote).join(mark)).join('\n');

describe('a table that is not one of pipes', () => {
  test.each([
    ['\t', '', 'tabs'],
    [',', '', 'commas'],
    [',', '"', 'commas'],
    [';', '', 'semicolons'],
  ])('is known by its header: %j with quotes %j', (mark, quote, name) => {
    expect(otherSeparator(`# of the team\n\n${joined(mark, quote)}\n`)).toEqual({ name, line: 3 });
  });

  test('of tabs is known without a header', () => {
    expect(otherSeparator('NEXTJS\tA\tx\ty\nNEXTJS\tB\tx\ty\n')).toEqual({ name: 'tabs', line: 1 });
  });

  test.each([plainTable, 'a, b, c\n', '', '# only a comment\n', 'some text\twith a tab\n', '| A\t| B |\n'])(
    'is not seen in %j',
    (text) => {
      expect(otherSeparator(text)).toBeUndefined();
    },
  );

  test('ends the run as a mistake of the config, and says what it is', async () => {
    const problems = await problemsOf(() =>
      resolveProfile(deploymentWith({ table: joined('\t') }), 'prod', { variables: {} }),
    );
    expect(problems).toMatchObject([{ message: expect.stringContaining('separates its cells with tabs (line 1)') }]);
  });
});
