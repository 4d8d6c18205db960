import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, test } from 'vitest';
import { launchChromium, openTinyPage } from '../open-tiny-page.ts';
import { tinyPage } from '../tiny-pages.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const path = 'sites/list:listCompanySites';
const post = (address: string) =>
  `fetch('${address}', { method: 'POST', body: JSON.stringify({ path: '${path}', args: {} }) })`;
const good = { type: 'application/json', body: '{"status":"success","value":[]}' };
const bad = {
  status: 560,
  type: 'application/json',
  body: `{"status":"error","errorMessage":"Could not find public function for '${path}'."}`,
};

test.concurrent.for([
  ['a query', post('/api/query'), '/api/query', 'query'],
  ['a query as of a time', post('/api/query_at_ts'), '/api/query_at_ts', 'query'],
  ['a query in the address', `fetch('/api/query?path=${path}&args={}')`, '/api/query', 'query'],
  ['a mutation', post('/api/mutation'), '/api/mutation', 'mutation'],
  ['an action', post('/api/action'), '/api/action', 'action'],
] as const)('%s over HTTP is seen, and how it came out', async ([, script, address, kind], { expect }) => {
  const calls = async (answer: typeof good) => {
    const page = tinyPage(`<script>${script}.then((answer) => answer.text()).catch(() => {})</script>`);
    const { watch } = await openTinyPage(browser, { '/': page, [address]: answer }, { afterFailureMs: 300 });
    return watch.convex.calls();
  };
  expect(await calls(good)).toEqual([{ kind, path, outcome: 'answered' }]);
  expect(await calls(bad)).toEqual([
    { kind, path, outcome: 'failed', error: `Could not find public function for '${path}'.` },
  ]);
});
