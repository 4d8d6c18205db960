import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTwin, type Twin } from '../../../../fixtures/twin/start-twin.ts';
import { homesOf } from '../../../../support/smoke/judge/judge-connections.ts';
import { PageReadings } from '../../../../support/smoke/visit/page-readings.ts';
import { type TrialName, trials, trialsOf } from '../../../../support/smoke/visit/trials.ts';
import { launchChromium } from '../open-tiny-page.ts';
import { twinProfile } from '../runs/run-smoke.ts';
import { startTinyPages, tinyPage } from '../tiny-pages.ts';

const both = Object.keys(trials) as TrialName[];

let browser: Browser;
let twin: Twin;
beforeAll(async () => {
  [browser, twin] = await Promise.all([launchChromium(), startTwin()]);
});
afterAll(async () => {
  await Promise.all([browser.close(), twin[Symbol.asyncDispose]()]);
});

/** Readings of one tiny page that is watched for long. */
async function openReadings(begins: readonly TrialName[], inside = '') {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(await startTinyPages({ '/': tinyPage(inside) }));
  const page = { path: '/', landmark: { role: 'main' as const, name: 'Tiny' }, status: 200 };
  const profile = await twinProfile(twin, {
    variables: { PROD_NEXT_PUBLIC_APP_URL: server.url },
    smoke: { settleWithinMs: 5_000, watchMs: 6_000, pages: [page] },
  });
  if (!profile.smoke) throw new Error('the profile has no smoke section');
  const readings = stack.use(new PageReadings(browser, profile.smoke, { homes: homesOf(profile), begins }));
  const all = stack.move();
  return { page, readings, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

test('trials begin while the pages are watched, in tabs of their own', async () => {
  await using opened = await openReadings(both, '<meta name="viewport" content="width=device-width">');
  const order: string[] = [];
  const visit = opened.readings.open(opened.page).then(() => order.push('watched'));

  await expect.poll(() => browser.contexts().length, { timeout: 15_000 }).toBe(3);
  expect(order).toEqual([]);
  await visit;
  expect(await Promise.all(both.map(opened.readings.trial))).toEqual([[], []]);
});

test('a run that has no such check tries nothing', async () => {
  await using opened = await openReadings([]);
  await opened.readings.open(opened.page);

  expect(browser.contexts()).toHaveLength(1);
});

test('what has begun is not tried again, and its tabs close with its check', async () => {
  const wide = '<div style="width:2000px;height:10px">wide</div>';
  await using opened = await openReadings(['fits-a-phone'], wide);
  await opened.readings.open(opened.page);
  const { close } = opened.readings.ownTabs('fits-a-phone');

  const [first, second] = await Promise.all([
    opened.readings.trial('fits-a-phone'),
    opened.readings.trial('fits-a-phone'),
  ]);

  expect(first).toMatchObject([{ what: "the page is wider than a phone's screen" }]);
  expect(second).toBe(first);
  expect(browser.contexts()).toHaveLength(2);
  await close();
  expect(browser.contexts()).toHaveLength(1);
});

test('a run begins what its specs ask for', () => {
  expect(trialsOf(['/made/up/specs/smoke/loads.smoke.ts', '/made/up/specs/smoke/navigates.smoke.ts'])).toEqual([
    'navigates',
  ]);
  expect(trialsOf(['/made/up/specs/smoke/toString.smoke.ts'])).toEqual([]);
});
