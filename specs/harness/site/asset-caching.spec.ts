import { describe, expect, test } from 'vitest';
import {
  contentHash,
  likeMissing,
  mayChangeWithContent,
  missingSibling,
} from '../../../support/platforms/pages/asset-name.ts';
import { cacheLifetime } from '../../../support/platforms/pages/cache-lifetime.ts';
import type { Asset, SiteAssets } from '../../../support/platforms/pages/read-assets.ts';
import { judgeCaching } from '../../pages/asset-caching.judge.ts';
import { judgeAssets, requireAssets } from '../../pages/assets-load.judge.ts';

const site = 'https://app.acme.test';
const forever = 'public, max-age=31536000, immutable';
const answer = (more: Partial<Extract<Asset['answer'], { status: number }>> = {}) => ({
  status: 200,
  contentType: 'text/javascript',
  cacheControl: forever,
  edgeControl: null,
  expires: null,
  date: null,
  location: null,
  nosniff: true,
  isPage: false,
  ...more,
});
const asset = (path: string, more: Parameters<typeof answer>[0] = {}): Asset => ({
  url: site + path,
  use: 'script',
  from: `${site}/`,
  answer: answer(more),
});
const of = (more: Partial<SiteAssets>): SiteAssets => ({
  pages: [{ url: `${site}/`, headers: new Headers({ 'cache-control': 'no-cache' }) }],
  assets: [],
  missing: [],
  runtime: [],
  computed: [],
  elsewhere: 0,
  more: 0,
  late: [],
  ...more,
});
const nothing = of({ pages: [] });
const caching = { caching: { freshSeconds: 60, revalidated: [] } };
const told = (assets: SiteAssets) => judgeCaching(assets, [], caching).map(({ what }) => what);

describe('a page is kept too long with', () => {
  test.each([
    ['a year', { 'cache-control': forever }],
    ['a year in capitals and quotes', { 'cache-control': 'MAX-AGE="31536000"' }],
    ['a year beside what a load balancer adds', { 'cache-control': 'no-cache="set-cookie", max-age=31536000' }],
    ['a date far away', { expires: 'Thu, 31 Dec 2037 23:55:55 GMT', date: 'Mon, 01 Jan 2024 00:00:00 GMT' }],
  ])('%s', (_name, headers: Record<string, string>) => {
    const pages = [{ url: `${site}/`, headers: new Headers(headers) }];
    expect(told(of({ pages }))).toEqual(['a page is kept by browsers after the next deployment']);
  });

  test.each([
    ['no-cache, max-age=31536000'],
    ['max-age=0, must-revalidate'],
    ['s-maxage=31536000, max-age=0'],
    ['no-store'],
  ])('nothing of the kind: %s', (text) => {
    const pages = [{ url: `${site}/`, headers: new Headers({ 'cache-control': text }) }];
    expect(told(of({ pages }))).toEqual([]);
  });

  test('a directive that only begins like another is not that one', () => {
    expect(cacheLifetime({ cacheControl: 'no-store-this, max-age=90' }).freshSeconds).toBe(90);
  });
});

describe('a page that was kept is shown while browsers ask again', () => {
  const of = (text: string) => [{ url: `${site}/`, headers: new Headers({ 'cache-control': text }) }];
  const toldOf = (text: string) =>
    judgeCaching({ ...nothing, pages: of(text) }, [], caching).map(({ what, severity }) => [what, severity]);

  test.each(['s-maxage=600, stale-while-revalidate=31535400', 'max-age=0, stale-while-revalidate=604800'])(
    '%s',
    (text) =>
      expect(toldOf(text)).toEqual([['a page that browsers kept is shown before they ask for it again', 'warning']]),
  );

  test.each([
    's-maxage=600, stale-while-revalidate=300',
    's-maxage=31536000, stale-while-revalidate',
    'no-cache, stale-while-revalidate=31536000',
    'no-store, max-age=31536000, immutable',
    'max-age=0, must-revalidate, stale-while-revalidate=31536000',
  ])('but not with %s', (text) => expect(toldOf(text)).toEqual([]));
});

describe('a file that may be kept forever:', () => {
  test.each([
    '/assets/index-DkPXv3Zb.js',
    '/_nuxt/B1x2y3Zq.js',
    '/_next/static/aBcDeFgHiJkLmNoPqRsTu/_buildManifest.js',
    '/static/0f3a9c11d2e4/app.js',
    '/bundle.abc123.js',
    '/app.js?v=0f3a9c11',
    '/app.js?1699999999',
    '/vendor/jquery-3.6.0.min.js',
    '/releases/v2.14.0/app.js',
  ])('%s', (path) => {
    expect(told(of({ assets: [asset(path)] }))).toEqual([]);
  });
});

test.each([
  '/app.js',
  '/assets/main.js',
  '/page-settings.js',
  '/app.js?lang=en',
  '/fonts/inter-latin-400.woff2',
  '/img/photo-20240115.jpg',
])('a file whose name stays the same is not: %s', (path) => {
  expect(mayChangeWithContent(site + path)).toBe(false);
  expect(told(of({ assets: [asset(path)] }))).toEqual(['a file without a hash in its name is kept forever']);
  expect(told(of({ assets: [asset(path, { cacheControl: 'max-age=3600' })] }))).toEqual([]);
});

test('a hashed file that old servers let expire by a date is kept', () => {
  const dates = { cacheControl: null, expires: 'Thu, 31 Dec 2037 23:55:55 GMT', date: 'Mon, 01 Jan 2024 00:00:00 GMT' };
  expect(told(of({ assets: [asset('/assets/index-DkPXv3Zb.js', dates)] }))).toEqual([]);
});

describe('a missing file is asked for', () => {
  test.each([
    ['beside a hashed script', ['/a.css', '/b.js', '/c-DkPXv3Zb.js'], '/c-0a1b2c3d.js'],
    ['beside a file that is named by its hash', ['/_nuxt/B1x2y3Zq.js'], '/_nuxt/0a1b2c3d.js'],
    ['beside a script without a hash', ['/a.css', '/main.js'], '/main-0a1b2c3d.js'],
    ['beside a style', ['/style.css'], '/style-0a1b2c3d.css'],
  ])('%s', (_name, paths, missing) => {
    expect(likeMissing(paths.map((path) => site + path)).map(missingSibling)).toEqual([site + missing]);
  });

  test('nowhere, where the pages load no file', () => expect(likeMissing([])).toEqual([]));

  test('once for each folder and type of hashed files, scripts first: hosts set rules by them', () => {
    const paths = ['/a/x-DkPXv3Zb.css', '/a/y-DkPXv3Zb.css', '/b/z-DkPXv3Zb.js', '/a/y-B1x2y3Zq.js', '/main.js'];
    expect(likeMissing(paths.map((path) => site + path))).toEqual(
      ['/b/z-DkPXv3Zb.js', '/a/y-B1x2y3Zq.js', '/a/x-DkPXv3Zb.css'].map((path) => site + path),
    );
  });
});

describe('the answer for a missing file', () => {
  const missing = (more: Parameters<typeof answer>[0]) =>
    of({ missing: [{ url: `${site}/x-0a1b2c3d.js`, beside: `${site}/x-DkPXv3Zb.js`, answer: answer(more) }] });
  const shell = { contentType: 'text/html', isPage: true };
  const dates = { cacheControl: null, expires: 'Thu, 31 Dec 2037 23:55:55 GMT', date: 'Mon, 01 Jan 2024 00:00:00 GMT' };

  test.each([
    ['the shell that is kept by max-age', { ...shell, cacheControl: forever }],
    ['the shell that is kept by Expires', { ...shell, ...dates }],
    ['a 404 that is kept by Expires', { status: 404, ...dates }],
    ['a 404 that is immutable', { status: 404 }],
    ['a 404 that is kept for a year', { status: 404, cacheControl: 'public, max-age=31536000' }],
    ['a 404 that is kept for five minutes', { status: 404, cacheControl: 'max-age=300' }],
    ['a 404 that is kept for a second', { status: 404, cacheControl: 'private, max-age=1' }],
    [
      'a 404 that is kept by Expires for a minute',
      {
        status: 404,
        cacheControl: null,
        expires: 'Mon, 01 Jan 2024 00:01:00 GMT',
        date: 'Mon, 01 Jan 2024 00:00:00 GMT',
      },
    ],
    [
      "a 404 that is kept, by a load balancer's no-cache of one header",
      { status: 404, cacheControl: 'no-cache="set-cookie", max-age=60' },
    ],
    ['a 410 that says nothing, which browsers keep for good', { status: 410, cacheControl: null }],
    ['a redirect for good that says nothing', { status: 301, location: '/', cacheControl: null }],
    ['the same that keeps the method', { status: 308, location: '/', cacheControl: null }],
  ])('is kept: %s', (_name, more) => {
    expect(told(missing(more))).toEqual(['the answer for a file that does not exist is kept by browsers']);
  });

  test.each(['s-maxage=60', 'public, max-age=0, s-maxage=31536000', 'S-MaxAge="300", must-revalidate'])(
    'is kept on the way: %s',
    (cacheControl) => {
      expect(told(missing({ status: 404, cacheControl }))).toEqual([
        'the answer for a file that does not exist is kept by the caches between the server and browsers',
      ]);
    },
  );

  test.each(['max-age=31536000', 's-maxage=60, max-age=0'])(
    'is kept by the cache before the site: %s',
    (edgeControl) => {
      expect(told(missing({ status: 404, cacheControl: 'no-store', edgeControl }))).toEqual([
        'the answer for a file that does not exist is kept by the caches between the server and browsers',
      ]);
    },
  );

  test.each([
    ['a 404 that says nothing', { cacheControl: null }],
    ['no-store', { cacheControl: 'no-store' }],
    ['no-store beside a time', { cacheControl: 'no-store, max-age=300, s-maxage=300' }],
    ['no-cache beside a time', { cacheControl: 'public, no-cache, max-age=60' }],
    ['what hosts send by themselves', { cacheControl: 'public, max-age=0, must-revalidate' }],
    ['a shared time in a private answer', { cacheControl: 'private, max-age=0, s-maxage=60' }],
    [
      'a date that has passed',
      { cacheControl: null, expires: 'Thu, 01 Jan 1970 00:00:00 GMT', date: 'Mon, 01 Jan 2024 00:00:00 GMT' },
    ],
    ['an Expires that is no date', { cacheControl: null, expires: '0' }],
    [
      'a shared time that is not for the cache before the site',
      { cacheControl: 's-maxage=60', edgeControl: 'no-store' },
    ],
    [
      'a date beside max-age=0, which goes first',
      { cacheControl: 'max-age=0', expires: 'Thu, 31 Dec 2037 23:55:55 GMT' },
    ],
  ])('is not kept with %s', (_name, more) => {
    expect(told(missing({ status: 404, ...more }))).toEqual([]);
  });

  test.each([
    ['the page of the app', { ...shell, cacheControl: 'no-cache' }, 'with the page of the app', undefined],
    ['the page of the app, kept', { ...shell, ...dates }, 'with the page of the app', undefined],
    ['an empty script', { cacheControl: 'no-store' }, 'with success', undefined],
    ['a redirect to the first page', { status: 302, location: '/' }, 'with a redirect', undefined],
    ['a redirect to a login elsewhere', { status: 307, location: 'https://id.test/' }, 'with a redirect', undefined],
    ['an error of a Function', { status: 500 }, 'the server fails', undefined],
    ['a gateway that waits too long', { status: 504 }, 'the server fails', undefined],
    ['a bucket that may not be listed', { status: 403 }, 'with a refusal', 'warning'],
  ])('is a fault, whatever unknown paths answer: %s', (_name, more, what, severity) => {
    expect(judgeAssets(missing(more))).toMatchObject([
      { what: expect.stringContaining(what), ...(severity !== undefined && { severity }) },
    ]);
  });

  test.each([
    ['did not come', { failure: 'connection reset' }, 'the answer for a file that does not exist is not known'],
    ['is that of a limit', answer({ status: 429 }), 'status 429 (too many requests)'],
  ])('that %s leaves the check open', (_name, seen, says) => {
    const unknown = of({ missing: [{ url: `${site}/x`, beside: `${site}/y`, answer: seen }] });
    expect(judgeAssets(unknown)).toEqual([]);
    expect(() => requireAssets(unknown)).toThrow(says);
  });

  test.each([404, 410])('is right with %i that is asked for again', (status) => {
    const right = missing({ status, cacheControl: 'no-store' });
    expect([told(right), judgeAssets(right)]).toEqual([[], []]);
    expect(() => requireAssets(right)).not.toThrow();
  });

  test('of one kind of files counts for itself', () => {
    const [right] = missing({ status: 404, cacheControl: 'no-store' }).missing;
    const [wrong] = missing({ ...shell, cacheControl: 'no-cache' }).missing;
    expect(judgeAssets(of({ missing: [right, wrong].filter((each) => each !== undefined) }))).toHaveLength(1);
  });
});

describe('a page that does not say for how long it may be kept', () => {
  const page = (headers: Record<string, string>) =>
    judgeCaching(of({ pages: [{ url: `${site}/`, headers: new Headers(headers) }] }), [], caching);
  const date = 'Wed, 31 Jan 2024 00:00:00 GMT';

  test('is kept for a tenth of its age', () => {
    expect(page({ date, 'last-modified': 'Mon, 01 Jan 2024 00:00:00 GMT' })).toMatchObject([
      {
        what: expect.stringContaining('browsers guess'),
        received: expect.stringContaining('259200 s'),
        severity: 'warning',
      },
    ]);
  });

  test.each([
    ['was changed just now', { date, 'last-modified': date }],
    ['has no date of change', { date }],
    ['is asked for again', { date, 'last-modified': 'Mon, 01 Jan 2024 00:00:00 GMT', 'cache-control': 'no-cache' }],
    ['says how long', { date, 'last-modified': 'Mon, 01 Jan 2024 00:00:00 GMT', 'cache-control': 'max-age=0' }],
  ])('is right where it %s', (_name, headers) => expect(page(headers)).toEqual([]));
});

test('dates and weights of fonts are not hashes', () => {
  expect(['/photo-20240115.jpg', '/inter-latin-400.woff2'].map(contentHash)).toEqual([undefined, undefined]);
});
