import { judgeOpened, judgeWebVitals, measureAlone, NotVerified, smokeCheck } from '../../support/smoke/index.ts';

smokeCheck({
  id: 'smoke/web-vitals',
  title: 'every page paints quickly and keeps its layout',
  effect: 'read',
  severity: 'warning',
  why: 'Visitors leave a page that paints late or keeps shifting.',
  remedy: "Look at the named element in the browser's performance panel.",
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
        `${readings.length - measured} of ${readings.length} pages reported no largest contentful paint`,
      );
    return findings;
  },
});
