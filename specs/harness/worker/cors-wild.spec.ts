import { getRequestListener } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { startAnswers } from '../../../fixtures/answers/start-answers.ts';
import fc from '../property.ts';
import { gateOn } from './gate-on.ts';

type Headers = Record<string, string>;
/** The CORS headers of one answer; `kind` is the route, or `error` for a refused request. */
type Policy = (origin: string, kind: string) => Headers | number;

async function startWith(policy: Policy) {
  const app = new Hono();
  const answer = (context: Context, kind: string, body: unknown, status = 200) => {
    const said = policy(context.req.header('origin') ?? '', kind);
    if (typeof said === 'number') return context.json({ error: 'broken' }, said as 500);
    const headers = { vary: 'Origin', ...said };
    return context.json(body, status as 200, headers);
  };
  app.get('/health', (context) => answer(context, 'health', { status: 'healthy' }));
  app.get('/logs', (context) => {
    const trace = context.req.query('trace_id');
    if (trace === undefined) return answer(context, 'error', { error: 'trace_id is missing' }, 400);
    return answer(context, 'logs', { trace_id: trace, logs: [] });
  });
  app.get('/traces/recent', (context) => answer(context, 'recent', { traces: [] }));
  app.options('*', (context) => answer(context, 'preflight', {}));
  return await startAnswers(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
}

const app = 'https://app.acme.test';
const admin = 'https://admin.acme.test';
const grant = (origin: string): Headers => ({
  'access-control-allow-origin': origin,
  'access-control-allow-headers': 'content-type',
  'access-control-allow-methods': 'GET, POST',
});
const exactly =
  (...listed: string[]) =>
  (origin: string) =>
    listed.includes(origin) ? grant(origin) : {};

async function judged(policy: Policy, origins = `${app},${admin}`) {
  await using server = await startWith(policy);
  const run = await gateOn(server.url, { worker: { components: [], allowedOrigins: { value: origins } } });
  return { allows: run.said('worker/cors-allows'), refuses: run.said('worker/cors-refuses') };
}

const held = { allows: ['held'], refuses: ['held'] };

describe('a Worker that lets in its own origins alone', () => {
  test.each([
    ['on every route', exactly(app, admin)],
    [
      'on those that pages use, and gives its logs to no page',
      (origin: string, kind: string) => (/logs|error|recent/.test(kind) ? {} : exactly(app, admin)(origin)),
    ],
  ])('%s holds', async (_, policy) => {
    expect(await judged(policy)).toEqual(held);
  });
});

describe('a Worker that lets others in', () => {
  test.each<[string, Policy, string]>([
    [
      'on one route alone',
      (origin, kind) => (kind === 'logs' ? grant(origin) : exactly(app, admin)(origin)),
      'an origin that nobody knows is let in',
    ],
    [
      'by a prefix of the second origin',
      (origin) => (origin === app || origin.startsWith(admin) ? grant(origin) : {}),
      'a look-alike that begins as an allowed origin does is let in',
    ],
    [
      'by http for the second origin',
      (origin) => exactly(app, admin, 'http://admin.acme.test')(origin),
      'a look-alike with another scheme is let in',
    ],
    [
      'where the second dot is any character',
      (origin) => (origin === admin || /^https:\/\/app\.acme.test$/.test(origin) ? grant(origin) : {}),
      'a look-alike that fits where a dot is taken for any character is let in',
    ],
    [
      'from any port of localhost',
      (origin) => (/^http:\/\/localhost:\d+$/.test(origin) ? grant(origin) : exactly(app, admin)(origin)),
      'a page of any developer’s machine is let in',
    ],
  ])('%s is caught', async (_, policy, what) => {
    expect((await judged(policy)).refuses).toContain(what);
  });

  test('that are other tenants of a shared host is caught, wherever the own one stands in the list', async () => {
    const own = 'https://acme.pages.dev';
    const policy: Policy = (origin) =>
      /^https:\/\/[\w-]+\.pages\.dev$/.test(origin) ? grant(origin) : exactly(app, admin)(origin);
    expect((await judged(policy, `${app},${admin},${own}`)).refuses).toEqual(
      expect.arrayContaining(['another tenant of the same host is let in']),
    );
  });

  test('by a star is one finding, with the number of origins', async () => {
    await using server = await startWith(() => grant('*'));
    const run = await gateOn(server.url, { worker: { components: [], allowedOrigins: { value: `${app},${admin}` } } });
    const findings = run.outcomes.find(({ check }) => check === 'worker/cors-refuses')?.findings ?? [];
    expect(findings).toHaveLength(1);
    expect(findings[0]?.received).toMatch(/\d{2} origins/);
  });

  test('together with their cookies is caught where the list is open', async () => {
    const policy: Policy = (origin) => ({ ...grant(origin), 'access-control-allow-credentials': 'true' });
    expect((await judged(policy, '*')).refuses).toEqual(['every origin is let in together with its cookies']);
    expect((await judged((origin) => grant(origin), '*')).refuses[0]).toMatch(/^not applicable/);
  });
});

test('an error is no refusal of a stranger', async () => {
  const policy: Policy = (origin, kind) =>
    exactly(app, admin)(origin)['access-control-allow-origin'] || kind !== 'preflight'
      ? exactly(app, admin)(origin)
      : 500;
  expect((await judged(policy)).refuses[0]).toMatch(
    /^not verified: OPTIONS .* is answered status 500: an error is no refusal/,
  );
});

describe('an allowed page', () => {
  test.each<[string, Policy, string]>([
    [
      'cannot read an error',
      (origin, kind) => (kind === 'error' ? {} : exactly(app, admin)(origin)),
      `an error is kept from the page of an origin of prod, ${app}`,
    ],
    [
      'of the second origin cannot read the logs',
      (origin, kind) => (kind === 'logs' && origin === admin ? {} : exactly(app, admin)(origin)),
      `the answer to an origin of prod, ${admin}, is kept from its page`,
    ],
  ])('that %s is told', async (_, policy, what) => {
    expect((await judged(policy)).allows).toContain(what);
  });
});

test('whichever origin and route has a careless comparison, it is caught', async () => {
  const careless: ((origin: string, own: string) => boolean)[] = [
    (origin, own) => origin.startsWith(own),
    (origin, own) => origin.endsWith(own.replace('https://', '')),
    (origin, own) => origin.replace(/^http:/, 'https:') === own,
    (origin, own) => origin.toLowerCase() === own,
    (origin, own) => new RegExp(`^${own}$`).test(origin),
    (origin, own) => origin.replace(/:\d+$/, '') === own,
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...careless),
      fc.constantFrom(app, admin),
      fc.constantFrom('health', 'logs', 'recent', 'preflight'),
      async (fits, own, route) => {
        const policy: Policy = (origin, kind) =>
          kind === route && fits(origin, own) ? grant(origin) : exactly(app, admin)(origin);
        expect((await judged(policy)).refuses).not.toEqual(['held']);
      },
    ),
    { numRuns: 12 },
  );
});
