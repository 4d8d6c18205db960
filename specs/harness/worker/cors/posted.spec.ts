import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { startAnswers } from '../../../../fixtures/answers/start-answers.ts';
import { corsOrigins, exactly, grant } from '../../../../fixtures/foreign/cors-policies.ts';
import { gateOn } from '../gate-on.ts';

type Kind = 'taken' | 'bad' | 'refused';
/** The CORS headers of an answer to a post. */
type PostPolicy = (origin: string, kind: Kind) => Record<string, string>;

const { app, admin } = corsOrigins;
const listed = `${app},${admin}`;
const limit = 20;

/** A Worker that takes logs, ${limit} of a trace, and chooses the CORS headers of its answers to a post. */
async function startWith(policy: PostPolicy) {
  const logs = new Map<string, Record<string, unknown>[]>();
  const hono = new Hono();
  hono.get('/health', (context) => context.json({ status: 'healthy' }));
  hono.get('/logs', (context) => {
    const trace = context.req.query('trace_id') ?? '';
    return context.json({ trace_id: trace, logs: logs.get(trace) ?? [] });
  });
  hono.post('/log', async (context) => {
    const log = await context.req.json<Record<string, unknown>>().catch(() => undefined);
    const answer = (kind: Kind, body: unknown, status: number) =>
      context.json(body, status as 200, { vary: 'Origin', ...policy(context.req.header('origin') ?? '', kind) });
    const trace = String(log?.trace_id ?? '');
    if (trace === '' || log?.message === undefined) return answer('bad', { error: 'a field is missing' }, 400);
    const kept = logs.get(trace) ?? [];
    if (kept.length >= limit) return answer('refused', { error: 'too many requests' }, 429);
    logs.set(trace, [...kept, log]);
    return answer('taken', { success: true }, 200);
  });
  return await startAnswers(getRequestListener(hono.fetch, { overrideGlobalObjects: false }));
}

async function judged(policy: PostPolicy, origins = listed) {
  await using server = await startWith(policy);
  const run = await gateOn(server.url, {
    worker: {
      endpoints: { log: '/log', logs: '/logs' },
      adminRoutes: [],
      allowedOrigins: { value: origins },
      refusesBadInput: ['no-fields', 'no-trace'],
      recoveryWithinMs: 100,
      rateLimits: [{ per: 'trace', limit, windowMs: 3_600_000, refusal: { retryAfter: false } }],
    },
    effects: ['canary', 'burst'],
  });
  return {
    ingests: run.said('worker/ingests'),
    bad: run.said('worker/refuses-bad-input'),
    limit: run.said('worker/rate-limit-enforced'),
  };
}

const held = { ingests: ['held'], bad: ['held'], limit: ['held'] };
const without =
  (kind: Kind, otherwise: (origin: string) => Record<string, string>): PostPolicy =>
  (origin, each) =>
    each === kind ? {} : otherwise(origin);

test('a Worker that lets in its own origins on every answer to a post holds', async () => {
  expect(await judged(exactly(app, admin))).toEqual(held);
});

test('one that lets every origin in, as its list says, holds', async () => {
  expect(await judged(() => grant('*'), '*')).toEqual(held);
});

test.each<[string, (origin: string) => Record<string, string>]>([
  [listed, exactly(app, admin)],
  ['*', () => grant('*')],
])('every kind of answer is readable by the pages of the list %s', async (origins, otherwise) => {
  expect(await judged(without('taken', otherwise), origins)).toMatchObject({
    ingests: ['the answer to a log that the site posts is kept from its page'],
  });
  expect(await judged(without('bad', otherwise), origins)).toEqual({
    ...held,
    bad: ['why bad input is refused is kept from the page that posted it'],
  });
  expect(await judged(without('refused', otherwise), origins)).toEqual({
    ...held,
    limit: ['a refusal is kept from the page that is refused'],
  });
});

test('a page that nobody knows, and whom nothing else lets in, may not read the answer to what it posts', async () => {
  const reflects: PostPolicy = (origin) => grant(origin);
  expect((await judged(reflects)).bad).toEqual(['a page that nobody knows may read the answer to what it posts']);
});
