import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { expect, test } from 'vitest';
import { startAnswers } from '../../../fixtures/answers/start-answers.ts';
import { calledRoute } from '../../../support/platforms/worker/index.ts';
import type { PagesProfile } from '../../../support/profile/index.ts';
import { Setting } from '../../../support/profile/index.ts';
import { originSubjects } from '../../isolation/worker-origins.judge.ts';
import { sampleProfile } from '../check/sample-profile.ts';
import { gateOn } from './gate-on.ts';
import { sampleWorker } from './sample-worker.ts';

/** A Worker that takes no logs, as its config would say it: no preset, nothing beside what differs. */
const plain = { endpoints: {}, adminRoutes: [] };

const app = new Hono()
  .get('/health', (context) => context.json({ status: 'healthy', components: { redis: 'ok' } }))
  .use('/items', cors({ origin: ['https://app.example'] }))
  .get('/items', (context) => context.json([]));

test('a Worker of which the config says nothing but the address is asked for its health alone, with every effect', async () => {
  await using worker = await startAnswers(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  const { outcomes } = await gateOn(worker.url, { worker: plain, effects: ['canary', 'burst'] });
  const kinds = Object.groupBy(outcomes, ({ kind }) => kind);
  expect(kinds.held?.map(({ check }) => check).sort()).toEqual(['worker/health-latency', 'worker/healthy']);
  expect(Object.keys(kinds).sort()).toEqual(['held', 'not applicable']);
  expect(kinds['not applicable']?.find(({ check }) => check === 'worker/ingests')?.reason).toBe(
    '`platforms.worker.endpoints.log` is not set',
  );
  expect(kinds['not applicable']?.find(({ check }) => check === 'worker/cors-allows')?.reason).toBe(
    '`platforms.worker.allowedOrigins` is not set',
  );
});

test('CORS of a Worker that takes no logs is judged at the route that pages read', async () => {
  await using worker = await startAnswers(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  const { said } = await gateOn(worker.url, {
    worker: { ...plain, corsPath: '/items', corsHeaders: [], allowedOrigins: { value: 'https://app.example' } },
  });
  expect(said('worker/cors-allows')).toEqual(['held']);
  expect(said('worker/cors-refuses')).toEqual(['held']);
});

test('a limit without a route to count at is not verified, and the words say what to name', async () => {
  await using worker = await startAnswers(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  const { outcomes } = await gateOn(worker.url, {
    worker: { ...plain, rateLimits: [{ per: 'ip', limit: 3, windowMs: 1_000 }] },
    effects: ['canary', 'burst'],
  });
  expect(outcomes.find(({ check }) => check === 'worker/rate-limit-exact')).toMatchObject({
    kind: 'not verified',
    reason: expect.stringContaining('`platforms.worker.endpoints.log` is not set'),
    enable: expect.stringContaining('where logs are posted'),
  });
});

test.each([
  ['a Worker that takes logs', {}, { path: '/log', methods: ['POST'] }],
  ['a Worker that takes none', plain, { path: '/health', methods: ['GET'] }],
  ['its first route that pages read', { ...plain, corsPath: ['/items', '/b'] }, { path: '/items', methods: ['GET'] }],
  ['the methods that are named', { ...plain, corsMethods: ['PUT' as const] }, { path: '/health', methods: ['PUT'] }],
])('the preflight of %s', (_, source, expected) => {
  expect(calledRoute(sampleWorker(source))).toEqual(expected);
});

const siteOf = (environment: string, url: string) =>
  ({ environment, url: Setting.of('APP_URL', url, 'app.table:4:1'), name: 'pages' }) as unknown as PagesProfile;
const prod = siteOf('prod', 'https://app.example');
const dev = siteOf('dev', 'https://dev.example');

function promised(origins: string | undefined) {
  const worker = sampleWorker(origins === undefined ? {} : { origins });
  const others = [sampleProfile({ environment: 'dev', sites: [dev], workers: [] })];
  const subjects = originSubjects(sampleProfile({ workers: [worker], sites: [prod], others }));
  return subjects.map(({ environment, expected }) => `${environment} ${expected}`);
}

test.each([
  ['a list', 'https://app.example', ['prod allowed', 'dev refused']],
  ['an empty list', '', ['dev refused']],
  ['every origin', '*', ['prod allowed']],
])('what %s promises of the sites of the environments', (_, origins, expected) => {
  expect(promised(origins)).toEqual(expected);
});

test('a Worker without an allow-list promises nothing of any site', () => {
  expect(() => promised(undefined)).toThrow('promises nothing of any site');
});
