import { expect, test } from 'vitest';
import { judgeCheck } from '../../../support/check/judge-check.ts';
import { shownLines } from '../../../support/check/output/printed.ts';
import { formatConsoleReport } from '../../../support/report/formats/console-report.ts';
import { formatHtmlReport } from '../../../support/report/formats/html/report-html.ts';
import { formatMarkdownReport } from '../../../support/report/formats/markdown-report.ts';
import { verdict } from '../report/sample-verdict.ts';
import { judgeOptions, sampleCheck } from './sample-profile.ts';

const prints = (words: unknown[], meanwhile: Promise<void>) =>
  judgeCheck(
    sampleCheck({
      verify: async ({ count }) => {
        console.log('first', ...words);
        await meanwhile;
        console.error(`second\n\u001b[31m${String(words[0])}`);
        count('rows', 1);
        return [];
      },
    }),
    judgeOptions(),
  );

test('what a check writes to the console is its own, whatever runs beside it', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const both = Promise.all([prints(['a', { b: 1 }], promise), prints(['c'], promise)]);
  resolve();
  const printed = (await both).map((outcome) => outcome.printed?.map((line) => line.replace('\\u{1b}[31m', '')));
  expect(printed).toEqual([
    ['first a { b: 1 }', 'second', 'a'],
    ['first c', 'second', 'c'],
  ]);
});

test('it is shown under the check in every report, without what a terminal would obey', async () => {
  const seen = verdict([await prints(['a'], Promise.resolve())]);
  for (const report of [
    formatConsoleReport(seen, { color: false, verdictFile: 'v.json' }),
    formatConsoleReport(seen, { color: false, verdictFile: 'v.json', verbose: true }),
    formatMarkdownReport(seen),
    formatHtmlReport(seen),
  ]) {
    expect(report).toContain('first a');
    expect(report).not.toContain('\u001b');
  }
});

test('a check that writes without end is cut', () => {
  const lines = shownLines(Array.from({ length: 50 }, (_, index) => `${index} ${'x'.repeat(400)}`));
  expect(lines).toHaveLength(21);
  expect(lines.at(-1)).toBe('and 30 more lines');
  expect(lines[0]?.length).toBeLessThanOrEqual(301);
});
