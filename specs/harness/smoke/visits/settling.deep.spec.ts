import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { judgeLoads } from '../../../../support/smoke/judge/judge-loads.ts';
import { WaitingClock } from '../../../../support/smoke/visit/waiting-clock.ts';
import { launchChromium, openTinyPage } from '../open-tiny-page.ts';
import { tinyPage } from '../tiny-pages.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const busy = '<p aria-busy="true">Loading…</p>';

test.concurrent('a page that surely fails is not waited for to the end', async () => {
  const script = '<script>setTimeout(() => { throw new Error("broke") }, 50)</script>';
  const { settlement } = await openTinyPage(
    browser,
    { '/': tinyPage(busy + script) },
    { timeoutMs: 20_000, afterFailureMs: 200 },
  );
  expect(settlement).toMatchObject({ settled: false, waitingFor: ['1 element marked aria-busy'] });
  expect(settlement.settled || settlement.afterMs).toBeLessThan(4_000);
});

test.concurrent('a failure that is expected shortens no wait', async () => {
  const script = '<script>fetch("/data").catch(() => {})</script>';
  const answers = { '/': tinyPage(busy + script), '/data': { status: 500 } };
  const page = { expectedFailures: [{ urlPrefix: 'http://127.0.0.1' }] };
  const { settlement } = await openTinyPage(browser, answers, { page, timeoutMs: 1_200, afterFailureMs: 50 });
  expect(settlement.settled || settlement.afterMs).toBeGreaterThanOrEqual(1_200);
});

test.concurrent('an answer that the page does not read is not waited for', async () => {
  const script = '<script>fetch("/data", { method: "POST", keepalive: true, body: "x" }).catch(() => {})</script>';
  const answers = { '/': tinyPage(script), '/data': 'x'.repeat(200_000) };
  expect((await openTinyPage(browser, answers)).settlement).toEqual({ settled: true });
});

test.concurrent('a script that is still under way is waited for', async () => {
  const answers = { '/': tinyPage('<script async src="/slow.js"></script>'), '/slow.js': 'hang' as const };
  const { settlement } = await openTinyPage(browser, answers, { timeoutMs: 700 });
  expect(settlement).toMatchObject({ settled: false, waitingFor: [expect.stringMatching(/^GET .*\/slow\.js$/)] });
});

test.concurrent('a spinner that only shows a progress without an end is told', async () => {
  const spinner =
    '<div role="progressbar"><svg width="9" height="9"></svg></div><progress value="1" max="2"></progress>';
  const reading = await openTinyPage(browser, { '/': tinyPage(spinner) }, { timeoutMs: 700 });
  expect(judgeLoads(reading)).toMatchObject([
    { what: 'the page keeps loading', received: 'still waiting for 1 element with indeterminate progress' },
  ]);
});

test.concurrent('a query that has not begun, because the script before it is still running, is waited for', async () => {
  const script = `<script>setTimeout(() => {
    for (const end = Date.now() + 900; Date.now() < end; );
    setTimeout(() => fetch("/data").then(() => document.querySelector("main").remove()));
  }, 20)</script>`;
  const { landmark, settlement } = await openTinyPage(browser, { '/': tinyPage(script), '/data': 'late' });
  expect(settlement).toEqual({ settled: true });
  expect(landmark.isVisible).toBe(false);
});

test.concurrent('a page that is animated all the time settles', async () => {
  const script = '<script>(function draw() { document.title = Date.now(); requestAnimationFrame(draw) })()</script>';
  expect((await openTinyPage(browser, { '/': tinyPage(script) })).settlement).toEqual({ settled: true });
});

test('time for which this process was held up does not count as waiting', async () => {
  const clock = new WaitingClock();
  for (const end = performance.now() + 400; performance.now() < end; );
  clock.tick(20);
  expect(clock.waitedMs).toBeLessThan(30);
  await delay(50);
  clock.tick();
  expect(clock.waitedMs).toBeGreaterThan(60);
});
