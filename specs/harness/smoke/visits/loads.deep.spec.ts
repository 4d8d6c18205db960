import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { judgeLoads } from '../../../../support/smoke/judge/judge-loads.ts';
import { judgeOpened } from '../../../../support/smoke/judge/judge-opened.ts';
import { launchChromium, openTinyPage } from '../open-tiny-page.ts';
import { type TinyAnswer, tinyPage } from '../tiny-pages.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

async function find(answers: Record<string, TinyAnswer>, options: Parameters<typeof openTinyPage>[2] = {}) {
  return judgeLoads(await openTinyPage(browser, answers, options));
}

const missing = 'the landmark is not visible on the page';

test.concurrent('a landmark that is not there is found, and what the page shows instead is named', async () => {
  const other = '<!doctype html><title>Tiny</title><main aria-label="Other"><h1>Sorry</h1></main>';
  expect(await find({ '/': other })).toMatchObject([
    { what: missing, expected: 'main "Tiny", visible', received: 'main "Other", heading "Sorry" [level=1]' },
  ]);
});

test.concurrent('an empty page is found', async () => {
  expect(await find({ '/': '' })).toMatchObject([{ what: missing, received: 'no landmark or heading' }]);
});

test.concurrent.for([
  ['is hidden', '<main aria-label="Tiny" style="display: none">Tiny</main>'],
  ['has a longer name', '<main aria-label="Tiny house">Tiny</main>'],
  ['has another role', '<nav aria-label="Tiny">Tiny</nav>'],
] as const)('a landmark that %s is not the one meant', async ([, body]) => {
  expect((await find({ '/': `<!doctype html>${body}` })).map(({ what }) => what)).toEqual([missing]);
});

test.concurrent('a landmark that the data takes away again is not there', async () => {
  const script = 'fetch("/data").then(() => document.querySelector("main").remove())';
  const answers = { '/': tinyPage(`<script>${script}</script>`), '/data': 'late' };
  expect((await find(answers)).map(({ what }) => what)).toEqual([missing]);
});

test.concurrent('a landmark that comes with the data is there', async () => {
  const script = 'fetch("/data").then(() => { document.body.innerHTML = `<main aria-label="Tiny">Late</main>` })';
  expect(await find({ '/': `<!doctype html><body><script>${script}</script>`, '/data': 'late' })).toEqual([]);
});

test.concurrent('a loading state that never ends is found', async () => {
  const answers = { '/': tinyPage('<p aria-busy="true">Loading…</p>') };
  expect(await find(answers, { timeoutMs: 1_100 })).toMatchObject([
    {
      what: 'the page keeps loading',
      expected: 'idle within 1 s',
      received: 'still waiting for 1 element marked aria-busy',
    },
  ]);
});

test.concurrent('a request that stays open, as a long poll does, is no loading state', async () => {
  const answers = { '/': tinyPage('<script>fetch("/poll")</script>'), '/poll': 'hang' as const };
  expect(await find(answers, { timeoutMs: 800 })).toEqual([]);
});

test.concurrent('another status than the one expected is found, also where the landmark is there', async () => {
  const found = { what: 'the page returned another status', expected: '200', received: '500' };
  expect(await find({ '/': { status: 500, body: tinyPage('') } })).toMatchObject([found]);
  const shell = await find({ '/': tinyPage('') }, { page: { status: 404 } });
  expect(shell).toMatchObject([{ expected: '404', received: '200' }]);
});

test.concurrent.for(['drop', 'hang'] as const)(
  'a page whose connection is left to %s is found, and nothing else is said of it',
  async (answer) => {
    const reading = await openTinyPage(browser, { '/': answer }, { timeoutMs: 600 });
    expect(judgeLoads(reading).map(({ what }) => what)).toEqual(['the page did not open']);
    expect(judgeOpened(reading)).toHaveLength(1);
  },
);

test.concurrent('a page whose own script never ends is found within the time given', async () => {
  const script = 'setTimeout(() => { for (;;); }, 50)';
  const reading = await openTinyPage(
    browser,
    { '/': tinyPage(`<script>${script}</script>`) },
    { timeoutMs: 600, answerTimeoutMs: 300 },
  );
  expect(judgeLoads(reading).map(({ what }) => what)).toEqual([
    'the landmark is not visible on the page',
    'the page keeps loading',
  ]);
});
