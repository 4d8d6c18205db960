import { judgeOpened, judgeViolations, readViolations, smokeCheck } from '../../support/smoke/index.ts';

smokeCheck({
  id: 'smoke/accessible',
  title: 'no page has a serious accessibility violation',
  effect: 'read',
  severity: 'warning',
  why: 'What a screen reader cannot read does not exist for the people who use one.',
  remedy: 'Fix the elements that are named; the rule explains how.',
  async verify({ openPages, count }) {
    const readings = await openPages();
    const findings = readings.flatMap(judgeOpened);
    // One after another: axe-core keeps a page's thread busy.
    for (const { url, tab, document } of readings) {
      if ('failure' in document) continue;
      findings.push(...judgeViolations(url, await readViolations(tab)));
      count('pages', 1);
    }
    return findings;
  },
});
