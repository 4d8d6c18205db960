import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from '@playwright/test';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { forgetSecrets, registerSecret } from '../../../../support/redaction/redact.ts';
import { keepEvidence } from '../../../../support/smoke/evidence/keep-evidence.ts';
import { registerStored, watchCredentials } from '../../../../support/smoke/evidence/watch-credentials.ts';
import { launchChromium } from '../open-tiny-page.ts';
import { startTinyPages, type TinyAnswer, tinyPage } from '../tiny-pages.ts';
import { readAllKept } from './kept-files.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
afterEach(forgetSecrets);

const secret = 'made-up-odd-place-0101';
const script = (text: string) => `<script type="module">${text}; document.body.append(' done');</script>`;
const told = `document.body.append(' the text ${secret}'); console.error('told ${secret}');`;

/** A page that waits for its frame, and the frame. */
const framing = (other: string) =>
  `<script>const framed = new Promise((resolve) => addEventListener('message', resolve))</script>
  <iframe src="${other}/frame"></iframe>${script(`await framed; ${told}`)}`;
const framed = (does: string) =>
  `<!doctype html><input type="password"><script>${does}; parent.postMessage('', '*');</script>`;

/** Opens a page that gives a secret away, and keeps the evidence of it. */
async function keep(inside: (other: string) => string, answers: Record<string, TinyAnswer> = {}) {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'evidence-places-'));
  await using other = await startTinyPages(answers);
  await using page = await startTinyPages({ '/': tinyPage(inside(other.url)), ...answers });
  const context = await browser.newContext();
  try {
    watchCredentials(context);
    await context.tracing.start({ snapshots: true, screenshots: false, sources: false });
    const tab = await context.newPage();
    await tab.goto(page.url);
    await tab.getByText('done').waitFor();
    const files = await keepEvidence(tab, path.join(directory.path, 'kept'));
    return { files: files.map((file) => path.basename(file)), all: await readAllKept(directory.path) };
  } finally {
    await context.close();
  }
}

const places: [string, Parameters<typeof keep>[0], Record<string, TinyAnswer>?][] = [
  [
    'a cookie that was replaced by now',
    () => script(`await fetch('/first'); await fetch('/second'); ${told}`),
    {
      '/first': { headers: { 'set-cookie': `sid=${secret}; HttpOnly` } },
      '/second': { headers: { 'set-cookie': 'sid=made-up-another-0102; HttpOnly' } },
    },
  ],
  ['the fragment of an address', () => script(`location.hash = 'access_token=${secret}&state=a'; ${told}`)],
  [
    'the query of an address that was put there without a request',
    () => script(`history.pushState({}, '', '?code=${secret}'); ${told}`),
  ],
  [
    'the address of a socket',
    (other) => script(`new WebSocket('${other.replace('http', 'ws')}/live?auth=${secret}'); ${told}`),
  ],
  [
    'the storage of a frame of another origin',
    (other) => framing(other),
    { '/frame': framed(`sessionStorage.setItem('token', '${secret}')`) },
  ],
  [
    'a password field of a frame of another site, whose storage is blocked',
    // The same machine by another name: to the browser a site of its own.
    (other) => framing(other.replace('127.0.0.1', 'localhost')),
    { '/frame': framed(`document.querySelector('input').value = '${secret}'`) },
  ],
  [
    'the password of Basic authentication',
    () => script(`await fetch('/data', { headers: { authorization: 'Basic ' + btoa('user:${secret}') } }); ${told}`),
    { '/data': '' },
  ],
  [
    'a header of a credential',
    () => script(`await fetch('/data', { headers: { 'x-auth-key': '${secret}' } }); ${told}`),
    { '/data': '' },
  ],
  [
    'a database beside what cannot be written down',
    () =>
      script(`
        const opening = indexedDB.open('keys', 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore('keys');
        await new Promise((resolve) => { opening.onsuccess = resolve; });
        const key = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
        const writing = opening.result.transaction('keys', 'readwrite');
        writing.objectStore('keys').put(key, 'key');
        writing.objectStore('keys').put(new Blob(['a']), 'blob');
        writing.objectStore('keys').put(new Map([['a', 1n]]), 'map');
        writing.objectStore('keys').put({ refresh: '${secret}' }, 'token');
        await new Promise((resolve) => { writing.oncomplete = resolve; });
        ${told}`),
  ],
];

test.for(places)('nothing that is kept holds what stood in %s', async ([, inside, answers], { expect }) => {
  const { files, all } = await keep(inside, answers);
  expect(files).toContain('trace.zip');
  expect(all).toContain('the text');
  expect(
    all
      .split('\n')
      .filter((line) => line.includes(secret))
      .map((line) => line.slice(0, 300)),
  ).toEqual([]);
});

const pictured: [string, string][] = [
  [
    'a shadow tree',
    `const root = document.querySelector('h1').attachShadow({ mode: 'open' }); root.innerHTML = '<p>${secret}</p>'`,
  ],
  ['a placeholder', `document.body.insertAdjacentHTML('beforeend', '<input placeholder="${secret}">')`],
  [
    'content of a style',
    `document.head.insertAdjacentHTML('beforeend', '<style>h1::after { content: "${secret}" }</style>')`,
  ],
  [
    'text in pieces',
    `document.body.insertAdjacentHTML('beforeend', '<b>${secret.slice(0, 9)}</b><i>${secret.slice(9)}</i>')`,
  ],
];

test.for(pictured)('a page that shows a secret by %s is not photographed', async ([, does], { expect }) => {
  registerSecret('SHOWN', secret);
  const { files } = await keep(() => script(does));
  expect(files).not.toContain('screenshot.png');
});

test('a database with what cannot be written down keeps nobody from signing in', async () => {
  await using site = await startTinyPages({ '/': tinyPage('') });
  const context = await browser.newContext();
  const tab = await context.newPage();
  await tab.goto(site.url);
  await tab.evaluate(async () => {
    const opening = indexedDB.open('keys', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('keys');
    await new Promise((resolve) => {
      opening.onsuccess = resolve;
    });
    const key = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
    const writing = opening.result.transaction('keys', 'readwrite');
    writing.objectStore('keys').put(key, 'key');
    await new Promise((resolve) => {
      writing.oncomplete = resolve;
    });
  });
  await expect(registerStored(context)).resolves.toBeUndefined();
  await context.close();
});
