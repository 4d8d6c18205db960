import { describe, expect, test } from 'vitest';
import { frontOf, frontOfPage } from '../../../support/http/index.ts';

const url = 'https://app.acme.test/';
const facts = (status: number, headers: Record<string, string> = {}, body = '') => ({
  status,
  headers: new Headers(headers),
  body,
  url,
});

describe('what answers in the place of any service', () => {
  test.each([
    ['a challenge', facts(403, { 'cf-mitigated': 'challenge' }), 'a challenge of Cloudflare'],
    ['error 1015', facts(429, { server: 'cloudflare' }, 'error code: 1015'), "Cloudflare's error 1015"],
    ['error 1020', facts(403, { 'cf-ray': '8f' }, 'error code: 1020'), "Cloudflare's error 1020"],
    [
      'the login of Access',
      facts(302, { location: 'https://acme.cloudflareaccess.com/cdn-cgi/access/login/app.acme.test' }),
      'the login of Cloudflare Access',
    ],
    ['a network that asks for a sign-in', facts(511), 'status 511'],
    ['a proxy', facts(403, { via: '1.1 squid' }, '<h1>Access denied</h1>'), 'a proxy of this network'],
  ])('is %s', (_, answer, what) => expect(frontOf(answer)?.what).toContain(what));

  test.each([
    ['a Worker that threw', facts(500, { server: 'cloudflare' }, 'error code: 1101')],
    ['a host that Cloudflare cannot reach', facts(530, { server: 'cloudflare' }, 'error code: 1016')],
    ['a refusal of the service', facts(403, { 'content-type': 'application/json' }, '{"error":"forbidden"}')],
    ['an API that asks for a password', facts(401, { 'www-authenticate': 'Basic realm="logs"' })],
    ['a page that names a proxy', facts(200, {}, '<title>Our partners</title>Zscaler, blocked and denied')],
    ['a redirect to a provider', facts(302, { location: 'https://accounts.google.com/o/oauth2/auth' })],
  ])('is not %s', (_, answer) => expect(frontOf(answer)).toBeUndefined());
});

describe('what answers in the place of a page', () => {
  test.each([
    ['a password', facts(401, { 'www-authenticate': 'Basic realm="staging"' }), 'a password'],
    ['a login of somebody else', facts(302, { location: 'https://acme.okta.com/app' }), 'a login'],
    ['a maintenance page', facts(503, {}, '<h1>We are down for maintenance</h1>'), 'a maintenance page'],
  ])('is %s', (_, answer, what) => expect(frontOfPage(answer)?.what).toContain(what));

  test.each([
    ['a page', facts(200, {}, '<title>App</title>')],
    ['a redirect within the site', facts(302, { location: '/login' })],
    ['a site that is overloaded', facts(503, {}, 'upstream connect error')],
  ])('is not %s', (_, answer) => expect(frontOfPage(answer)).toBeUndefined());
});
