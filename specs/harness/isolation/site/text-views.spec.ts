import { describe, expect, test } from 'vitest';
import { localAddresses } from '../../../../support/families/isolation/site/local-addresses.ts';
import { secretShapes } from '../../../../support/families/isolation/site/secret-shapes.ts';
import { findMark, type SiteMark } from '../../../../support/families/isolation/site/site-marks.ts';
import { textViews } from '../../../../support/families/isolation/site/text-views.ts';
import fc from '../../property.ts';

const mark: SiteMark = { kind: 'deployment', text: 'graceful-shrimp-355', environment: 'dev', from: 'app.table:3' };
const address = 'https://graceful-shrimp-355.convex.cloud/api';

function isSeen(text: string): boolean {
  return textViews(text).some((view) => findMark(view.text.toLowerCase(), mark) >= 0);
}

const encodings: Record<string, (text: string) => string> = {
  'percent-encoding': (text) => encodeURIComponent(text),
  'percent-encoding of every character': (text) =>
    [...text].map((each) => `%${each.charCodeAt(0).toString(16)}`).join(''),
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64 for addresses': (text) => Buffer.from(text).toString('base64url'),
  'escapes of JavaScript': (text) => [...text].map((each) => `\\x${each.charCodeAt(0).toString(16)}`).join(''),
  'escapes of JSON': (text) => [...text].map((each) => `\\u00${each.charCodeAt(0).toString(16)}`).join(''),
  JSON: (text) => JSON.stringify(JSON.stringify({ url: text })),
  'entities of HTML': (text) => [...text].map((each) => `&#${each.charCodeAt(0)};`).join(''),
};
const encoding = fc.constantFrom(...Object.entries(encodings));

describe('a deployment name', () => {
  test.each(Object.entries(encodings))('is seen in %s', (_, encode) => {
    expect(isSeen(`let a="${encode(address)}";`)).toBe(true);
  });

  test('is seen in one encoding inside another', () => {
    fc.assert(
      fc.property(encoding, encoding, fc.stringMatching(/^[a-z ;,]{0,30}$/), ([, inner], [, outer], noise) => {
        expect(isSeen(`${noise} "${outer(inner(address))}" ${noise}`)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['"https://graceful"+"-shrimp-355"+".convex.cloud"'],
    ["'graceful-' + 'shrimp-355'"],
    ['`graceful`+`-shrimp-355`'],
    ['["graceful","shrimp","355"].join("-")'],
    ["['graceful-shr','imp-355'].join('')"],
    ['"graceful".concat("-shrimp-355")'],
    ['"graceful".concat("-shrimp","-355")'],
    ['"graceful" /* of dev */ + "-shrimp-355"'],
    ['"graceful"+("-shrimp"+"-355")'],
    ['["graceful","-shrimp","-355"].join``'],
    ['"graceful-\\\nshrimp-355"'],
    ['`https://${"graceful"}-shrimp-355.convex.cloud`'],
    [`atob("${Buffer.from('graceful-').toString('base64')}"+"${Buffer.from('shrimp-355').toString('base64')}")`],
  ])('is seen where a minifier split it: %s', (text) => {
    expect(isSeen(`const url=${text};`)).toBe(true);
  });

  test('is seen in a source map inside a script', () => {
    const map = JSON.stringify({ sourcesContent: [`export const url = "${address}";`] });
    expect(
      isSeen(`x();\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`),
    ).toBe(true);
  });

  test('is seen in base64 of a text that is mostly not in Latin letters', () => {
    expect(isSeen(Buffer.from(`// адрес сервера разработки: ${address}`).toString('base64'))).toBe(true);
  });

  test.each(['ungraceful-shrimp-3551', 'graceful-shrimp-3550', 'xgraceful-shrimp-355', 'graceful shrimp 355'])(
    'is not taken for %s',
    (text) => {
      expect(isSeen(`"${text}"`)).toBe(false);
    },
  );
});

describe('a host', () => {
  const host: SiteMark = { kind: 'host', text: 'app.harbour.example', environment: 'prod', from: '' };
  test.each([
    ['https://app.harbour.example/x', true],
    ['"app.harbour.example"', true],
    ['app.harbour.example.', true],
    ['https://dev.app.harbour.example', false],
    ['https://app.harbour.example.org', false],
    ['https://my-app.harbour.example', false],
  ])('in %s: %s', (text, seen) => {
    expect(findMark(text, host) >= 0).toBe(seen);
  });
});

describe('an address of this machine', () => {
  test.each([
    'http://localhost:3000',
    'ws://127.0.0.1:8080/x',
    '"localhost:5173"',
    'http://192.168.1.4',
    'https://10.0.0.7/api',
    'http://172.20.3.4:80',
    'http://api.internal/',
    '//localhost:3000/api',
    '192.168.1.20:8080',
    'http://[::1]:3000',
    'ws://[fd00::1]:80',
    'http://dev.localhost:3000',
    'host.docker.internal:3000',
    'http://localhost',
  ])('is seen: %s', (text) => {
    expect(localAddresses(`a(${JSON.stringify(text)})`)).toHaveLength(1);
  });

  test('is seen where the page only goes on to ask where it stands itself', () => {
    expect(localAddresses('const api="http://localhost";fetch(api+"/x?from="+location.origin)')).toHaveLength(1);
  });

  test.each([
    'location.hostname==="localhost"',
    'new URL(e,"http://localhost")',
    // axios, and react-router as it is published, as terser leaves it, and in a source map.
    'const origin = hasBrowserEnv && window.location.href || "http://localhost";',
    'let base = "http://localhost";\n  if (windowImpl) {\n    base = windowImpl.location.origin !== "null" ? windowImpl.location.origin : windowImpl.location.href;',
    'let n="http://localhost";"undefined"!=typeof window&&(n="null"!==window.location.origin?window.location.origin:window.location.href);',
    JSON.stringify(
      'let base = "http://localhost";\n  if (isBrowser) {\n    base =\n      window.location.origin !== "null"',
    ),
    'a?this.local:80',
    'version 10.0.0.7',
    'https://172.15.0.1',
    'https://localhost.acme.com',
    '"127.0.0.1"',
  ])('is not taken for one: %s', (text) => {
    expect(localAddresses(text)).toEqual([]);
  });
});

describe('a secret', () => {
  const jwt = (role: string) =>
    ['{"alg":"HS256","typ":"JWT"}', `{"iss":"made-up","role":"${role}"}`, 'made-up-signature']
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.');
  const prefixed = (prefix: string) => prefix + 'madeUp0'.repeat(5);

  test.each([
    ['prod:steady-otter-902|madeup0madeup', 'a deploy key of Convex'],
    [prefixed(['gh', 'p_'].join('')), 'a GitHub token'],
    [prefixed(['sk', '_live_'].join('')), 'a secret key of Stripe'],
    ['postgres://app:made-up-password@db.harbour.example/app', 'a connection string with a password'],
    ['rediss://:made-up-password@cache.harbour.example:6379', 'a connection string with a password'],
    ['postgresql+asyncpg://app:made-up-password@db.harbour.example/app', 'a connection string with a password'],
    [prefixed(['sk', '-ant-api03-a-'].join('')), 'a key of OpenAI, Anthropic or OpenRouter'],
    [prefixed(['sk', '-proj-a-b_'].join('')), 'a key of OpenAI, Anthropic or OpenRouter'],
    [prefixed(['gl', 'pat-'].join('')), 'a token of GitLab'],
    [prefixed(['hooks.', 'slack.com/services/T0/B0/'].join('')), 'a token of Slack'],
    ['-----BEGIN RSA PRIVATE KEY-----', 'a private key'],
    [jwt('service_role'), 'a JSON Web Token of the role service_role'],
  ])('is known by its form: %s', (text, what) => {
    expect(secretShapes(`x="${text}"`).map((each) => each.what)).toEqual([what]);
  });

  test.each([
    prefixed(['pk', '_live_'].join('')),
    prefixed(['AI', 'za'].join('')),
    prefixed('phc_'),
    prefixed('sb_publishable_'),
    jwt('anon'),
    'postgres://app@db.harbour.example/app',
    'data-sk-loader-animation-name',
  ])('is not taken for one that is published on purpose: %s', (text) => {
    expect(secretShapes(`x="${text}"`)).toEqual([]);
  });
});
