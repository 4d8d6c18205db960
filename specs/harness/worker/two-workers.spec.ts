import type { RequestListener } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { startAnswers } from '../../../fixtures/answers/start-answers.ts';
import { logRoutes } from '../profile/worker-from.ts';
import { type GateOptions, gateOn } from './gate-on.ts';

/** A Worker that takes logs as JSON, counts them by trace in a fixed window, and lists what it has. */
function logsWorker(limit: number): RequestListener {
  const logs = new Map<string, unknown[]>();
  const app = new Hono();
  app.get('/health', (context) => context.json({ status: 'ok', components: { kv: { status: 'up' } } }));
  app.post('/log', async (context) => {
    const log = await context.req.json().catch(() => undefined);
    const isGood = typeof log?.trace_id === 'string' && log.trace_id !== '' && typeof log.message === 'string';
    if (!isGood || log.message === '' || log.message.length > 9_000 || Array.isArray(log.context?.a))
      return context.json({ error: 'this is not a log' }, 400);
    if (!['log', 'info', 'warn', 'error'].includes(log.level) || log.system !== 'manual')
      return context.json({ error: 'level or system' }, 400);
    const kept = logs.get(log.trace_id) ?? [];
    if (kept.length >= limit) return context.json({ error: 'slow down' }, 429, { 'retry-after': '60' });
    logs.set(log.trace_id, [...kept, log]);
    return context.json({ success: true });
  });
  app.get('/logs', (context) => context.json({ logs: logs.get(context.req.query('trace_id') ?? '') ?? [] }));
  app.get('/traces/recent', (context) => context.json({ traces: [...logs.keys()].map((id) => ({ id })) }));
  return getRequestListener(app.fetch, { overrideGlobalObjects: false });
}

/** One of another shape: below a path, health as text, CORS for one site, an answer of its own; it takes no logs at all. */
function imagesWorker(health: string): RequestListener {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    if (context.req.header('origin') === 'https://app.acme.test') {
      context.header('access-control-allow-origin', 'https://app.acme.test');
      context.header('access-control-allow-methods', 'GET,POST');
      context.header('access-control-allow-headers', 'content-type');
      context.header('vary', 'origin');
    }
  });
  app.options('*', (context) => context.body(null, 204));
  app.get('/img/healthz', (context) => context.text(health));
  app.all('*', (context) => context.json({ error: 'nothing here' }, 404));
  return getRequestListener(app.fetch, { overrideGlobalObjects: false });
}

type Worker = NonNullable<GateOptions['workers']>[string];

async function judged(health: string, limit: number) {
  await using logs = await startAnswers(logsWorker(20));
  await using images = await startAnswers(imagesWorker(health));
  const ofLogs: Worker = {
    ...logRoutes,
    adminRoutes: [],
    url: logs.url,
    rateLimits: [{ per: 'trace', limit, windowMs: 60_000 }],
  };
  const ofImages: Worker = {
    url: `${images.url}/img`,
    endpoints: { health: '/healthz' },
    allowedOrigins: { value: 'https://app.acme.test' },
    corsPath: '/healthz',
    corsMethods: ['GET'],
  };
  return await gateOn(logs.url, { workers: { logs: ofLogs, images: ofImages }, effects: ['canary', 'burst'] });
}

const limits = ['accounting', 'enforced', 'exact', 'headers', 'recovers', 'scoped'].map(
  (name) => `worker/rate-limit-${name}`,
);

test('two Workers of different shape are each held against what the config says of them', async () => {
  const { outcomes, said } = await judged('healthy', 20);
  expect(outcomes.filter(({ kind }) => kind === 'failed')).toEqual([]);
  const held = ['healthy', 'health-latency', 'cors-allows', 'cors-refuses', 'ingests', 'refuses-bad-input'];
  expect(held.map((name) => said(`worker/${name}`))).toEqual(held.map(() => ['held']));
  expect(['enforced', 'exact', 'scoped'].map((name) => said(`worker/rate-limit-${name}`))).toEqual([
    ['held'],
    ['held'],
    ['held'],
  ]);
  // Nothing is asked of the one for what the other promises.
  for (const check of [...limits, 'worker/ingests']) {
    const { evidence = {} } = outcomes.find((each) => each.check === check) ?? {};
    expect(Object.keys(evidence).filter((each) => each.includes('images'))).toEqual([]);
  }
});

test('and what is wrong with one of them is said of that one', async () => {
  const { outcomes } = await judged('degraded', 30);
  const failed = outcomes.flatMap(({ kind, check, findings }) =>
    kind === 'failed' ? findings.map(({ what }) => `${check}: ${what.split(': ')[0]}`) : [],
  );
  expect([...new Set(failed)].sort()).toEqual([
    'worker/healthy: Worker images',
    'worker/rate-limit-enforced: Worker logs',
    'worker/rate-limit-exact: Worker logs',
  ]);
});

test('a setting is called by its place among several', async () => {
  await using logs = await startAnswers(logsWorker(20));
  await using images = await startAnswers(imagesWorker('tutto bene'));
  const workers = {
    logs: { ...logRoutes, url: logs.url },
    images: { url: `${images.url}/img`, endpoints: { health: '/healthz' } },
  };
  const { outcomes, said } = await gateOn(logs.url, { workers });
  const of = (check: string) => outcomes.find((each) => each.check === check);
  expect(of('worker/healthy')?.findings[0]?.remedy).toContain('`platforms.workers.images.health`');
  expect(of('worker/clear-protected')?.enable).toContain('`platforms.workers.logs.adminRoutesProof`');
  expect(said('worker/version')[0]).toContain('`platforms.workers.NAME.version` is not set');
});
