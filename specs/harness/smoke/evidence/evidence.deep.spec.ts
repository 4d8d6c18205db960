import { once } from 'node:events';
import { cp, mkdtempDisposable, readdir, readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from '@playwright/test';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { forgetSecrets, registerSecret } from '../../../../support/redaction/redact.ts';
import { scanFiles } from '../../../../support/redaction/scan-files.ts';
import { writeZip } from '../../../../support/redaction/zip-entries.ts';
import { keepEvidence } from '../../../../support/smoke/evidence/keep-evidence.ts';
import { redactText } from '../../../../support/smoke/evidence/redact-capture.ts';
import { redactContent } from '../../../../support/smoke/evidence/redact-file.ts';
import { watchCredentials } from '../../../../support/smoke/evidence/watch-credentials.ts';
import { launchChromium } from '../open-tiny-page.ts';
import { startTinyPages, tinyPage } from '../tiny-pages.ts';
import { readAllKept } from './kept-files.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
afterEach(forgetSecrets);

/** A secret for each place, none like another. */
const secrets = {
  registered: 'made-up/registered secret+0001',
  cookie: 'made-up-cookie-value-0002',
  authorization: 'made-up-bearer-value-0003',
  localStorage: 'made-up-local-storage-0004',
  sessionStorage: 'made-up-session-storage-0005',
  parameter: 'made-up-url-parameter-0006',
  field: 'made-up-password-field-0007',
  inJson: 'made-up-nested-storage-0008',
  answerCookie: 'made-up-answer-cookie-0009',
  passwordField: 'made-up-password-attribute-0012',
  typed: 'made-up-typed-password-0013',
  socket: 'made-up-socket-token-0014',
  indexedDatabase: 'made-up-indexed-token-0015',
  answer: 'made-up-answer-field-0016',
};

const page = (socketUrl: string) =>
  tinyPage(`
  <p id="shown">a text that stays</p>
  <input type="password" aria-label="set" value="${secrets.passwordField}">
  <input type="password" id="typed" aria-label="typed">
  <input type="password" value="${secrets.registered}">
  <script>
    document.cookie = 'session=${secrets.cookie}';
    localStorage.setItem('token', '${secrets.localStorage}');
    localStorage.setItem('state', JSON.stringify({ user: { refresh: '${secrets.inJson}' } }));
    sessionStorage.setItem('token', '${secrets.sessionStorage}');
    document.body.append('${secrets.localStorage}', btoa('${secrets.registered}'), encodeURIComponent('${secrets.registered}'));
    const socket = new WebSocket('${socketUrl}');
    socket.onopen = () => socket.send(JSON.stringify({ type: 'Authenticate', tokenType: 'User', value: '${secrets.socket}' }));
    socket.onmessage = ({ data }) => document.body.append(data);
    const opening = indexedDB.open('accounts', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('sessions', { keyPath: 'id' });
    opening.onsuccess = () => {
      const writing = opening.result.transaction('sessions', 'readwrite');
      writing.objectStore('sessions').put({ id: 'first', refresh: '${secrets.indexedDatabase}' });
      writing.oncomplete = () => document.body.append('stored ${secrets.indexedDatabase}');
    };
    console.error('the session is', document.cookie, '${secrets.sessionStorage}');
    fetch('/data?access_token=${secrets.parameter}', {
      method: 'POST',
      headers: { authorization: 'Bearer ${secrets.authorization}', 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'a@b.example', password: '${secrets.field}', key: '${secrets.registered}' }),
    });
  </script>`);

/** A socket that says what it hears, a credential too. */
async function startEcho() {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) =>
    socket.on('message', (data) => socket.send(`heard ${JSON.parse(String(data)).value}`)),
  );
  await once(server, 'listening');
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

async function capture(directory: string, keep: boolean) {
  await using sockets = await startEcho();
  const socketUrl = sockets.url;
  await using server = await startTinyPages({
    '/': page(socketUrl),
    '/data': {
      type: 'application/json',
      body: JSON.stringify({ accessToken: secrets.answer }),
      headers: { 'set-cookie': `other=${secrets.answerCookie}; HttpOnly` },
    },
  });
  registerSecret('REGISTERED', secrets.registered);
  const har = path.join(directory, 'raw.har');
  const context = await browser.newContext(keep ? {} : { recordHar: { path: har } });
  try {
    watchCredentials(context);
    await context.tracing.start({ snapshots: true, screenshots: false, sources: false });
    await context.tracing.startChunk();
    const tab = await context.newPage();
    await tab.goto(server.url);
    await tab.waitForLoadState('networkidle');
    await tab.locator('#typed').fill(secrets.typed);
    await tab.getByText(`stored ${secrets.indexedDatabase}`).waitFor();
    await tab.getByText(`heard ${secrets.socket}`).waitFor();
    if (keep) return await keepEvidence(tab, path.join(directory, 'kept'));
    await context.tracing.stop({ path: path.join(directory, 'raw.zip') });
    return [];
  } finally {
    await context.close();
  }
}

test('the page gives each secret away in what a browser records, so that there is something to take out', async () => {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'evidence-'));
  await capture(directory.path, false);
  const all = await readAllKept(directory.path);
  for (const secret of Object.values(secrets)) expect(all).toContain(secret);
});

test('no secret of any place stands in any file that is kept, unzipped and decoded', async () => {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'evidence-'));
  const files = await capture(directory.path, true);
  expect(files.map((file) => path.basename(file))).toEqual(['page.html', 'page.txt', 'requests.har', 'trace.zip']);
  const all = await readAllKept(directory.path);
  for (const [place, secret] of Object.entries(secrets))
    expect(all.includes(secret), `the secret of ${place}`).toBe(false);
  expect(all).toContain('a text that stays');
  expect(await scanFiles(directory.path)).toEqual([]);
});

test('a HAR keeps its form and loses its credentials', async () => {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'evidence-'));
  await capture(directory.path, false);
  const raw = await readFile(path.join(directory.path, 'raw.har'), 'utf8');
  // Nothing but the form of the file says what is secret in it.
  forgetSecrets();
  const clean = redactText(raw);
  const { log } = JSON.parse(clean) as { log: { entries: object[] } };
  const request = JSON.stringify(log.entries[1]);
  expect(request).toContain('/data?access_token=');
  for (const place of ['authorization', 'field', 'answerCookie', 'cookie', 'parameter'] as const)
    expect(request, place).not.toContain(secrets[place]);
});

test('a page that shows a secret is not photographed, another one is', async () => {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'evidence-'));
  await using server = await startTinyPages({ '/': tinyPage('<p>made-up-shown-secret-0010</p>') });
  const shoot = async () => {
    const context = await browser.newContext();
    await context.tracing.start();
    await context.tracing.startChunk();
    const tab = await context.newPage();
    await tab.goto(server.url);
    const files = await keepEvidence(tab, path.join(directory.path, 'kept'));
    await context.close();
    return files.map((file) => path.basename(file));
  };
  expect(await shoot()).toContain('screenshot.png');
  registerSecret('SHOWN', 'made-up-shown-secret-0010');
  expect(await shoot()).not.toContain('screenshot.png');
});

test.for([
  [
    'a storage state',
    {
      cookies: [{ name: 'session', value: 'kept-nowhere-1' }],
      origins: [{ localStorage: [{ name: 'a', value: 'kept-nowhere-2' }] }],
    },
  ],
  [
    'a header',
    {
      headers: [
        { name: 'Set-Cookie', value: 'kept-nowhere-1' },
        { name: 'accept', value: 'stays' },
      ],
    },
  ],
  ['a body inside a body', { postData: { text: JSON.stringify({ password: 'kept-nowhere-1' }) } }],
  ['what is typed', { method: 'fill', params: { selector: '#password', value: 'kept-nowhere-1' } }],
  ['a password field of a snapshot', ['INPUT', { type: 'password', __playwright_value_: 'kept-nowhere-1' }]],
  ['a password field of a page', '<input name="p" type="password" value="kept-nowhere-1">'],
  ['a log line', 'Cookie: kept-nowhere-1; b=kept-nowhere-2'],
] as const)('%s loses its values without anything being registered', ([, value]) => {
  expect(redactText(typeof value === 'string' ? value : JSON.stringify(value))).not.toContain('kept-nowhere');
});

test('ordinary headers and texts stay', () => {
  const text = JSON.stringify({
    headers: [{ name: 'content-type', value: 'text/html' }],
    url: 'https://app.acme.test/sites',
  });
  expect(redactText(text)).toBe(text);
});

test('what is neither text nor a picture is not kept', async () => {
  expect(await redactContent(gzipSync('made-up'))).toBeUndefined();
  expect(await redactContent(Buffer.from([0, 1, 2, 3]))).toBeUndefined();
  expect(await redactContent(Buffer.from('text'))).toEqual(Buffer.from('text'));
});

test.for([
  'plain.txt',
  'zipped.zip',
  'zip-in-zip.zip',
  'squeezed.gz',
  'name-made-up-scanned-secret-0011.txt',
  'wide.txt',
])('the last scan finds a secret in %s', async (name) => {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'scan-'));
  const file = path.join(directory.path, name);
  const secret = 'made-up-scanned-secret-0011';
  if (name.endsWith('.zip')) {
    await writeZip(file, [{ name: 'a.txt', content: Buffer.from(`x ${secret}`) }]);
    if (name.startsWith('zip-in')) await writeZip(file, [{ name: 'b.zip', content: await readFile(file) }]);
  } else if (name.endsWith('.gz')) await writeFile(file, gzipSync(secret));
  else
    await writeFile(
      file,
      Buffer.from(name.startsWith('name-') ? 'nothing' : secret, name === 'wide.txt' ? 'utf16le' : 'utf8'),
    );
  expect(await scanFiles(directory.path)).toEqual([]);
  registerSecret('SCANNED', secret);
  expect(await scanFiles(directory.path)).toMatchObject([{ file, names: ['SCANNED'] }]);
});

const escapes: [string, (letter: string) => string][] = [
  ['JSON', (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`],
  ['a script', (letter) => `\\x${letter.charCodeAt(0).toString(16)}`],
  ['an address', (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`],
  ['HTML', (letter) => `&#${letter.charCodeAt(0)};`],
  ['HTML, in hexadecimal', (letter) => `&#x${letter.charCodeAt(0).toString(16)};`],
];

test.for(escapes)('the last scan finds a secret whose every letter is escaped for %s', async ([, written]) => {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'scan-'));
  registerSecret('SCANNED', 'made-up-scanned-secret-0011');
  const file = path.join(directory.path, 'page.html');
  await writeFile(file, `<p>${Array.from('made-up-scanned-secret-0011', written).join('')}</p>`);
  expect(await scanFiles(directory.path)).toMatchObject([{ file, names: ['SCANNED'] }]);
});

test('a file that cannot be opened counts as one that holds a secret', async () => {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'scan-'));
  await writeFile(path.join(directory.path, 'torn.zip'), 'PK\u0003\u0004 and no more');
  expect(await scanFiles(directory.path)).toMatchObject([
    { names: [], reason: expect.stringContaining('it cannot be scanned for secrets') },
  ]);
});

test('what an earlier failure left goes, and a folder that is not there holds nothing', async () => {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'evidence-'));
  const kept = path.join(directory.path, 'kept');
  await cp(import.meta.filename, path.join(kept, 'stale.txt'));
  await capture(directory.path, true);
  expect(await readdir(kept)).not.toContain('stale.txt');
  expect(await scanFiles(path.join(directory.path, 'nowhere'))).toEqual([]);
});
