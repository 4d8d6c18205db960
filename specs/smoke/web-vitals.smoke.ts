import { judgeOpened, judgeWebVitals, NotVerified, smokeCheck } from '../../support/smoke/index.ts';

smokeCheck({
  id: 'smoke/web-vitals',
  title: 'every page paints soon and keeps its layout',
  effect: 'read',
  severity: 'warning',
  why: 'A page that paints late or jumps about is left before it is used.',
  remedy: 'Look at the element that is named in the performance panel of the browser.',
  async verify({ smoke, openPages, count }) {
    const readings = await openPages();
    const findings = readings.flatMap((reading) => [
      ...judgeOpened(reading),
      ...(reading.facts ? judgeWebVitals(reading.url, reading.facts, smoke.webVitals) : []),
    ]);
    const measured = readings.filter(({ facts }) => facts?.largestPaint !== undefined).length;
    count('pages measured', measured);
    if (findings.length === 0 && measured < readings.length)
      throw new NotVerified(
        `${readings.length - measured} of ${readings.length} pages told no largest contentful paint`,
      );
    return findings;
  },
});
