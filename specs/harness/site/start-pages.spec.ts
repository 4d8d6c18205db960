import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startPages } from '../../../fixtures/twin/pages/start-pages.ts';
import { buildSite } from '../../../fixtures/twin/site/build-site.ts';

const { directory } = await buildSite();
const addresses = { convexUrl: 'http://127.0.0.1:3210/', workerUrl: 'http://127.0.0.1:8787' };
const pages = await startPages({ directory, ...addresses, commit: '0f3e2d1' });
afterAll(() => pages[Symbol.asyncDispose]());
const get = (path: string, init?: RequestInit) => fetch(`${pages.url}${path}`, { redirect: 'manual', ...init });
const scriptPath = async () => /src="(\/assets\/[^"]+\.js)"/.exec(await (await get('/')).text())?.[1] ?? '';

test('a page is HTML that must be revalidated', async () => {
  const response = await get('/sites');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('public, max-age=0, must-revalidate');
  expect(await response.text()).toContain('<main aria-label="Sites">');
});

test('a hashed asset is immutable and carries the addresses of the environment', async () => {
  const response = await get(await scriptPath());
  expect(response.headers.get('content-type')).toBe('application/javascript');
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  const script = await response.text();
  expect(script).toContain('`http://127.0.0.1:3210`');
  expect(script).toContain('http://127.0.0.1:8787');
  expect(script).not.toContain('placeholder.invalid');
});

test('the security headers stand on pages, redirects and the 404 page', async () => {
  for (const path of ['/', '/sites.html', '/nowhere']) {
    const { headers } = await get(path);
    const policy = headers.get('content-security-policy');
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("connect-src 'self' http://127.0.0.1:3210 ws://127.0.0.1:3210 http://127.0.0.1:8787;");
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  }
});

test('sites.html and sites/ redirect to /sites for good', async () => {
  for (const path of ['/sites.html?a=1', '/sites/?a=1']) {
    const response = await get(path);
    expect([response.status, response.headers.get('location')]).toEqual([308, '/sites?a=1']);
  }
});

test('an unknown path answers 404 with the 404 page', async () => {
  const response = await get('/nowhere/at/all');
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('<main aria-label="Page not found">');
});

test('a known ETag, strong or weak, is answered with 304 and no body', async () => {
  const etag = (await get('/')).headers.get('etag') ?? '';
  expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
  for (const known of [etag, `W/${etag}`]) {
    const response = await get('/', { headers: { 'if-none-match': known } });
    expect([response.status, response.headers.get('etag'), await response.text()]).toEqual([304, etag, '']);
  }
  expect((await get('/', { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
});

test('HEAD answers the headers of GET without a body', async () => {
  const [head, whole] = [await get('/', { method: 'HEAD' }), await get('/')];
  expect(head.status).toBe(200);
  expect(head.headers.get('content-length')).toBe(String((await whole.arrayBuffer()).byteLength));
  expect(head.headers.get('etag')).toBe(whole.headers.get('etag'));
  expect(await head.text()).toBe('');
});

test('POST is not allowed', async () => {
  expect((await get('/', { method: 'POST' })).status).toBe(405);
});

test('version.json names the commit and is not cached', async () => {
  const response = await get('/version.json');
  expect(await response.json()).toEqual({ commit: '0f3e2d1' });
  expect(response.headers.get('cache-control')).toBe('no-store');
});

test('without a commit there is no version.json', async () => {
  await using unversioned = await startPages({ directory, ...addresses });
  expect((await fetch(`${unversioned.url}/version.json`)).status).toBe(404);
});

test('the files that Pages reads itself are not served', async () => {
  expect((await get('/_headers')).status).toBe(404);
});

test('two environments are served from one build, each with its own addresses', async () => {
  await using other = await startPages({
    directory,
    convexUrl: 'http://127.0.0.1:3211',
    workerUrl: 'http://127.0.0.1:8788',
  });
  const path = await scriptPath();
  const script = await (await fetch(other.url + path)).text();
  expect(script).toContain('http://127.0.0.1:3211');
  expect(script).not.toContain('http://127.0.0.1:3210');
});

test('the server is gone once it is disposed, open connections or not', async () => {
  const brief = await startPages({ directory, ...addresses });
  await (await fetch(brief.url)).text();
  await brief[Symbol.asyncDispose]();
  await expect(fetch(brief.url)).rejects.toThrow();
});

test('an address that was not replaced stops the server from starting', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'pages-'));
  await writeFile(join(folder.path, 'index.html'), '<a href="https://forgotten.placeholder.invalid">');
  await expect(startPages({ directory: folder.path, ...addresses })).rejects.toThrow(/found it in \/index\.html/);
});

test('an empty folder is not a deployment', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'pages-'));
  await mkdir(join(folder.path, 'assets'));
  await expect(startPages({ directory: folder.path, ...addresses })).rejects.toThrow(/found no file/);
});
