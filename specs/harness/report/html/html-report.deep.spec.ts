import { expect, test } from 'vitest';
import { formatHtmlReport } from '../../../../support/report/formats/html/report-html.ts';
import { readViolations } from '../../../../support/smoke/visit/accessibility.ts';
import { launchChromium } from '../../smoke/open-tiny-page.ts';
import { outcome, verdict } from '../sample-verdict.ts';

const long = `https://a.test/${'x'.repeat(300)}`;
const finding = { what: 'it is wrong', expected: long, received: 'wrong', from: [long], remedy: 'Mend it.' };
const audit = verdict(
  (['dev', 'prod'] as const).flatMap((environment) => [
    outcome({ environment, check: 'isolation/links', kind: 'failed', findings: [finding] }),
    outcome({ environment, check: 'isolation/oauth-client', kind: 'not verified', reason: 'no answer' }),
    outcome({ environment, check: 'config/shapes', kind: 'warned', severity: 'warning', findings: [finding] }),
    outcome({
      environment,
      check: 'config/known',
      kind: 'waived',
      reason: 'waived until 2099-01-01 (99 days left): known',
    }),
    outcome({ environment, check: 'isolation/site-bundle' }),
  ]),
  { project: 'isolation', environments: ['dev', 'prod'] },
);

test.each([
  ['light', 360],
  ['dark', 360],
  ['light', 1280],
  ['dark', 1280],
] as const)('the page is readable by everybody: %s, %d pixels wide', async (colorScheme, width) => {
  await using browser = await launchChromium();
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 800 } });
  const asked: string[] = [];
  page.on('request', ({ url }) => asked.push(String(url)));
  await page.setContent(formatHtmlReport(audit));
  await page.locator('summary').evaluateAll((all) => {
    for (const each of all) (each.parentElement as HTMLDetailsElement).open = true;
  });
  expect(await readViolations(page)).toEqual([]);
  // Wide tables scroll by themselves: the page does not.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
  expect(asked).toEqual([]);
});
