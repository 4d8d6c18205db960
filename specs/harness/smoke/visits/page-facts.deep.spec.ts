import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, test } from 'vitest';
import { judgePageErrors, judgePageFacts } from '../../../../support/smoke/judge/judge-page-errors.ts';
import { judgeWebVitals } from '../../../../support/smoke/judge/judge-web-vitals.ts';
import { judgeViolations, readViolations } from '../../../../support/smoke/visit/accessibility.ts';
import { openPage } from '../../../../support/smoke/visit/open-page.ts';
import { launchChromium, openTinyPage } from '../open-tiny-page.ts';
import { startTinyPages, tinyPage } from '../tiny-pages.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const bounds = { lcpMs: 2_500, cls: 0.1 };

test.concurrent('a layout that jumps is found, with the element that was moved', async ({ expect }) => {
  const script =
    "setTimeout(() => { const late = document.createElement('div'); late.style.height = '500px'; document.body.prepend(late) }, 100)";
  const { url, facts } = await openTinyPage(
    browser,
    { '/': tinyPage(`<p style="height:300px">text</p><script>${script}</script>`) },
    { quietMs: 500 },
  );
  const findings = facts ? judgeWebVitals(url, facts, bounds) : [];
  expect(findings).toMatchObject([{ what: 'the layout shifts while the page loads', from: [url, 'body'] }]);
});

test.concurrent.for([
  [
    'an overlay over the page',
    '<vite-error-overlay>boom</vite-error-overlay>',
    'an overlay of errors (vite-error-overlay)',
  ],
  [
    'a page of errors beside its landmark',
    '</main><div><h2>Application error: a client-side exception has occurred</h2></div><main hidden>',
    'the error page of Next.js',
  ],
  [
    'the dialog of a development server of Next.js',
    "<nextjs-portal></nextjs-portal><script>document.querySelector('nextjs-portal').attachShadow({mode:'open'}).innerHTML='<div data-nextjs-dialog>boom</div>'</script>",
    'an overlay of errors (nextjs-portal)',
  ],
] as const)('%s is told', async ([, inside, what], { expect }) => {
  const { url, facts, landmark } = await openTinyPage(browser, { '/': tinyPage(inside) });
  expect(landmark).toEqual({ isVisible: true });
  expect(judgePageFacts(url, facts)).toMatchObject([{ what: `the page shows ${what}` }]);
});

test.concurrent('what is there and not shown is not told', async ({ expect }) => {
  const inside = '<nextjs-portal></nextjs-portal><div id="blazor-error-ui" style="display:none">An error</div>';
  const { url, facts } = await openTinyPage(browser, { '/': tinyPage(inside) });
  expect(judgePageFacts(url, facts)).toEqual([]);
});

test.concurrent('a page that keeps still has paint told and no finding', async ({ expect }) => {
  const { url, facts } = await openTinyPage(browser, { '/': tinyPage('') });
  expect(facts?.largestPaint?.element).toBe('h1');
  expect(facts && judgeWebVitals(url, { ...facts, largestPaint: { atMs: 100, element: 'h1' } }, bounds)).toEqual([]);
});

test.concurrent('a late paint is found', ({ expect }) => {
  const facts = {
    violations: [],
    silenced: [],
    serviceWorkers: [],
    layoutShift: { score: 0, element: '' },
    largestPaint: { atMs: 2_501, element: 'img.hero' },
  };
  expect(judgeWebVitals('u', facts, bounds)).toMatchObject([{ received: '2501 ms', from: ['u', 'img.hero'] }]);
});

test.concurrent('a service worker whose script is gone is found', async ({ expect }) => {
  const script = "<script>navigator.serviceWorker.register('/gone.js').catch(() => {})</script>";
  const { url, facts } = await openTinyPage(browser, { '/': tinyPage(script) });
  expect(judgePageFacts(url, facts)).toMatchObject([{ what: 'a service worker failed', from: [url, '/gone.js'] }]);
});

const silenced = [
  ['an error', 'onerror = () => true; setInterval(() => { throw new Error("kept quiet") }, 10)'],
  [
    'a rejection',
    'addEventListener("unhandledrejection", (event) => event.preventDefault()); Promise.reject(new Error("kept quiet"))',
  ],
];

test.concurrent.for(silenced)('%s that a handler of the page silences is found, once', async ([, does], { expect }) => {
  const { url, facts } = await openTinyPage(browser, { '/': tinyPage(`<script>${does}</script>`) });
  expect(judgePageFacts(url, facts)).toMatchObject([
    {
      what: 'an uncaught error was silenced by a handler of the page',
      received: expect.stringContaining('kept quiet'),
    },
  ]);
});

test.concurrent('an error that the browser tells itself is told once, and a loop of ResizeObserver not at all', async ({
  expect,
}) => {
  const does =
    'setTimeout(() => { throw new Error("told") }); dispatchEvent(new ErrorEvent("error", { cancelable: true, message: "ResizeObserver loop limit exceeded" }))';
  const { url, facts, watch } = await openTinyPage(browser, {
    '/': tinyPage(
      `<script>onerror = (message) => String(message).startsWith("ResizeObserver") || undefined; ${does}</script>`,
    ),
  });
  expect(judgePageFacts(url, facts)).toEqual([]);
  expect(judgePageErrors(watch.events)).toMatchObject([{ received: 'told' }]);
});

test.concurrent('what a policy only reports is not a finding, what it keeps away is', async ({ expect }) => {
  const answer = {
    body: tinyPage('<img src="/a.png" alt="">'),
    headers: { 'content-security-policy': 'img-src data:' },
  };
  const { url, facts } = await openTinyPage(browser, { '/': answer });
  expect(judgePageFacts(url, facts)).toMatchObject([
    { expected: expect.stringMatching(/^img-src allows http.*\/a\.png$/) },
  ]);
  const reported = facts?.violations.map((each) => ({ ...each, isEnforced: false })) ?? [];
  expect(facts && judgePageFacts(url, { ...facts, violations: reported })).toEqual([]);
});

test.concurrent('an element that no screen reader can read is found, with its selector', async ({ expect }) => {
  await using server = await startTinyPages({
    '/': tinyPage('<img id="chart" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'),
  });
  const context = await browser.newContext();
  const tab = await context.newPage();
  await tab.goto(server.url);
  const findings = judgeViolations(server.url, await readViolations(tab));
  expect(findings).toMatchObject([
    { what: 'the page violates the accessibility rule image-alt', from: [server.url, '#chart'] },
  ]);
  expect(judgeViolations('u', [{ rule: 'r', help: 'h', helpUrl: 'x', impact: 'moderate', elements: [] }])).toEqual([]);
  await context.close();
});

test.concurrent('an error is placed in its source where the site serves a map', async ({ expect }) => {
  // Maps line 1, column 1 of the script to line 7, column 5 of src/refresh.ts.
  const map = { version: 3, sources: ['../src/refresh.ts'], names: [], mappings: 'AAMI' };
  await using server = await startTinyPages({
    '/': tinyPage('<script src="/app.js"></script>'),
    '/app.js': { type: 'text/javascript', body: 'throw new Error("broke");\n//# sourceMappingURL=/app.js.map' },
    '/app.js.map': { type: 'application/json', body: JSON.stringify(map) },
  });
  const context = await browser.newContext();
  const page = { path: '/', landmark: { role: 'main', name: 'Tiny' }, status: 200 } as const;
  const { watch, originals } = await openPage(await context.newPage(), server.url, page, { afterFailureMs: 300 });
  expect(judgePageErrors(watch.events, { originals })[0]?.from).toContain('src/refresh.ts:7:5');
  await context.close();
});
