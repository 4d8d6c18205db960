import { expect, test } from 'vitest';
import { formatConsoleReport } from '../../../../support/report/formats/console-report.ts';
import { outcome, verdict } from '../sample-verdict.ts';
import { everySink } from './every-sink.ts';

const finding = (number: number) => ({
  what: `row ${number} of the table is wrong`,
  expected: 'right',
  received: `wrong, ${'x'.repeat(100)}`,
  from: [`app.table:${number}:1`],
});

test('five hundred checks with all that is kept are reported in bounded time, 25 findings of each on the console', () => {
  const findings = Array.from({ length: 200 }, (_, number) => finding(number));
  const outcomes = Array.from({ length: 500 }, (_, number) =>
    outcome({ check: `isolation/check-${number}`, kind: 'failed', findings, omittedFindings: 9_800 }),
  );
  const before = process.cpuUsage();
  const { console: printed = '' } = everySink(outcomes, '');
  // Processor time: a busy machine only makes it wait.
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000_000).toBeLessThan(60);
  // Annotations follow the report: what is shown on the terminal stands where workflow commands are turned off.
  const [, token] = /::stop-commands::(\S+)/.exec(printed) ?? [];
  const [report = ''] = printed.split(`::${token}::`);
  expect(report.match(/✗ dev, prod|✗ prod › isolation\/check-\d+/g)).toHaveLength(500);
  expect(report.match(/row \d+ of the table is wrong/g)?.length).toBeLessThan(600);
  expect(report).toContain('and 9997 more findings');
});

test('at most 25 findings of one check are on the terminal, and how many more there are', () => {
  const seen = verdict([
    outcome({
      kind: 'failed',
      findings: Array.from({ length: 200 }, (_, number) => finding(number)),
      omittedFindings: 9_800,
    }),
  ]);
  for (const verbose of [true, false]) {
    const report = formatConsoleReport(seen, { color: false, verdictFile: 'verdict.json', verbose });
    expect(report.match(/row \d+ of the table is wrong/g)).toHaveLength(25);
    expect(report).toContain('and 9975 more findings');
  }
});
