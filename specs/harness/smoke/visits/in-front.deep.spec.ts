import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Tabs } from '../../../../support/smoke/browser/tabs.ts';
import { openPage } from '../../../../support/smoke/visit/open-page.ts';
import { launchChromium, openTinyPage } from '../open-tiny-page.ts';
import { tinyPage } from '../tiny-pages.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const challenge = '<!doctype html><title>Just a moment...</title><script>window._cf_chl_opt={}</script>';

describe('what answers in the place of a page is recognised', () => {
  test.concurrent.for([
    [
      'a challenge',
      { status: 403, headers: { 'cf-mitigated': 'challenge' }, body: challenge },
      'a challenge of Cloudflare',
    ],
    ['basic authentication', { status: 401, headers: { 'www-authenticate': 'Basic realm="staging"' } }, 'a password'],
    ['a maintenance page', { status: 503, body: '<h1>Down for maintenance</h1>' }, 'a maintenance page'],
    [
      'the login of Access',
      { status: 302, headers: { location: 'https://acme.cloudflareaccess.com/cdn-cgi/access/login/x' } },
      'the login of Cloudflare Access',
    ],
  ] as const)('%s', async ([, answer, what]) => {
    const { front } = await openTinyPage(browser, { '/': answer }, { timeoutMs: 5_000 });
    expect(front?.what).toContain(what);
  });

  test('but not a page of the site', async () => {
    expect((await openTinyPage(browser, { '/': tinyPage('') })).front).toBeUndefined();
  });
});

/** A server that records the header of each request, and answers only requests that carry it where it is required. */
async function startServer(demanded: string | undefined, page: string, location?: string) {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const shown = request.headers['x-bypass'] as string | undefined;
    seen.push(shown);
    const isOpen = demanded === undefined || shown === demanded;
    const moves = location !== undefined && request.url === '/away';
    const status = isOpen ? 200 : 401;
    response.writeHead(moves ? 302 : status, { 'content-type': 'text/html', ...(moves && { location }) });
    response.end(isOpen ? page : 'no');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    seen,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test('the headers of an origin are shown there and nowhere else, also after a redirect', async () => {
  await using other = await startServer(undefined, tinyPage(''));
  const inside = `<script src="${other.url}/lib.js"></script><iframe src="/away"></iframe>`;
  await using site = await startServer('made-up', tinyPage(inside), `${other.url}/landed`);
  const entries = [{ origin: site.url, headers: { 'x-bypass': 'made-up' }, missing: [] }];
  await using tabs = new Tabs(browser, { allowed: [site.url, other.url], isRecorded: false, entries });
  const { tab } = await tabs.open();
  const { landmark } = await openPage(tab, site.url, {
    path: '/',
    landmark: { role: 'main', name: 'Tiny' },
    status: 200,
  });
  expect(landmark).toEqual({ isVisible: true });
  expect(site.seen.length).toBeGreaterThan(1);
  expect([...new Set(site.seen)]).toEqual(['made-up']);
  expect(other.seen.length).toBeGreaterThan(1);
  expect([...new Set(other.seen)]).toEqual([undefined]);
});
