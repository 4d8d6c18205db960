import { getRequestListener } from '@hono/node-server';
import { type Context, Hono, type HonoRequest } from 'hono';
import { expect, test } from 'vitest';
import { startAnswers } from '../../../fixtures/answers/start-answers.ts';
import { gateOn } from './gate-on.ts';

const path = '/logs/clear';

interface ClearOptions {
  /** Whether a caller may delete. */
  isAdmin: (authorization: string | undefined, method: string) => boolean;
  commit?: string;
}

/** A Worker that routes by path alone: whatever the method, the route deletes for a caller whom it lets in. */
async function startClearing({ isAdmin, commit = 'c0ffee0c0ffee0' }: ClearOptions) {
  const logs = new Map<string, unknown[]>();
  const asked: string[] = [];
  const clear = (context: Context) => {
    asked.push(context.req.method);
    if (!isAdmin(context.req.header('authorization'), context.req.method))
      return context.json({ error: 'the token is wrong' }, 401);
    logs.clear();
    return context.json({ success: true });
  };
  const app = new Hono();
  app.get('/health', (context) => context.json({ status: 'healthy', commit }));
  app.post('/log', async (context) => {
    const log = await context.req.json().catch(() => undefined);
    if (typeof log?.trace_id !== 'string') return context.json({ error: 'this is not a log' }, 400);
    logs.set(log.trace_id, [...(logs.get(log.trace_id) ?? []), log]);
    return context.json({ success: true });
  });
  app.get('/logs', (context) => {
    const trace = context.req.query('trace_id') ?? '';
    return context.json({ trace_id: trace, logs: logs.get(trace) ?? [] });
  });
  app.all(path, clear);
  const served = await startAnswers(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  return { ...served, asked, [Symbol.asyncDispose]: () => served[Symbol.asyncDispose]() };
}

const worker = {
  components: [],
  endpoints: { log: '/log', logs: '/logs' },
  version: { commit: { value: 'c0ffee0c0ffee0' }, health: 'commit' },
};
const nobody = () => false;
const anybody = () => true;

test.each([
  ['nothing but the address', {}],
  ['the route as the one that pages read', { corsPath: path }],
  [
    'another spelling of it as a counted request',
    { rateLimits: [{ per: 'ip' as const, limit: 3, windowMs: 1_000, request: { path: '/Logs//clear/' } }] },
  ],
])('a gate with every effect but `destructive`, and %s, never calls a route that deletes', async (_, source) => {
  await using subject = await startClearing({ isAdmin: anybody });
  await gateOn(subject.url, {
    worker: { ...worker, ...source, allowedOrigins: { value: 'https://app.example' } },
    effects: ['canary', 'burst'],
  });
  expect(subject.asked).toEqual([]);
});

test('without a promise and a proof the protection is not verified, and the words say what would', async () => {
  await using subject = await startClearing({ isAdmin: nobody });
  const { outcomes } = await gateOn(subject.url, { worker });
  expect(outcomes.find(({ check }) => check === 'worker/clear-protected')).toMatchObject({
    kind: 'not verified',
    enable: expect.stringMatching(/destructive.*adminRoutesProof.*authenticatesFirst/s),
  });
});

const guarded = (token: string | undefined) => (authorization: string | undefined) =>
  authorization === `Bearer ${token}`;

test.each([
  ['that nobody passes', nobody, ['held']],
  [
    'that compares with a variable that is not set',
    guarded(undefined),
    ['DELETE /logs/clear deletes for a caller with `Bearer undefined`'],
  ],
  [
    'that takes an empty token',
    (given: string | undefined) => given === 'Bearer',
    ['DELETE /logs/clear deletes for a caller with an empty token'],
  ],
  [
    'that takes a header without a word',
    (given: string | undefined) => given === '',
    ['DELETE /logs/clear deletes for a caller with an empty `Authorization`'],
  ],
  [
    'of another scheme that compares with a variable that is not set',
    (given: string | undefined) => given === `Token ${undefined}`,
    ['DELETE /logs/clear deletes for a caller with `Token undefined`'],
  ],
  [
    'of DELETE alone',
    (_: string | undefined, method: string) => method !== 'DELETE',
    ['GET', 'POST', 'PUT', 'PATCH'].map((method) => `${method} /logs/clear deletes for a caller without a token`),
  ],
])('a protection %s is proved where deleting is allowed', async (_, isAdmin, said) => {
  await using subject = await startClearing({ isAdmin });
  const run = await gateOn(subject.url, { worker, project: 'dev', effects: ['canary', 'destructive'] });
  expect(run.said('worker/clear-refuses-strangers')).toEqual(said);
});

test.each<[string, { header: string } | { query: string }, (request: HonoRequest) => string | undefined]>([
  ['a header of its own', { header: 'X-Admin-Key' }, (request) => request.header('x-admin-key')],
  ['the query', { query: 'token' }, (request) => request.query('token')],
])('a token that is shown in %s is tried there', async (_, place, shown) => {
  const app = new Hono();
  const logs = new Map<string, unknown[]>();
  app.get('/health', (context) => context.json({ status: 'healthy' }));
  app.post('/log', async (context) => {
    const log = await context.req.json().catch(() => undefined);
    if (typeof log?.trace_id !== 'string') return context.json({ error: 'this is not a log' }, 400);
    logs.set(log.trace_id, [log]);
    return context.json({ success: true });
  });
  app.get('/logs', (context) => {
    const trace = context.req.query('trace_id') ?? '';
    return context.json({ trace_id: trace, logs: logs.get(trace) ?? [] });
  });
  app.delete(path, (context) => {
    if (shown(context.req) !== String(undefined)) return context.json({ error: 'no' }, 403);
    logs.clear();
    return context.json({ success: true });
  });
  await using served = await startAnswers(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  const run = await gateOn(served.url, {
    worker: { ...worker, adminRoutes: [{ path, ...place }] },
    project: 'dev',
    effects: ['canary', 'destructive'],
  });
  expect(run.said('worker/clear-refuses-strangers')).toEqual([
    'DELETE /logs/clear deletes for a caller with `undefined`',
  ]);
});

test('a path that both returns logs and deletes them is read, and never called by the method that deletes', async () => {
  const app = new Hono();
  const logs = new Map<string, unknown[]>();
  const asked: string[] = [];
  app.use('/logs/', async (context, next) => {
    asked.push(context.req.method);
    await next();
  });
  app.get('/health', (context) => context.json({ status: 'healthy' }));
  app.post('/logs/', async (context) => {
    const log = await context.req.json().catch(() => undefined);
    if (typeof log?.trace_id !== 'string' || log.trace_id === '')
      return context.json({ error: 'this is not a log' }, 400);
    logs.set(log.trace_id, [...(logs.get(log.trace_id) ?? []), log]);
    return context.json({ success: true });
  });
  app.get('/logs/', (context) => {
    const trace = context.req.query('trace_id') ?? '';
    return context.json({ trace_id: trace, logs: logs.get(trace) ?? [] });
  });
  app.delete('/logs/', (context) => context.json({ success: true }));
  await using served = await startAnswers(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  const run = await gateOn(served.url, {
    worker: { endpoints: { log: '/logs/', logs: '/logs/' }, adminRoutes: [{ path: '/logs' }] },
    effects: ['canary', 'burst'],
  });
  expect(run.said('worker/ingests')).toEqual(['held']);
  expect([...new Set(asked)].sort()).toEqual(['GET', 'POST']);
});

test('nothing is deleted where the logs are not in the Redis of the environment', async () => {
  await using redis = await startAnswers((_, response) => void response.end('{"result":-2}'));
  await using subject = await startClearing({ isAdmin: anybody });
  const store = { url: { key: 'REDIS_URL' }, token: { key: 'REDIS_TOKEN' } };
  const run = await gateOn(subject.url, {
    worker: { ...worker, redis: store, retention: { seconds: 3_600 } },
    rows: { REDIS_URL: [redis.url, 'https://redis.example'], REDIS_TOKEN: ['made-up-1', 'made-up-2'] },
    project: 'dev',
    effects: ['canary', 'destructive'],
  });
  expect(run.said('worker/clear-refuses-strangers')[0]).toMatch(
    /^not verified: .* deleting here may delete the logs of another environment, so nothing was called/,
  );
  expect(subject.asked).toEqual([]);
});

test('what was proved counts in production for the same commit, and for no other', async () => {
  await using dev = await startClearing({ isAdmin: nobody });
  const proved = await gateOn(dev.url, { worker, project: 'dev', effects: ['canary', 'destructive'] });
  const files = {
    'dev.json': JSON.stringify({
      deployment: 'acme',
      project: 'dev',
      state: 'complete',
      parts: { specs: { outcomes: proved.outcomes } },
    }),
  };
  const inProduction = async (commit: string) => {
    await using prod = await startClearing({ isAdmin: nobody, commit });
    const run = await gateOn(prod.url, { worker: { ...worker, adminRoutesProof: 'dev.json' }, files });
    expect(prod.asked).toEqual([]);
    return run.said('worker/clear-protected');
  };
  expect(await inProduction('c0ffee0c0ffee0')).toEqual(['held']);
  expect(await inProduction('0ddba110ddba11')).toEqual([
    'not verified: /logs/clear: commit 0ddba110ddba11 runs here, and dev proved c0ffee0c0ffee0 (dev.json)',
  ]);
});
