import { judgeLoads, smokeCheck } from '../../support/smoke/index.ts';

smokeCheck({
  id: 'smoke/loads',
  title: 'each named page shows its landmark',
  effect: 'read',
  severity: 'critical',
  why: 'A page can answer 200 and show nothing.',
  remedy: 'Open the page in a browser, with its console; what it waits for is named.',
  async verify({ smoke, openPage, count }) {
    const readings = await Promise.all(smoke.pages.map(openPage));
    count('pages', readings.length);
    return readings.flatMap(judgeLoads);
  },
});
