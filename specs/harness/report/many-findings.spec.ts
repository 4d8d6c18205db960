import { expect, test } from 'vitest';
import { judgeCheck } from '../../../support/check/judge-check.ts';
import { judgeOptions, sampleCheck } from '../check/sample-profile.ts';

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
