import { expect, test } from 'vitest';
import { judgeReachable, judgeRoute } from '../../../support/platforms/pages/index.ts';
import type { PageReading } from '../../../support/platforms/pages/read-page.ts';
import type { PagesProfile } from '../../../support/profile/index.ts';

const url = 'https://app.acme.test/';
const pages = { url: { url: new URL(url), origin: 'a spec' } } as PagesProfile;
const route = { path: '/sites', status: 200 } as PagesProfile['routes'][number];
const response = (status: number, body: string, contentType = 'text/html'): PageReading => ({
  answers: true,
  url,
  status,
  contentType,
  location: null,
  headers: new Headers(),
  body,
});

test.each<[string, number, string, string, RegExp | undefined]>([
  ['an error of Cloudflare', 530, 'error code: 1016', ', 16 characters: error code: 1016', /Cloudflare answered/],
  ['a page of an error', 500, '<title>Oops</title><h1>Down</h1>', ', 32 characters: Oops · Down', undefined],
  ['a rule that refuses', 403, 'Forbidden', ', 9 characters: Forbidden', /The request was refused/],
  ['a limiter', 429, '', ', 0 characters', /rate-limited/],
  ['markup without words', 502, '<hr>', ', 4 characters', undefined],
])('%s is quoted, and has a remedy of its own where its status tells one', (_what, status, body, received, remedy) => {
  const [finding, ...others] = judgeReachable(response(status, body), pages);
  expect(others).toEqual([]);
  expect(finding?.received).toBe(`status ${status}, text/html${received}`);
  const [ofRoute] = judgeRoute(response(status, body), route, pages);
  for (const told of [finding?.remedy, ofRoute?.remedy])
    remedy === undefined ? expect(told).toBeUndefined() : expect(told).toMatch(remedy);
});

test('a page with status 200 has no finding', () => {
  expect(judgeReachable(response(200, '<title>Acme</title><h1>Acme</h1><p>Sites and incidents</p>'), pages)).toEqual(
    [],
  );
});
