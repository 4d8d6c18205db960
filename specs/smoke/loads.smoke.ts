import { judgeLoads, smokeCheck } from '../../support/smoke/index.ts';

smokeCheck({
  id: 'smoke/loads',
  title: 'each named page shows its landmark',
  effect: 'read',
  severity: 'critical',
  first: true,
  why: 'A page can answer 200 and show nothing.',
  remedy: 'Open the page in a browser with the console open; the finding names what the page waits for.',
  async verify({ openPages, count }) {
    const readings = await openPages();
    count('pages', readings.length);
    return readings.flatMap(judgeLoads);
  },
});
