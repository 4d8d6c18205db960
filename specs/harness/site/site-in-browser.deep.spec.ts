import { type Browser, chromium } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPages } from '../../../fixtures/twin/pages/start-pages.ts';
import { buildSite } from '../../../fixtures/twin/site/build-site.ts';
import { sitePages } from '../../../fixtures/twin/site/site-pages.ts';
import type { SmokePage } from '../../../support/profile/index.ts';
import { findBrowser } from '../../../support/smoke/browser/browser.ts';
import { chromiumLaunchOptions } from '../../../support/smoke/browser/launch-options.ts';
import { judgeFailedRequests } from '../../../support/smoke/judge/judge-failed-requests.ts';
import { judgeLoads } from '../../../support/smoke/judge/judge-loads.ts';
import { judgePageErrors } from '../../../support/smoke/judge/judge-page-errors.ts';
import { openPage } from '../../../support/smoke/visit/open-page.ts';
import { goodAnswers } from './scripted-answers.ts';
import { missingFunction, type QueryOutcome, startScriptedConvex } from './scripted-convex.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch(chromiumLaunchOptions((await findBrowser()).executablePath));
});
afterAll(() => browser.close());

/** Opens a page of the site against a Convex double with these answers; the Worker is a port where nobody listens. */
async function open(page: SmokePage, answers: Record<string, QueryOutcome>, timeoutMs = 10_000) {
  const { directory } = await buildSite();
  await using convex = await startScriptedConvex(answers);
  await using pages = await startPages({ directory, convexUrl: convex.url, workerUrl: 'http://127.0.0.1:9' });
  const context = await browser.newContext();
  try {
    const tab = await context.newPage();
    const reading = await openPage(tab, pages.url, page, { timeoutMs });
    return { reading, calls: reading.watch.convex.calls(), text: await tab.locator('body').textContent() };
  } finally {
    await context.close();
  }
}

const sites: SmokePage = { path: '/sites', landmark: { role: 'region', name: 'Site list' }, status: 200 };

test.concurrent.for<SmokePage>(sitePages)('$path hydrates in silence and shows its landmark', async (page) => {
  const { reading } = await open(page, goodAnswers);
  expect(judgeLoads(reading)).toEqual([]);
  expect(judgePageErrors(reading.watch.events)).toEqual([]);
  expect(judgeFailedRequests(reading.watch.events, page)).toEqual([]);
  expect(reading.settlement).toEqual({ settled: true });
});

test.concurrent('the sites page asks for the sites of the company that the address names', async () => {
  const { calls, text } = await open({ ...sites, path: '/sites?company=alder-foods' }, goodAnswers);
  expect(calls).toEqual([
    { kind: 'query', path: 'companies/list:listCompanies', outcome: 'answered' },
    { kind: 'query', path: 'sites/list:listCompanySites', outcome: 'answered' },
  ]);
  expect(text).toContain('Alder Foods');
  expect(text).toContain('North Quay');
});

test.concurrent('a function missing in the deployment takes the page down, and every check says so', async () => {
  const path = 'sites/list:listCompanySites';
  const { reading, calls } = await open(sites, { ...goodAnswers, [path]: missingFunction(path) });
  expect(judgePageErrors(reading.watch.events)).toContainEqual(
    expect.objectContaining({
      what: 'the page threw an uncaught error',
      received: expect.stringContaining(`Could not find public function for '${path}'`),
      cause: `the deployment has no function "${path}"`,
    }),
  );
  expect(judgeLoads(reading).map(({ what }) => what)).toContain('the landmark is not visible on the page');
  expect(calls.at(-1)).toMatchObject({ path, outcome: 'failed' });
});

test.concurrent('a query that is never answered is a page that keeps loading', async () => {
  const { reading } = await open(sites, { ...goodAnswers, 'sites/list:listCompanySites': 'silent' }, 1_500);
  const finding = judgeLoads(reading).find(({ what }) => what === 'the page keeps loading');
  expect(finding?.received).toBe(
    'still waiting for Convex query sites/list:listCompanySites, 1 element marked aria-busy',
  );
});

test.concurrent('no company at all is a whole page, without sites', async () => {
  const { reading, text } = await open(sites, { 'companies/list:listCompanies': { value: [] } });
  expect(judgeLoads(reading)).toEqual([]);
  expect(text).toContain('None yet.');
});
