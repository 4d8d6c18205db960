import { describe, expect, test } from 'vitest';
import { formatHtmlReport } from '../../../../support/report/formats/html/report-html.ts';
import { outcome, verdict } from '../sample-verdict.ts';

const hostile = `<img src=x onerror="alert(1)"><script>x</script>'&\u001b[31m`;
const causeOf = [{ id: 'unanswered https://a.test', what: 'https://a.test does not answer' }];
const finding = { what: hostile, expected: hostile, received: hostile, from: [hostile], cause: hostile };
const seen = verdict(
  [
    outcome({ check: 'worker/healthy', kind: 'failed', title: hostile, findings: [finding], causeOf }),
    outcome({ check: 'worker/ingests', kind: 'not verified', reason: hostile, causeOf }),
    outcome({ check: 'pages/routes', kind: 'waived', reason: 'waived until 2099-01-31: known' }),
    outcome({ check: 'config/shapes', kind: 'warned', severity: 'warning', findings: [finding] }),
    outcome(),
  ],
  {},
  { notes: ['the waiver of a/b matches nothing that was found: old', 'the waiver of a/c ended on 2020-01-01: older'] },
);

describe('report.html', () => {
  const page = formatHtmlReport(seen, {
    screenshots: [{ name: 'smoke/one.png', address: 'data:image/png;base64,AA==' }],
  });

  test('tells the cause once, with the checks behind it, the remedy, and the command that repeats the check', () => {
    expect(page).toContain('1 check could not be judged because of this');
    expect(page).toContain('npx vitest run --project prod specs/worker/healthy.spec.ts');
    expect(page).toContain('Change the sample.');
  });

  test('names waivers, also those that are unused and those that have ended', () => {
    for (const words of ['waived until 2099-01-31', 'matches nothing that was found', 'ended on 2020-01-01'])
      expect(page).toContain(words);
  });

  test('needs no script and no network, whatever a deployment says', () => {
    expect(page).not.toMatch(/<script|\son\w+\s*=\s*"|<link|@import|url\(/i);
    expect([...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address)).toEqual([
      '#way-back',
      'data:image/png;base64,AA==',
    ]);
    expect(page).not.toContain('\u001b');
  });

  test('has the matrix where there are several environments', () => {
    const audit = verdict([outcome({ check: 'isolation/links' })], {
      project: 'isolation',
      environments: ['dev', 'prod'],
    });
    expect(formatHtmlReport(audit)).toContain('Which environments are separate');
    expect(page).not.toContain('Which environments are separate');
  });
});
