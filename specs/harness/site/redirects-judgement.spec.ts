import { describe, expect, test } from 'vitest';
import { NotVerified } from '../../../support/check/not-verified.ts';
import type { PageReading } from '../../../support/platforms/pages/read-page.ts';
import type { RedirectReading } from '../../../support/platforms/pages/read-redirect.ts';
import { Setting } from '../../../support/settings/index.ts';
import { judgeRedirects } from '../../pages/redirects.judge.ts';

const site = { url: Setting.of('SITE_URL', 'https://shop.test', 'app.table:2:1'), environment: 'prod' };
const home: PageReading = {
  answers: true,
  url: 'https://shop.test/',
  status: 200,
  contentType: 'text/html',
  location: null,
  headers: new Headers(),
  body: '<main>',
};
const silentHome: PageReading = {
  answers: false,
  url: 'https://shop.test/',
  received: 'the host name does not resolve',
};

function answer(host: string, location: string | null, status = 301): RedirectReading {
  return { answers: true, url: `${host}/?airlock=redirect`, status, location };
}

function silent(host: string): RedirectReading {
  return {
    answers: false,
    url: `${host}/?airlock=redirect`,
    received: 'nothing listens there',
    kind: 'connection-refused',
  };
}

function judge(named: RedirectReading[], guessed: RedirectReading[], own: PageReading = home): string[] {
  return judgeRedirects(named, guessed, own, site, { others: [] }).map(({ what }) => what);
}

describe('the addresses of a site', () => {
  test('lead to it', () => {
    const there = 'https://shop.test/?airlock=redirect';
    expect(judge([answer('https://old.test', there)], [answer('http://shop.test', there, 308)])).toEqual([]);
  });

  test('need not exist, where the config names none and the site answers', () => {
    expect(judge([], [silent('https://www.shop.test')])).toEqual([]);
  });

  test('have to answer where the config names them', () => {
    expect(judge([silent('https://old.test')], [])).toEqual(['an address that leads to the site does not answer']);
  });

  test.each([
    ['http://shop.test', null, 200, 'the site is served over plain HTTP'],
    ['https://old.test', null, 200, 'an address of the site does not lead to it'],
    ['https://old.test', 'https://other.test/', 302, 'an address leads out of the site'],
    [
      'https://old.test',
      'https://www.shop.test/?airlock=redirect',
      301,
      'an address leads to the site in more than one step',
    ],
    ['https://old.test', 'https://shop.test/', 301, 'a redirect loses the query'],
  ] as const)('%s to %s with status %i: %s', (host, location, status, what) => {
    expect(judge([answer(host, location, status)], [])).toEqual([what]);
  });

  test('are not verified where neither they nor the site answer', () => {
    const guessed = [silent('http://shop.test'), silent('https://www.shop.test')];
    expect(() => judge([], guessed, silentHome)).toThrow(NotVerified);
    expect(() => judge([], guessed, silentHome)).toThrow('the host name does not resolve');
  });
});
