import { describe, expect, test } from 'vitest';
import { frontOf, frontOfPage } from '../../../support/http/index.ts';
import { redact } from '../../../support/redaction/redact.ts';

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
    [
      'a block by the firewall',
      facts(
        403,
        { server: 'cloudflare' },
        '<title>Attention Required! | Cloudflare</title> Sorry, you have been blocked',
      ),
      "a block of Cloudflare's firewall",
    ],
    [
      'error 1020 on the page of today',
      facts(403, { server: 'cloudflare' }, '<span class="cf-code-label">Error code <span>1020</span></span>'),
      "Cloudflare's error 1020",
    ],
    ['a refusal by Access', facts(403, {}, '<title>Forbidden ・ Cloudflare Access</title>'), 'the login of Cloudflare'],
    ['a challenge of AWS', facts(202, { 'x-amzn-waf-action': 'challenge' }), 'a challenge of AWS WAF'],
    ['a challenge of Vercel', facts(429, { 'x-vercel-mitigated': 'challenge' }), 'of Vercel'],
    ['a refusal by Akamai', facts(403, { server: 'AkamaiGHost' }, '<TITLE>Access Denied</TITLE>'), 'a block of Akamai'],
    ['a challenge of Imperva', facts(200, {}, '<script src="/_Incapsula_Resource?SWJIYLWA=7"></script>'), 'Imperva'],
    ['a challenge of DataDome', facts(403, { server: 'DataDome' }), 'DataDome'],
    ['Google’s proxy', facts(401, { 'x-goog-iap-generated-response': 'true' }, 'Invalid IAP credentials'), 'Google'],
    ['a tunnel that warns', facts(200, { 'ngrok-error-code': 'ERR_NGROK_6024' }, '<title>ngrok</title>'), 'ngrok'],
    ['a proxy that redirects', facts(307, { location: 'https://gateway.zscalerthree.net/auD?x=1' }), 'a proxy of this'],
    [
      'a page that a firewall blocks',
      facts(503, {}, '<title>Web Page Blocked</title>Access has been blocked in accordance with company policy.'),
      'a block page of this network',
    ],
    ['a network that asks for a sign-in', facts(511), 'status 511'],
    [
      'a challenge in German',
      facts(403, {}, '<title>Nur einen Moment…</title><script>window._cf_chl_opt={cType:"managed"}</script>'),
      'a challenge of Cloudflare',
    ],
    [
      'error 1020 as a problem document',
      facts(403, { server: 'cloudflare' }, '{"error_code": 1020, "cloudflare_error": true}'),
      "Cloudflare's error 1020",
    ],
    [
      'the login of Vercel without a cookie',
      facts(
        401,
        { server: 'Vercel' },
        '<script>location.href="https://vercel.com/sso-api?url=https%3A%2F%2Fx"</script>',
      ),
      'the protection of Vercel',
    ],
    [
      'the login of Netlify',
      facts(401, { server: 'Netlify' }, '<a href="https://app.netlify.com/authorize?response_type=code">Log in</a>'),
      'the login of Netlify',
    ],
    ['a proxy', facts(403, { via: '1.1 squid' }, '<h1>Access denied</h1>'), 'a proxy of this network'],
  ])('is %s', (_, answer, what) => expect(frontOf(answer)?.what).toContain(what));

  test.each([
    ['a Worker that threw', facts(500, { server: 'cloudflare' }, 'error code: 1101')],
    ['a host that Cloudflare cannot reach', facts(530, { server: 'cloudflare' }, 'error code: 1016')],
    ['a refusal of the service', facts(403, { 'content-type': 'application/json' }, '{"error":"forbidden"}')],
    ['an API that asks for a password', facts(401, { 'www-authenticate': 'Basic realm="logs"' })],
    ['a page that names a proxy', facts(200, {}, '<title>Our partners</title>Zscaler, blocked and denied')],
    ['a redirect to a provider', facts(302, { location: 'https://accounts.google.com/o/oauth2/auth' })],
    ...[404, 500].map((status): [string, ReturnType<typeof facts>] => [
      `the site's own page (status ${status}) with a script that Cloudflare adds`,
      facts(
        status,
        { server: 'cloudflare' },
        `<script>a.src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'</script>`,
      ),
    ]),
    ...[200, 500].map((status): [string, ReturnType<typeof facts>] => [
      `the site's own page (status ${status}) with a script that Imperva adds`,
      facts(status, {}, '<title>Acme</title><script src="/_Incapsula_Resource?SWJIYLWA=7"></script>'),
    ]),
    [
      'an app behind Access that links to the sign-out',
      facts(200, {}, '<title>Access control</title><a href="/cdn-cgi/access/logout">Sign out</a>'),
    ],
    ['a service with an error code of its own', facts(400, { server: 'cloudflare' }, '{"error_code":1015}')],
  ])('is not %s', (_, answer) => expect(frontOf(answer)).toBeUndefined());
});

describe('what answers in the place of a page', () => {
  test.each([
    ['a password', facts(401, { 'www-authenticate': 'Basic realm="staging"' }), 'a password'],
    ['a login of somebody else', facts(302, { location: 'https://acme.okta.com/app' }), 'a login'],
    ['a sign-in of another scheme', facts(401, { 'www-authenticate': 'Digest realm="staging"' }), 'a sign-in'],
    [
      'a realm of Keycloak',
      facts(302, { location: 'https://sso.acme.test/realms/a/protocol/openid-connect/auth' }),
      'a login',
    ],
    ['a login that leads back', facts(302, { location: `https://auth.acme.test/?rd=${url}` }), 'a login'],
    ['a client of OAuth', facts(302, { location: 'https://id.acme.test/go?client_id=1&redirect_uri=x' }), 'a login'],
    ['oauth2-proxy on the same host', facts(302, { location: '/oauth2/sign_in?rd=%2F' }), 'a login'],
    [
      'a portal that leads on',
      facts(200, {}, '<meta http-equiv="refresh" content="0; url=https://wifi.hotel.test/login">'),
      'the sign-in of a network',
    ],
    ['a captcha', facts(403, {}, '<div class="h-captcha"></div>'), 'a challenge'],
    ['a maintenance page that says 200', facts(200, {}, '<h1>We are down for maintenance</h1>'), 'a maintenance page'],
    ['a maintenance page', facts(503, {}, '<h1>We are down for maintenance</h1>'), 'a maintenance page'],
  ])('is %s, in words that no redaction takes for a secret', (_, answer, what) => {
    const front = frontOfPage(answer);
    expect(front?.what).toContain(what);
    expect(redact(`${front?.what}. ${front?.enable}`)).toBe(`${front?.what}. ${front?.enable}`);
  });

  test.each([
    ['a page', facts(200, {}, '<title>App</title>')],
    ['a page about maintenance', facts(200, {}, '<title>Boats</title><p>Ours are under maintenance in winter.</p>')],
    ['a sign-up with a captcha', facts(200, {}, '<title>Join</title><div class="h-captcha"></div>')],
    ['a redirect to another host', facts(302, { location: 'https://www.acme.test/?from=mail' })],
    ['a page that leads on within the site', facts(200, {}, '<meta http-equiv="refresh" content="0; url=/en/login">')],
    ['a redirect within the site', facts(302, { location: '/login' })],
    ['a site that is overloaded', facts(503, {}, 'upstream connect error')],
  ])('is not %s', (_, answer) => expect(frontOfPage(answer)).toBeUndefined());
});
