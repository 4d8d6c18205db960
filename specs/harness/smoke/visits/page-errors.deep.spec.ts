import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { judgeFailedRequests } from '../../../../support/smoke/judge/judge-failed-requests.ts';
import { judgeLoads } from '../../../../support/smoke/judge/judge-loads.ts';
import { judgePageErrors } from '../../../../support/smoke/judge/judge-page-errors.ts';
import { openPage } from '../../../../support/smoke/visit/open-page.ts';
import { launchChromium, openTinyPage } from '../open-tiny-page.ts';
import { startTinyPages, type TinyAnswer, tinyPage } from '../tiny-pages.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

async function findErrors(answers: Record<string, TinyAnswer>) {
  return judgePageErrors((await openTinyPage(browser, answers)).watch.events);
}

const uncaught = 'the page threw an uncaught error';
const console = 'the page wrote an error to the console';

test.concurrent('a healthy page is silent, whatever else it writes to the console', async () => {
  const script = 'console.log("a"); console.warn("error: b"); console.info("c"); fetch("/data").then((r) => r.text())';
  const reading = await openTinyPage(browser, { '/': tinyPage(`<script>${script}</script>`), '/data': 'fine' });
  expect(reading.watch.events).toEqual([]);
  expect(judgeLoads(reading)).toEqual([]);
  expect(reading.settlement).toEqual({ settled: true });
});

test.concurrent.for([
  ['an error thrown at the top', 'throw new Error("broke at once")', uncaught, 'broke at once'],
  ['an error thrown later', 'setTimeout(() => { throw new TypeError("broke later") }, 120)', uncaught, 'broke later'],
  ['a rejection that nobody handles', 'Promise.reject(new Error("nobody cared"))', uncaught, 'nobody cared'],
  ['something thrown that is not an error', 'throw "a bare string"', uncaught, 'a bare string'],
  ['an error handed to reportError', 'reportError(new Error("reported"))', uncaught, 'reported'],
  ['console.error', 'console.error("went wrong:", 42)', console, 'went wrong: 42'],
  ['a failed assertion', 'console.assert(false, "not so")', console, 'not so'],
] as const)('%s is found', async ([, script, what, message]) => {
  const findings = await findErrors({ '/': tinyPage(`<script>${script}</script>`) });
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ what, received: expect.stringContaining(message) });
  expect(findings[0]?.from[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
});

test.concurrent('an error inside a frame of the page is found', async () => {
  const frame = '<!doctype html><script>throw new Error("inside the frame")</script>';
  const findings = await findErrors({ '/': tinyPage('<iframe src="/frame"></iframe>'), '/frame': frame });
  expect(findings.map(({ received }) => received)).toEqual([expect.stringContaining('inside the frame')]);
});

test.concurrent('what the content security policy of the page blocks is found', async () => {
  const script = '<script>fetch("/data").catch(() => {})</script>';
  // As a header: in the body of a page Chromium ignores a policy, and complains of that instead.
  const headers = { 'content-security-policy': "connect-src 'none'" };
  const findings = await findErrors({ '/': { body: tinyPage(script), headers }, '/data': 'fine' });
  expect(findings[0]?.received).toMatch(/data.*violates .*Content Security Policy/);
});

test.concurrent('the same error many times is one finding', async () => {
  const script = 'for (let time = 0; time < 5; time += 1) console.error("again")';
  expect(await findErrors({ '/': tinyPage(`<script>${script}</script>`) })).toHaveLength(1);
});

test.concurrent('a failed query that surfaces as an error names the function that is missing', async () => {
  const message =
    "[CONVEX Q(sites/list:listCompanySites)] [Request ID: 7105718e8cf0dece] Server Error\\nCould not find public function for 'sites/list:listCompanySites'.\\n\\n  Called by client";
  const [finding] = await findErrors({
    '/': tinyPage(`<script>throw new Error(${JSON.stringify(message).replaceAll('\\\\n', '\\n')})</script>`),
  });
  expect(finding).toMatchObject({
    what: uncaught,
    cause: 'the deployment has no function "sites/list:listCompanySites"',
  });
});

test.concurrent("the browser's own line about a failed request is left to the check that judges requests, which has it", async () => {
  const reading = await openTinyPage(browser, { '/': tinyPage('<script src="/gone.js"></script>') });
  expect(judgePageErrors(reading.watch.events)).toEqual([]);
  expect(judgeFailedRequests(reading.watch.events, { status: 200 })).toMatchObject([
    { what: 'a request failed', received: '404', from: [reading.url, `GET ${reading.url}gone.js`, expect.any(String)] },
  ]);
});

test.concurrent('an icon that the browser looks for by itself may be missing', async () => {
  const withoutIcon = tinyPage('').replace(/<link rel="icon"[^>]*>/, '');
  expect(withoutIcon).not.toContain('icon');
  expect(await findErrors({ '/': withoutIcon })).toEqual([]);
});

test('only the icon at the top of a site is one that the browser looks for', () => {
  const found = (from: string, message = 'Failed to load resource: the server responded with a status of 404 ()') =>
    judgePageErrors([{ kind: 'console-error', message, from, pageUrl: 'https://app.acme.test/sites', atMs: 1 }]);
  expect(found('https://app.acme.test/favicon.ico:0')).toEqual([]);
  expect(found('https://app.acme.test/favicon.ico')).toEqual([]);
  expect(found('https://app.acme.test/sites/favicon.ico:0')).toHaveLength(1);
  expect(found('https://app.acme.test/favicon.ico:3', 'no icon')).toHaveLength(1);
});

test.concurrent('a page that crashes is found', async () => {
  const { startTinyPages } = await import('../tiny-pages.ts');
  const { watchPage } = await import('../../../../support/smoke/watch/watch-page.ts');
  await using server = await startTinyPages({ '/': tinyPage('') });
  const tab = await browser.newPage();
  const watch = watchPage(tab);
  await tab.goto(server.url);
  const crashed = tab.waitForEvent('crash');
  tab.goto('chrome://crash').catch(() => {});
  await crashed;
  expect(judgePageErrors(watch.events).map(({ what }) => what)).toContain('the page crashed');
  await tab.close();
});

test.concurrent.for([
  ['an error', 'throw new Error("broke beside")', uncaught],
  ['a console error', 'console.error("broke beside")', console],
])('%s of a window that the page opens is found', async ([, does, what], { expect }) => {
  await using server = await startTinyPages({
    '/': tinyPage('<script>open("/window")</script>'),
    '/window': tinyPage(`<script>${does}</script>`),
  });
  const context = await browser.newContext();
  try {
    const tab = await context.newPage();
    const page = { path: '/', landmark: { role: 'main', name: 'Tiny' }, status: 200 } as const;
    const { watch } = await openPage(tab, server.url, page, { timeoutMs: 5_000, quietMs: 200 });
    await expect
      .poll(() => judgePageErrors(watch.events), { timeout: 10_000 })
      .toMatchObject([{ what, received: expect.stringContaining('broke beside') }]);
  } finally {
    await context.close();
  }
});

test.concurrent('a style sheet that is answered with a page is found, a true one is not', async ({ expect }) => {
  const { watch } = await openTinyPage(browser, {
    '/': tinyPage('<link rel="stylesheet" href="/lost.css"><link rel="stylesheet" href="/true.css">'),
    '/lost.css': tinyPage(''),
    '/true.css': { type: 'text/css', body: 'main { color: black }' },
  });
  expect(judgeFailedRequests(watch.events, { status: 200 })).toMatchObject([
    {
      received: expect.stringContaining('a style sheet of the type text/html'),
      from: [expect.anything(), expect.stringContaining('/lost.css'), expect.anything()],
    },
  ]);
});

test.concurrent.for([
  ['Vue', 'console.warn("Hydration text content mismatch on", document.body)'],
  ['Vue, in production', 'console.warn("Hydration completed but contains mismatches.")'],
  ['React, as a warning', 'console.warn("Hydration failed because the initial UI does not match")'],
  ['Svelte', 'console.warn("https://svelte.dev/e/hydration_mismatch")'],
  ['Angular, as information', 'console.info("NG0501: Hydration nodes mismatch")'],
])('a hydration error is told at any level: %s', async ([, script]) => {
  const { watch } = await openTinyPage(browser, { '/': tinyPage(`<script>${script}</script>`) });
  expect(judgePageErrors(watch.events)).toMatchObject([{ what: expect.stringContaining('hydration') }]);
});
