import { expect, test } from 'vitest';
import { outcome } from '../sample-verdict.ts';
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
  expect(printed.match(/row \d+ of the table is wrong/g)).toHaveLength(500 * 25);
  expect(printed).toContain('and 9975 more findings');
});
