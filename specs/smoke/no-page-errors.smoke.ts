import { judgeOpened, judgePageErrors, judgePageFacts, smokeCheck } from '../../support/smoke/index.ts';

smokeCheck({
  id: 'smoke/no-page-errors',
  title: 'no page has an uncaught error, a console error or a hydration error',
  effect: 'read',
  severity: 'critical',
  why: 'The incident showed itself to users as a hydration error, and to nobody else.',
  remedy: 'Open the page in a browser, with its console, and mend the error that is named.',
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
