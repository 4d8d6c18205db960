import { describe, expect, test } from 'vitest';
import { allowedOrigins, refusedOrigins } from '../../../../support/platforms/worker/cors/cors-origins.ts';
import {
  type CorsAnswers,
  judgeAllowed,
  judgeOpen,
  judgeRefused,
} from '../../../../support/platforms/worker/cors/judge-cors.ts';
import { lookAlikes } from '../../../../support/platforms/worker/cors/look-alikes.ts';
import type { Preflight } from '../../../../support/platforms/worker/cors/read-preflight.ts';
import type { Profile } from '../../../../support/profile/index.ts';
import fc from '../../property.ts';
import { sampleWorker } from '../sample-worker.ts';

const app = 'https://app.example.com';
const worker = sampleWorker({ origins: app });
const subject = { worker, origin: app, who: 'an origin of prod', from: 'app.table:3:1' };

function answers(headers: Partial<Preflight> = {}): CorsAnswers {
  const shared = {
    url: 'https://logs.example.com/log',
    status: 204,
    allowOrigin: app,
    allowCredentials: null,
    vary: 'Origin',
    ...headers,
  };
  return {
    preflights: [{ method: 'POST', allowMethods: 'POST', allowHeaders: 'Content-Type', ...shared }],
    actual: shared,
  };
}

/** What is answered where no origin asks. */
const unasked = answers({ allowOrigin: null });

const profile = (over: Partial<Profile> = {}) =>
  ({
    environment: 'prod',
    workers: [worker],
    sites: [],
    others: [
      { environment: 'dev', workers: [sampleWorker({ origins: 'http://localhost:5173' })], sites: [], others: [] },
    ],
    ...over,
  }) as unknown as Profile;

describe('an origin of another environment in the own allow-list', () => {
  const site = (origin: string) => ({ url: { isSet: true, origin: 'app.table:9:1', url: new URL(origin) } });
  const dev = 'https://dev.example.com';
  const mixed = (own: Parameters<typeof sampleWorker>[0] = {}) =>
    profile({
      workers: [sampleWorker({ origins: `${app},${dev}`, ...own })],
      sites: [site(app)] as unknown as Profile['sites'],
      others: [{ environment: 'dev', workers: [], sites: [site(dev)], others: [] } as unknown as Profile],
    });

  test('is kept out, and the table is to be put right instead of the Worker', () => {
    expect(refusedOrigins(mixed()).map(({ origin }) => origin)).toContain(dev);
    const held = allowedOrigins(mixed()).find(({ origin }) => origin === dev);
    if (!held) throw new Error('the list holds the origin, and it has to be looked at');
    expect(judgeAllowed(held, answers({ allowOrigin: null }), unasked)).toEqual([
      expect.objectContaining({
        what: 'the allow-list of prod holds the site of dev',
        received: `${dev}, which is rightly refused`,
        remedy: expect.stringMatching(/^Correct the list in the table first \(config\/no-foreign-hosts/),
      }),
    ]);
    expect(judgeAllowed(held, answers({ allowOrigin: dev }), unasked)[0]?.received).toBe(`${dev}, which is let in`);
  });

  test('is let in as meant where one Worker serves both', () => {
    const shared = mixed({ sharing: 'shared' });
    expect(allowedOrigins(shared).every(({ ownedBy }) => ownedBy === undefined)).toBe(true);
    expect(refusedOrigins(shared).map(({ origin }) => origin)).not.toContain(dev);
  });
});

describe('origins that are kept out', () => {
  test('are those of other environments, look-alikes, strangers, `null` and none', () => {
    const origins = refusedOrigins(profile()).map(({ origin }) => origin);
    expect(origins).toEqual(
      expect.arrayContaining([
        'http://localhost:5173',
        'https://app.example.com.evil.test',
        'http://app.example.com',
        'https://app.example.com:8443',
        'https://APP.EXAMPLE.COM',
        'https://app.example.com.',
        'null',
        undefined,
      ]),
    );
  });

  test('never hold one that is let in, whatever the origin', () => {
    fc.assert(
      fc.property(fc.webAuthority({ withPort: true }), fc.constantFrom('http', 'https'), (authority, scheme) => {
        const { origin } = new URL(`${scheme}://${authority}`);
        const alike = lookAlikes(origin).map(([each]) => each);
        expect(alike).not.toContain(origin);
        expect(new Set(alike).size).toBeGreaterThan(5);
      }),
    );
  });

  test('of other environments are let in where the Worker is shared', () => {
    const shared = profile({ workers: [sampleWorker({ origins: app, sharing: 'shared' })] });
    expect(allowedOrigins(shared).map(({ origin }) => origin)).toEqual([app, 'http://localhost:5173']);
    expect(refusedOrigins(shared).map(({ origin }) => origin)).not.toContain('http://localhost:5173');
  });

  test('are nobody where every origin is meant to be let in: what is looked at is that no cookies come with it', () => {
    const [anybody, ...more] = refusedOrigins(profile({ workers: [sampleWorker({ origins: '*' })] }));
    if (!anybody) throw new Error('a stranger stands for everybody');
    expect(more).toEqual([]);
    const reflected = { allowOrigin: anybody.origin ?? null };
    expect(() => judgeOpen(anybody, answers(reflected))).toThrow('`allowedOrigins` is `*`');
    expect(judgeOpen(anybody, answers({ ...reflected, allowCredentials: 'true' }))).toHaveLength(1);
  });

  test('are all where no browser is meant to call', () => {
    const closed = profile({ workers: [sampleWorker({ origins: '' })] });
    expect(() => allowedOrigins(closed)).toThrow('`platforms.worker.allowedOrigins` is empty');
    expect(refusedOrigins(closed).map(({ origin }) => origin)).toContain('null');
  });
});

describe('an origin that is let in', () => {
  test('is answered with itself, its headers and `Vary`', () => {
    expect(judgeAllowed(subject, answers(), unasked)).toEqual([]);
    expect(judgeAllowed(subject, answers({ vary: 'Accept-Encoding, origin' }), unasked)).toEqual([]);
  });

  test.each([
    [{ allowOrigin: null }, 'is refused'],
    [{ allowOrigin: `${app}/` }, 'is refused'],
    [{ allowOrigin: `${app}, ${app}` }, 'is refused'],
    [{ status: 403 }, 'is refused'],
    [{ vary: null }, 'no cache is told'],
    [{ vary: 'Accept-Encoding' }, 'no cache is told'],
    [{ allowHeaders: 'x-other' }, 'does not allow a header'],
    [{ method: 'DELETE' }, 'does not allow DELETE'],
    [{ method: 'PATCH', allowMethods: 'patch' }, 'does not allow PATCH'],
    [{ allowOrigin: '*', allowCredentials: 'true' }, 'a wildcard stands beside credentials'],
  ])('and answered with %j is told', (headers, words) => {
    const findings = judgeAllowed(subject, answers(headers), unasked);
    expect(findings.map(({ what }) => what).join('\n')).toContain(words);
  });

  test('needs no `Vary` where every request is answered with one and the same origin', () => {
    const fixed = answers({ vary: null });
    expect(judgeAllowed(subject, fixed, fixed)).toEqual([]);
    expect(judgeAllowed(subject, fixed, { ...fixed, actual: unasked.actual })).toHaveLength(1);
  });

  test('needs `Authorization` by name: the star does not cover it', () => {
    const withToken = { ...subject, worker: sampleWorker({ origins: app, corsHeaders: ['authorization'] }) };
    expect(judgeAllowed(withToken, answers({ allowHeaders: '*' }), unasked)).toHaveLength(1);
    expect(judgeAllowed({ ...subject }, answers({ allowHeaders: '*' }), unasked)).toEqual([]);
  });
});

describe('an origin that is kept out', () => {
  const stranger = { ...subject, origin: 'https://evil.example', who: 'a stranger' };

  test.each([[null], [app], ['https://other.example']])(
    'may be answered with %s: its browser withholds the answer',
    (allowOrigin) => {
      expect(judgeRefused(stranger, answers({ allowOrigin }))).toEqual([]);
    },
  );

  test.each([['*'], ['https://evil.example']])('and answered with %s is told, for both requests', (allowOrigin) => {
    expect(judgeRefused(stranger, answers({ allowOrigin }))).toHaveLength(2);
  });

  test('may be none at all; then only the star lets everyone in', () => {
    expect(judgeRefused({ ...stranger, origin: undefined }, answers({ allowOrigin: app }))).toEqual([]);
    expect(judgeRefused({ ...stranger, origin: undefined }, answers({ allowOrigin: '*' }))).toHaveLength(2);
  });
});
