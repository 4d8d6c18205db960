import { expect, test } from 'vitest';
import { judgeCheck } from '../../../support/check/judge-check.ts';
import { judgeOptions, sampleCheck } from '../check/sample-profile.ts';
import { everySink } from './sinks/every-sink.ts';

const finding = (number: number) => ({
  what: `row ${number} of the table is wrong`,
  expected: 'right',
  received: `wrong, ${'x'.repeat(100)}`,
  from: [`app.table:${number}:1`],
});

test('ten thousand findings of a check are counted, a few hundred kept, and the worst of all of them decides', async () => {
  const mild = Array.from({ length: 9_999 }, (_, number) => ({ ...finding(number), severity: 'warning' as const }));
  const judged = await judgeCheck(sampleCheck({ verify: () => [...mild, finding(9_999)] }), judgeOptions());
  expect(judged).toMatchObject({ kind: 'failed', omittedFindings: 9_800 });
  expect(judged.findings).toHaveLength(200);
});

test('ten thousand findings are judged and reported in every format within two seconds of processor time', async () => {
  const findings = Array.from({ length: 10_000 }, (_, number) => finding(number));
  const before = process.cpuUsage();
  const judged = await judgeCheck(sampleCheck({ verify: () => findings }), judgeOptions());
  const { console: printed = '' } = everySink([judged], '');
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(2_000);
  expect(printed).toContain('and 9975 more findings');
});
