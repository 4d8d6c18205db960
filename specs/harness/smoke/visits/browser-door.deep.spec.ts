import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, test } from 'vitest';
import type { SmokePage } from '../../../../support/profile/index.ts';
import { Tabs } from '../../../../support/smoke/browser/tabs.ts';
import { judgeConnections } from '../../../../support/smoke/judge/judge-connections.ts';
import { judgeFailedRequests } from '../../../../support/smoke/judge/judge-failed-requests.ts';
import { judgePageErrors } from '../../../../support/smoke/judge/judge-page-errors.ts';
import { openPage } from '../../../../support/smoke/visit/open-page.ts';
import { startForeignHost } from '../foreign-host.ts';
import { launchChromium } from '../open-tiny-page.ts';
import { startTinyPages, type TinyAnswer, tinyPage } from '../tiny-pages.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const page: SmokePage = { path: '/', landmark: { role: 'main', name: 'Tiny' }, status: 200 };

/** Opens a tiny page that does this to a foreign host, and says what came of it. */
async function open(does: (host: string) => string, { isNamed = false, answers = {} as Answers } = {}) {
  await using foreign = await startForeignHost();
  await using server = await startTinyPages({ '/': tinyPage(does(foreign.host)), ...fill(answers, foreign.host) });
  const homes = new Map([
    [server.url, 'the site'],
    ...(isNamed ? [[`http://${foreign.host}`, 'a third party'] as const] : []),
  ]);
  await using tabs = new Tabs(browser, { allowed: [...homes.keys()], isRecorded: false });
  const { tab } = await tabs.open();
  const reading = await openPage(tab, server.url, page, { timeoutMs: 5_000, quietMs: 200, afterFailureMs: 400 });
  return {
    host: foreign.host,
    url: reading.url,
    reached: [...foreign.reached],
    findings: judgeConnections(reading, homes, new Map()),
    others: [...judgeFailedRequests(reading.watch.events, page), ...judgePageErrors(reading.watch.events)],
  };
}

type Answers = Record<string, (host: string) => TinyAnswer>;
const fill = (answers: Answers, host: string) =>
  Object.fromEntries(Object.entries(answers).map(([path, answer]) => [path, answer(host)]));
const script = (text: string) => `<script>${text}</script>`;

const ways: [string, (host: string) => string, string, Answers?][] = [
  ['a script', (host) => `<script src="http://${host}/x"></script>`, 'GET /x'],
  ['a fetch', (host) => script(`fetch('http://${host}/x').catch(() => {})`), 'GET /x'],
  ['a beacon', (host) => script(`navigator.sendBeacon('http://${host}/x', 'a')`), 'POST /x'],
  ['a socket', (host) => script(`new WebSocket('ws://${host}/x')`), 'socket /x'],
  [
    'a redirect of an own address',
    () => script("fetch('/away').catch(() => {})"),
    'GET /x',
    {
      '/away': (host) => ({
        status: 302,
        headers: { location: `http://${host}/x`, 'access-control-allow-origin': '*' },
      }),
    },
  ],
  [
    'a worker',
    () => script("new Worker('/worker.js')"),
    'GET /x',
    {
      '/worker.js': (host) => ({
        type: 'text/javascript',
        body: `fetch('http://${host}/x', { mode: 'no-cors' }).catch(() => {})`,
      }),
    },
  ],
  ['a frame', (host) => `<iframe src="http://${host}/x"></iframe>`, 'GET /x'],
];

describe('a host that the profile does not name', () => {
  test.concurrent.for(ways)(
    'is not reached by %s, and the finding says where it was asked for',
    async (way, { expect }) => {
      const [, does, , answers = {}] = way;
      const { reached, findings, others, host } = await open(does, { answers });
      expect(reached).toEqual([]);
      expect(findings).toMatchObject([
        {
          what: 'the page connects to a host that is not in the profile',
          received: expect.stringContaining(`to http://${host}, which was blocked`),
        },
      ]);
      // What the door keeps out is one finding: not a failed request, nor an error of the page, as well.
      expect(others).toEqual([]);
    },
  );
});

describe('a host that the profile names', () => {
  test.concurrent.for(ways)('is reached by %s', async ([, does, request, answers = {}], { expect }) => {
    const { reached, findings } = await open(does, { answers, isNamed: true });
    expect(reached).toEqual([request]);
    expect(findings).toEqual([]);
  });
});

test.concurrent('the line of the script that asked is among the places of a finding', async ({ expect }) => {
  const { findings, url } = await open(() => '<script src="/app.js"></script>', {
    answers: {
      '/app.js': (host) => ({ type: 'text/javascript', body: `void 0;\n  fetch('http://${host}/x').catch(() => {})` }),
    },
  });
  expect(findings[0]?.from[1]).toBe(`${url}app.js:2:3`);
});

test.concurrent('what a page does about a host kept out is its own error', async ({ expect }) => {
  const { others } = await open((host) => script(`fetch('http://${host}/x')`));
  expect(others).toMatchObject([
    { what: 'the page threw an uncaught error', received: expect.stringContaining('Failed to fetch') },
  ]);
});

test.concurrent('a journey asks own hosts outside its page, and no other ones', async ({ expect }) => {
  await using server = await startTinyPages({ '/': 'here' });
  await using tabs = new Tabs(browser, { allowed: [server.url], isRecorded: false });
  const { tab } = await tabs.open();
  expect(await (await tab.request.get(server.url)).text()).toBe('here');
  // The refusing proxy answers in the place of the host.
  expect((await tab.request.get('http://foreign.invalid/')).status()).toBe(403);
});

const unseen: [string, (host: string) => string, string][] = [
  ['a service worker', () => "navigator.serviceWorker.register('/w.js')", "addEventListener('install', ask)"],
  ['a window that the page opens', (host) => `open('http://${host}/x')`, ''],
];

test.concurrent.for(unseen)(
  '%s that asks a host nobody named is told as well',
  async ([, does, worker], { expect }) => {
    await using foreign = await startForeignHost();
    const body = `const ask = () => fetch('http://${foreign.host}/x', { mode: 'no-cors' }).catch(() => {}); ${worker}`;
    await using server = await startTinyPages({
      '/': tinyPage(script(does(foreign.host))),
      '/w.js': { type: 'text/javascript', body },
    });
    const homes = new Map([[server.url, 'the site']]);
    await using tabs = new Tabs(browser, { allowed: [server.url], isRecorded: false });
    const { tab } = await tabs.open();
    const reading = await openPage(tab, server.url, page, { timeoutMs: 5_000, quietMs: 200, afterFailureMs: 400 });
    await expect
      .poll(() => judgeConnections(reading, homes, new Map()), { timeout: 10_000 })
      .toMatchObject([
        {
          what: 'the page connects to a host that is not in the profile',
          received: expect.stringContaining(`to http://${foreign.host}, which was blocked`),
        },
      ]);
    expect(foreign.reached).toEqual([]);
  },
);
