import { judgeLoads } from '../../support/smoke/judge-loads.ts';
import { test } from '../../support/smoke/test.ts';

test('smoke/loads: each named page shows its landmark', async ({ judgePages }) => {
  await judgePages(judgeLoads);
});
