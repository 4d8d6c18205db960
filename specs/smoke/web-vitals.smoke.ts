import { judgeOpened, judgeWebVitals, measureAlone, NotVerified, smokeCheck } from '../../support/smoke/index.ts';

smokeCheck({
  id: 'smoke/web-vitals',
  title: 'every page paints soon and keeps its layout',
  effect: 'read',
  severity: 'warning',
  why: 'A page that paints late or jumps about is left before it is used.',
  remedy: 'Look at the element that is named in the performance panel of the browser.',
  async verify({ smoke, openPages, openTab, count }) {
    const readings = await openPages();
    const findings = readings.flatMap(judgeOpened);
    for (const { url, page, facts } of readings) {
      if (!facts || judgeWebVitals(url, facts, smoke.webVitals).length === 0) continue;
      // Pages were loaded side by side, which is our doing: what was slow then has to be slow alone.
      const alone = await measureAlone(openTab, smoke, page);
      if (alone) findings.push(...judgeWebVitals(url, alone, smoke.webVitals));
    }
    const measured = readings.filter(({ facts }) => facts?.largestPaint !== undefined).length;
    count('pages measured', measured);
    if (findings.length === 0 && measured < readings.length)
      throw new NotVerified(
        `${readings.length - measured} of ${readings.length} pages told no largest contentful paint`,
      );
    return findings;
  },
});
