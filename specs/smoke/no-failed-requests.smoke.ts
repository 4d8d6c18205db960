import { judgeFailedRequests } from '../../support/smoke/judge-failed-requests.ts';
import { judgeOpened } from '../../support/smoke/judge-opened.ts';
import { test } from '../../support/smoke/test.ts';

test('smoke/no-failed-requests: every request of every page is answered below 400', async ({ judgePages, target }) => {
  await judgePages((reading) => [
    ...judgeOpened(reading),
    ...judgeFailedRequests(reading.watch.events, reading.page, target.expectedFailures),
  ]);
});
