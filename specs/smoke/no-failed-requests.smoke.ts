import { judgeFailedRequests, judgeOpened, smokeCheck } from '../../support/smoke/index.ts';

smokeCheck({
  id: 'smoke/no-failed-requests',
  title: 'every request of every page succeeds with a status below 400',
  effect: 'read',
  severity: 'critical',
  why: 'A page whose script or style fails to load still looks fine to a status check.',
  remedy: 'Redeploy the whole site, or list the request in `platforms.smoke.expectedFailures` if it may fail.',
  async verify({ smoke, openPages, count }) {
    const readings = await openPages();
    count('pages', readings.length);
    return readings.flatMap((reading) => [
      ...judgeOpened(reading),
      ...judgeFailedRequests(reading.watch.events, reading.page, smoke),
    ]);
  },
});
