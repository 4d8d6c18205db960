import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { judgeFailedRequests } from '../../../../support/smoke/judge/judge-failed-requests.ts';
import { launchChromium, openTinyPage } from '../open-tiny-page.ts';
import { type TinyAnswer, tinyPage } from '../tiny-pages.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

async function findFailures(answers: Record<string, TinyAnswer>, status = 200) {
  const page = { status };
  const { watch, url } = await openTinyPage(browser, answers, { page });
  return { url, events: watch.events, findings: judgeFailedRequests(watch.events, page) };
}

const fetching = (path: string) => tinyPage(`<script>fetch(${JSON.stringify(path)}).catch(() => {})</script>`);

test.concurrent('an answer of 500 to a fetch is found, though the page handles it', async () => {
  const { findings, url } = await findFailures({ '/': fetching('/data'), '/data': { status: 500 } });
  expect(findings).toMatchObject([
    { received: '500', from: [url, `GET ${url}data`, expect.stringMatching(/^\d+\.\d\d s into the visit$/)] },
  ]);
});

test.concurrent('a connection that is dropped is found', async () => {
  const { findings } = await findFailures({ '/': fetching('/data'), '/data': 'drop' });
  expect(findings).toMatchObject([{ what: 'a request failed', received: 'net::ERR_EMPTY_RESPONSE' }]);
});

test.concurrent('a socket that nobody answers is found', async () => {
  const script = '<script>new WebSocket(location.href.replace("http", "ws"))</script>';
  const { findings } = await findFailures({ '/': tinyPage(script) });
  expect(findings.map(({ what }) => what)).toContain('a WebSocket failed');
});

test.concurrent('a fetch that the page gives up itself is not a failure', async () => {
  const script =
    '<script>const stop = new AbortController(); fetch("/slow", stop).catch(() => {}); stop.abort()</script>';
  const { findings } = await findFailures({ '/': tinyPage(script), '/slow': 'hang' });
  expect(findings).toEqual([]);
});

test.concurrent('the document may answer the status that is expected of it, what it loads may not', async () => {
  const answers = { '/': { status: 404, body: tinyPage('<img src="/gone.png" alt="">') } };
  const { findings } = await findFailures(answers, 404);
  expect(findings.map(({ from }) => from[1])).toEqual([expect.stringContaining('/gone.png')]);
  expect((await findFailures(answers)).findings).toHaveLength(2);
});

test.concurrent('a request that is known to fail is let pass by its address and status, and no other is', async () => {
  const { events, url } = await findFailures({ '/': fetching('/known/data'), '/known/data': { status: 403 } });
  const judge = (urlPrefix: string, status?: number) =>
    judgeFailedRequests(events, { status: 200 }, { expectedFailures: [{ urlPrefix, ...(status ? { status } : {}) }] })
      .length;
  expect(judge(`${url}known/`)).toBe(0);
  expect(judge(`${url}known/`, 403)).toBe(0);
  expect(judge(`${url}known/`, 500)).toBe(1);
  expect(judge(`${url}other/`)).toBe(1);
});

test.concurrent('a host of somebody else may fail where the profile says so, and only then', async () => {
  const { events, url } = await findFailures({ '/': fetching('/known/data'), '/known/data': { status: 503 } });
  const { origin } = new URL(url);
  const judge = (thirdParties: { origin: string; mayFail: boolean }[]) =>
    judgeFailedRequests(events, { status: 200 }, { thirdParties }).length;
  expect(judge([{ origin, mayFail: true }])).toBe(0);
  expect(judge([{ origin, mayFail: false }])).toBe(1);
  expect(judge([{ origin: 'https://other.example', mayFail: true }])).toBe(1);
});

test.concurrent('a page may expect failures of its own', async () => {
  const { events, url } = await findFailures({ '/': fetching('/data'), '/data': { status: 403 } });
  const expectedFailures = [{ urlPrefix: `${url}data` }];
  expect(judgeFailedRequests(events, { status: 200, expectedFailures })).toEqual([]);
  expect(judgeFailedRequests(events, { status: 200 })).toHaveLength(1);
});
