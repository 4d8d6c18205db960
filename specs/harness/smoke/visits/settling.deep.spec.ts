import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { judgeLoads } from '../../../../support/smoke/judge/judge-loads.ts';
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
