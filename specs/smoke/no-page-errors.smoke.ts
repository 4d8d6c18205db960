import { judgeOpened, judgePageErrors, judgePageFacts, smokeCheck } from '../../support/smoke/index.ts';

smokeCheck({
  id: 'smoke/no-page-errors',
  title: 'no page has an uncaught error, a console error or a hydration error',
  effect: 'read',
  severity: 'critical',
  why: 'Users saw the incident as a hydration error; no check did.',
  remedy: 'Open the page in a browser with the console open, and fix the error that is named.',
  async verify({ smoke, openPages, count }) {
    const readings = await openPages();
    count('pages', readings.length);
    return readings.flatMap((reading) => [
      ...judgeOpened(reading),
      ...judgePageErrors(reading.watch.events, { ...smoke, originals: reading.originals }),
      ...judgePageFacts(reading.url, reading.facts, smoke),
    ]);
  },
});
