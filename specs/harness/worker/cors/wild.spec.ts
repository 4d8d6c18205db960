import { getRequestListener } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { startAnswers } from '../../../../fixtures/answers/start-answers.ts';
import {
  type CorsPolicy,
  corsOrigins,
  exactly,
  foreignCors,
  grant,
} from '../../../../fixtures/foreign/cors-policies.ts';
import { foreignCases } from '../../faults/foreign-cases.ts';
import fc from '../../property.ts';
import { gateOn } from '../gate-on.ts';

async function startWith(policy: CorsPolicy) {
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

const { app, admin } = corsOrigins;

async function judged(policy: CorsPolicy, origins = `${app},${admin}`) {
  await using server = await startWith(policy);
  const run = await gateOn(server.url, { worker: { components: [], allowedOrigins: { value: origins } } });
  return { allows: run.said('worker/cors-allows'), refuses: run.said('worker/cors-refuses') };
}

const held = { allows: ['held'], refuses: ['held'] };

test.for(foreignCases('cors-policies', foreignCors))('$story', async ({ record, policy, what }, { task }) => {
  task.meta.fault = record;
  const said = await judged(policy);
  if (what === undefined) expect(said).toEqual(held);
  else expect(record.checks[0] === 'worker/cors-refuses' ? said.refuses : said.allows).toContain(what);
});

describe('a Worker that lets others in', () => {
  test('that are other tenants of a shared host is caught, wherever the own one stands in the list', async () => {
    const own = 'https://acme.pages.dev';
    const policy: CorsPolicy = (origin) =>
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
    const policy: CorsPolicy = (origin) => ({ ...grant(origin), 'access-control-allow-credentials': 'true' });
    expect((await judged(policy, '*')).refuses).toEqual(['every origin is let in together with its cookies']);
    const onErrors: CorsPolicy = (origin, kind) => (kind === 'error' ? policy(origin, kind) : grant(origin));
    expect((await judged(onErrors, '*')).refuses).toEqual(['every origin is let in together with its cookies']);
    expect((await judged((origin) => grant(origin), '*')).refuses[0]).toMatch(/^not applicable/);
  });
});

test('an error is not a refusal of a stranger', async () => {
  const policy: CorsPolicy = (origin, kind) =>
    exactly(app, admin)(origin)['access-control-allow-origin'] || kind !== 'preflight'
      ? exactly(app, admin)(origin)
      : 500;
  expect((await judged(policy)).refuses[0]).toMatch(
    /^not verified: OPTIONS .* is answered status 500: an error is not a refusal/,
  );
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
        const policy: CorsPolicy = (origin, kind) =>
          kind === route && fits(origin, own) ? grant(origin) : exactly(app, admin)(origin);
        expect((await judged(policy)).refuses).not.toEqual(['held']);
      },
    ),
    { numRuns: 12 },
  );
});
