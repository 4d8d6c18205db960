import { describe, expect, test } from 'vitest';
import { fits } from '../../../../support/platforms/worker/cors/listed-origins.ts';
import { allowedOrigins, judgeAllowed, refusedOrigins } from '../../../../support/platforms/worker/index.ts';
import type { Profile } from '../../../../support/profile/index.ts';
import { sampleWorker } from '../sample-worker.ts';

const profile = (origins: string) =>
  ({ environment: 'prod', workers: [sampleWorker({ origins })], sites: [], others: [] }) as unknown as Profile;

const letIn = (origins: string) => allowedOrigins(profile(origins)).map(({ origin, isMisfit }) => [origin, isMisfit]);
const keptOut = (origins: string) => refusedOrigins(profile(origins)).map(({ origin }) => origin);

/** A Worker that allows every origin that asks. */
function reflecting(origin: string | undefined) {
  const answer = {
    url: 'https://logs.example.com/log',
    status: 204,
    allowOrigin: origin ?? null,
    allowCredentials: null,
    vary: 'Origin',
  };
  const preflight = { ...answer, method: 'POST', allowMethods: 'POST', allowHeaders: 'content-type' };
  return { preflights: [preflight], actual: answer };
}

describe('an entry that is not what browsers send', () => {
  const refusing = reflecting(undefined);

  test.each([
    ['https://app.example.com/', 'https://app.example.com'],
    ['https://App.Example.com', 'https://app.example.com'],
    ['https://app.example.com:443', 'https://app.example.com'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ])('is asked for as browsers send it: %s', (entry, origin) => {
    const [subject] = allowedOrigins(profile(entry));
    if (!subject) throw new Error('every entry of the list is looked at');
    expect(subject.origin).toBe(origin);
    expect(judgeAllowed(subject, reflecting(origin), refusing)).toEqual([]);
    const findings = judgeAllowed(subject, refusing, refusing);
    expect(findings).toHaveLength(2);
    expect(findings.every(({ cause }) => cause?.includes(`the list holds \`${entry}\``))).toBe(true);
  });

  test.each([['app.example.com'], ['https://a.example https://b.example'], ['null']])(
    'and means no origin is told, whatever the Worker answers to it: %s',
    (entry) => {
      const [subject] = allowedOrigins(profile(entry));
      if (!subject) throw new Error('every entry of the list is looked at');
      expect(judgeAllowed(subject, reflecting(entry), refusing)).toEqual([
        expect.objectContaining({
          what: 'the allow-list of prod holds what no browser sends as an origin',
          received: entry,
          from: ['app.table:3:1'],
        }),
      ]);
      expect(keptOut(entry)).toContain('null');
    },
  );

  test('stands beside others that are looked at as before', () => {
    expect(letIn('https://a.example, null,,https://b.example')).toEqual([
      ['https://a.example', undefined],
      ['null', true],
      ['https://b.example', undefined],
    ]);
  });
});

test('the schemes of apps and extensions are origins', () => {
  const entries = 'capacitor://localhost,chrome-extension://abcdefghijklmnop,http://localhost:5173,http://[::1]:8080';
  expect(letIn(entries)).toEqual(entries.split(',').map((origin) => [origin, undefined]));
});

describe('a pattern', () => {
  const pattern = 'https://*.app.pages.dev';

  test('lets in an origin that fits it', () => {
    expect(letIn(pattern)).toEqual([['https://airlock-preview.app.pages.dev', undefined]]);
  });

  test('keeps out look-alikes, and calls none of them one that fits', () => {
    const origins = keptOut(pattern) ?? [];
    expect(origins).toEqual(
      expect.arrayContaining([
        'https://airlock-preview.app.pages.dev.evil.test',
        'http://airlock-preview.app.pages.dev',
        'https://airlock-preview.app.pages.dev:8443',
      ]),
    );
    expect(origins.filter((origin) => origin !== undefined && fits(origin, pattern))).toEqual([]);
  });
});
