import { mkdtempDisposable, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Finding } from '../../../../support/check/finding.ts';
import type { SmokeProfile } from '../../../../support/profile/index.ts';
import { readZip } from '../../../../support/redaction/zip-entries.ts';
import { PageReadings } from '../../../../support/smoke/visit/page-readings.ts';
import { launchChromium } from '../open-tiny-page.ts';
import { startTinyPages, tinyPage } from '../tiny-pages.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** Opens tabs for one check, and keeps evidence of what it finds. */
async function keep(name: string, paths: readonly string[], find: (url: string) => string[][]) {
  await using server = await startTinyPages({
    '/a': tinyPage('first <script>fetch("/data").then((answer) => answer.json())</script>'),
    '/b': tinyPage('second'),
    '/data': { type: 'application/json', body: '{"stays":"here","accessToken":"made-up-token-0017"}' },
  });
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'evidence-'));
  const smoke = { evidence: { video: false } } as SmokeProfile;
  await using readings = new PageReadings(browser, smoke, {
    homes: new Map([[server.url, 'the site']]),
    evidenceDirectory: directory.path,
  });
  const { openTab, withEvidence, close } = readings.ownTabs(name);
  for (const each of paths) await (await openTab()).goto(server.url + each, { waitUntil: 'networkidle' });
  const findings = find(server.url).map((from): Finding => ({ what: 'w', expected: 'e', received: 'r', from }));
  const places = (await withEvidence(findings)).map(({ from }) => path.basename(from.at(-1) ?? ''));
  await close();
  const folders = (await readdir(directory.path)).sort();
  const files = await Promise.all(
    folders.map(async (folder) => {
      const names = (await readdir(path.join(directory.path, folder))).sort();
      return [folder, names, await readFile(path.join(directory.path, folder, 'page.txt'), 'utf8')] as const;
    }),
  );
  const [first] = folders;
  const har = first && (await readFile(path.join(directory.path, first, 'requests.har'), 'utf8'));
  const trace = first ? await readZip(await readFile(path.join(directory.path, first, 'trace.zip'))) : [];
  return { places, files, har, trace };
}

const all = ['page.html', 'page.txt', 'requests.har', 'screenshot.png', 'trace.zip'];

test('the only tab of a check is kept under its name, whatever its findings name', async () => {
  const { places, files } = await keep('my-journey', ['/a'], () => [['a step']]);
  expect(places).toEqual(['my-journey']);
  expect(files).toEqual([['my-journey', all, expect.stringContaining('first')]]);
});

test('of several tabs the one is kept that a finding names, once for all its findings', async () => {
  const { places, files } = await keep('fits-a-phone', ['/a', '/b'], (url) => [[`${url}/b`], ['x', `GET ${url}/b`]]);
  expect(places).toEqual(['fits-a-phone-2', 'fits-a-phone-2']);
  expect(files).toEqual([['fits-a-phone-2', all, expect.stringContaining('second')]]);
});

test('a finding about none of them has none', async () => {
  expect(await keep('fits-a-phone', ['/a', '/b'], () => [['elsewhere']])).toMatchObject({
    places: ['elsewhere'],
    files: [],
  });
});

test('the requests and the trace hold what went over the network, without credentials', async () => {
  const { har = '', trace } = await keep('my-journey', ['/a'], () => [['a step']]);
  const { log } = JSON.parse(har) as {
    log: { version: string; entries: { request: { url: string }; response: object }[] };
  };
  expect(log.version).toBe('1.2');
  expect(log.entries.map(({ request }) => new URL(request.url).pathname)).toEqual(['/a', '/data']);
  expect(log.entries[1]?.response).toMatchObject({
    status: 200,
    content: { text: expect.stringContaining('"stays":"here"') },
  });
  expect(har).not.toContain('made-up-token-0017');
  const lines = trace.find(({ name }) => name.endsWith('trace.trace'))?.content.toString('utf8') ?? '';
  expect(lines).toContain('"type":"frame-snapshot"');
});
