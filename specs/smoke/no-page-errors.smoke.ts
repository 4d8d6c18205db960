import { judgeOpened } from '../../support/smoke/judge-opened.ts';
import { judgePageErrors } from '../../support/smoke/judge-page-errors.ts';
import { test } from '../../support/smoke/test.ts';

test('smoke/no-page-errors: no page has an uncaught, a console or a hydration error', async ({ judgePages }) => {
  await judgePages((reading) => [...judgeOpened(reading), ...judgePageErrors(reading.watch.events)]);
});
