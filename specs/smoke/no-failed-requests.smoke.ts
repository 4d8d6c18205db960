import { judgeFailedRequests, judgeOpened, smokeCheck } from '../../support/smoke/index.ts';

smokeCheck({
  id: 'smoke/no-failed-requests',
  title: 'every request of every page is answered below 400',
  effect: 'read',
  severity: 'critical',
  why: 'A script or a style that does not come leaves a page that looks whole to a status check.',
  remedy: 'Redeploy the site whole, or name the request in `smoke.expectedFailures` where it may fail.',
  async verify({ smoke, openPages, count }) {
    const readings = await openPages();
    count('pages', readings.length);
    return readings.flatMap((reading) => [
      ...judgeOpened(reading),
      ...judgeFailedRequests(reading.watch.events, reading.page, smoke),
    ]);
  },
});
