import { describe, expect, test } from 'vitest';
import { frontOfPage } from '../../../support/http/index.ts';
import type { PageReading } from '../../../support/platforms/pages/read-page.ts';
import type { PagesProfile } from '../../../support/profile/index.ts';
import { judgeUnknown } from '../../pages/not-found.judge.ts';

const url = 'https://app.acme.test/run-1/no-such-page';
const answer = (status: number, body: string, location: string | null = null): PageReading => {
  const headers = new Headers(location === null ? {} : { location });
  const front = frontOfPage({ status, headers, body, url });
  return { answers: true, url, status, contentType: 'text/html', location, headers, body, ...(front && { front }) };
};
const told = (reading: PageReading, unknownPaths: '404' | 'shell') =>
  judgeUnknown(reading, { unknownPaths, url: { url: new URL(url) } } as PagesProfile).map(({ what }) => what);

const shell = '<!doctype html><title>Acme</title><div id="root"></div><script src="/a.js"></script>';
const soft = 'a path that does not exist is answered with a page that says so, and with success';
const other = 'a path that does not exist is answered in another way than the config says';

describe('a page that says "not found" with status 200 is told, whatever the config says:', () => {
  test.each([
    ['of Next.js', '<title>404: This page could not be found.</title><h1>404</h1>'],
    [
      'that Next.js began to send',
      '<title>Acme</title><meta name="robots" content="noindex"><meta name="next-error" content="not-found"/>',
    ],
    ['of Nuxt', '<title>404 - Page not found: /x | Acme</title><h1>404</h1>'],
    ['of SvelteKit', '<title>Not found</title><h1>404</h1>'],
    ['in German', '<title>Acme</title><h1>Seite nicht gefunden</h1>'],
    ['in French', '<title>Page introuvable</title>'],
    ['in Japanese', '<h1>ページが見つかりません</h1>'],
  ])('%s', (_, body) => {
    expect(told(answer(200, body), '404')).toEqual([soft]);
    expect(told(answer(200, body), 'shell')).toEqual([soft]);
  });
});

test.each([
  ['a 404', answer(404, '<title>404: This page could not be found.</title>'), '404', []],
  ['a 410', answer(410, ''), '404', []],
  ['the page of the app that is meant', answer(200, shell), 'shell', []],
  ['the page of the app that is not meant', answer(200, shell), '404', [other]],
  ['a 404 in the place of the app', answer(404, shell), 'shell', [other]],
  ['a redirect to the first page', answer(302, '', '/'), '404', [other]],
  ['an app about lost things', answer(200, '<title>Lost and found</title><h1>Found near you</h1>'), 'shell', []],
] as const)('%s', (_, reading, unknownPaths, findings) => expect(told(reading, unknownPaths)).toEqual(findings));
