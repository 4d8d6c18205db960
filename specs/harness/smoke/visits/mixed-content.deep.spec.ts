import { type Browser, chromium } from '@playwright/test';
import { afterAll, beforeAll, test } from 'vitest';
import { selfSignedCertificate } from '../../../../fixtures/twin/pages/self-signed-certificate.ts';
import { startPages } from '../../../../fixtures/twin/pages/start-pages.ts';
import { buildSite } from '../../../../fixtures/twin/site/build-site.ts';
import { findBrowser } from '../../../../support/smoke/browser/browser.ts';
import { chromiumLaunchOptions } from '../../../../support/smoke/browser/launch-options.ts';
import { Tabs } from '../../../../support/smoke/browser/tabs.ts';
import { judgeConnections } from '../../../../support/smoke/judge/judge-connections.ts';
import { judgePageErrors } from '../../../../support/smoke/judge/judge-page-errors.ts';
import { openPage } from '../../../../support/smoke/visit/open-page.ts';
import { startTinyPages } from '../tiny-pages.ts';

// Loopback counts as secure by its address, and not by other names that lead there.
let browser: Browser;
beforeAll(async () => {
  const { args, ...options } = chromiumLaunchOptions((await findBrowser()).executablePath);
  browser = await chromium.launch({ ...options, args: [...args, '--host-resolver-rules=MAP *.acme.test 127.0.0.1'] });
});
afterAll(() => browser.close());

const day = 86_400_000;
const page = { path: '/', landmark: { role: 'main', name: 'Companies' }, status: 200 } as const;

/** Opens the twin's site by TLS, with this in its HTML, and judges what it asks for. */
async function find(inside: (plain: string) => string) {
  await using server = await startTinyPages({ '/a': { type: 'text/javascript', body: 'void 0' } });
  const named = (url: string, name: string) => `${new URL(url).protocol}//${name}.acme.test:${new URL(url).port}`;
  const plain = named(server.url, 'plain');
  await using site = await startPages({
    directory: (await buildSite()).directory,
    convexUrl: 'http://127.0.0.1:9',
    workerUrl: 'http://127.0.0.1:9',
    tls: selfSignedCertificate(new Date(Date.now() - day), new Date(Date.now() + day)),
    altered: [{ file: /^\/index\.html$/, text: (html) => html.replace(/<script[^>]*><\/script>/, inside(plain)) }],
    alteredHeaders: (headers) => headers.replace(/^ *Content-Security-Policy:.*$/im, ''),
  });
  const origin = named(site.url, 'app');
  const homes = new Map([
    [origin, 'the site'],
    [plain, 'a third party'],
    [plain.replace('http', 'https'), 'a third party'],
  ]);
  await using tabs = new Tabs(browser, {
    allowed: [...homes.keys()],
    isRecorded: false,
    context: { ignoreHTTPSErrors: true },
  });
  const { tab } = await tabs.open();
  const reading = await openPage(tab, origin, page, { timeoutMs: 5_000, quietMs: 200, afterFailureMs: 300 });
  const words = [...judgeConnections(reading, homes, new Map()), ...judgePageErrors(reading.watch.events)];
  return words.filter(({ what }) => what.includes('mixed content'));
}

const mixed = 'a secure page makes an unencrypted request (mixed content)';

test('a page that asks for all by TLS has no mixed content', async ({ expect }) => {
  expect(await find(() => '')).toEqual([]);
});

test.for([
  ['a script', (plain: string) => `<script src="${plain}/a"></script>`, /insecure script/],
  ['an image, which Chromium upgrades', (plain: string) => `<img alt="" src="${plain}/a">`, /insecure element/],
  ['a fetch', (plain: string) => `<script>fetch('${plain}/a').catch(() => {})</script>`, /insecure resource/],
  [
    'a socket',
    (plain: string) => `<script>try { new WebSocket('${plain.replace('http', 'ws')}/a') } catch {}</script>`,
    /insecure WebSocket/,
  ],
] as const)('%s asked for in the clear is found', async ([, inside, says], { expect }) => {
  const findings = await find(inside);
  expect(findings).toContainEqual(expect.objectContaining({ what: mixed, received: expect.stringMatching(says) }));
});
