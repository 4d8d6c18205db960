import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, test } from 'vitest';
import { selfSignedCertificate } from '../../../../fixtures/twin/pages/self-signed-certificate.ts';
import { startPages } from '../../../../fixtures/twin/pages/start-pages.ts';
import { buildSite } from '../../../../fixtures/twin/site/build-site.ts';
import { Tabs } from '../../../../support/smoke/browser/tabs.ts';
import { judgeOpened } from '../../../../support/smoke/judge/judge-opened.ts';
import { openPage } from '../../../../support/smoke/visit/open-page.ts';
import { launchChromium } from '../open-tiny-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const day = 86_400_000;

/** Opens the twin's site by TLS, with a certificate that nobody trusts, valid between these days from now. */
async function open(fromDays: number, toDays: number) {
  const at = (days: number) => new Date(Date.now() + days * day);
  await using site = await startPages({
    directory: (await buildSite()).directory,
    convexUrl: 'http://127.0.0.1:9',
    workerUrl: 'http://127.0.0.1:9',
    tls: selfSignedCertificate(at(fromDays), at(toDays)),
  });
  await using tabs = new Tabs(browser, { allowed: [site.url], isRecorded: false });
  const { tab } = await tabs.open();
  const page = { path: '/', landmark: { role: 'main', name: 'Companies' }, status: 200 } as const;
  return judgeOpened(await openPage(tab, site.url, page, { timeoutMs: 5_000 }));
}

test.concurrent.for([
  ['has expired', -30, -1, /^the certificate of 127\.0\.0\.1, issued by 127\.0\.0\.1, expired on \d{4}-\d\d-\d\d$/],
  ['is not valid yet', 1, 30, /is valid from \d{4}-\d\d-\d\d only$/],
  ['is valid, and of an unknown issuer', -1, 30, /so its date is not the reason$/],
] as const)('a certificate that %s is told as that', async ([, from, to, cause], { expect }) => {
  const findings = await open(from, to);
  expect(findings).toMatchObject([
    {
      what: 'the page did not open',
      received: expect.stringContaining('ERR_CERT_'),
      cause: expect.stringMatching(cause),
    },
  ]);
});
