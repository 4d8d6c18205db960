import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { startAnswers } from '../../../../fixtures/answers/start-answers.ts';
import { unknownTrace } from '../../../../support/families/isolation/index.ts';
import { openReadings } from '../../reading/open-readings.ts';
import { sampleWorker } from '../../worker/sample-worker.ts';

/** What a Worker answers, with 404, to a trace that it does not have, and where it has no route. */
interface Words {
  trace: (trace: string, host: string) => unknown;
  route?: (path: string) => unknown;
  /** The status where it has no route. */
  status?: 200 | 403 | 404 | 500;
  listed?: readonly string[];
}

function startWorker({ trace, route = () => 'not found', status = 404, listed }: Words) {
  const app = new Hono();
  app.get('/logs', (context) => {
    const asked = context.req.query('trace_id') ?? '';
    if (listed?.includes(asked)) return context.json({ trace_id: asked, logs: [{ message: 'a log' }] });
    return context.json(trace(asked, context.req.header('host') ?? ''), 404);
  });
  if (listed) app.get('/traces/recent', (context) => context.json({ traces: listed.map((id) => ({ id })) }));
  app.notFound((context) => context.json(route(context.req.path), status));
  return startAnswers(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
}

async function shown(home: Words, elsewhere: Words = home): Promise<string | undefined> {
  await using ofHome = await startWorker(home);
  await using ofOther = await startWorker(elsewhere);
  const origins = [
    { origin: ofHome.url, environment: 'prod' },
    { origin: ofOther.url, environment: 'dev' },
  ];
  await using readings = openReadings(origins, { deadlineMs: 10_000 });
  const { read } = readings.reader('isolation/log-canary', { effect: 'read', environments: ['dev', 'prod'] });
  const worker = sampleWorker({ components: [] }, ofHome.url);
  const other = { ...sampleWorker({ components: [] }, ofOther.url), environment: 'dev' };
  return await read(unknownTrace, { worker, other });
}

const byTrace: Words = { trace: (id) => ({ success: false, error: `no logs of the trace ${id}` }) };

test.each<[string, Words, Words?]>([
  ['words of its own', byTrace],
  ['the trace that was asked for', { trace: (id) => ({ trace_id: id, found: false }), route: (path) => ({ path }) }],
  ['the time', { trace: () => ({ error: 'unknown trace', at: new Date().toISOString(), took_ms: performance.now() }) }],
  ['an id of the request', { trace: () => ({ error: 'unknown trace', request: crypto.randomUUID() }) }],
  ['its own host', { trace: (_, host) => ({ error: 'unknown trace', host }) }],
  ['a refusal where it has no route', { ...byTrace, status: 403 }],
  ['a page where it has no route', { ...byTrace, status: 200 }],
  ['other words than at home, and a trace that it lists', byTrace, { trace: () => 'gone', listed: ['a-1'] }],
  ['words of its own, and an empty list', byTrace, { ...byTrace, listed: [] }],
])('a 404 with %s means that it does not have the trace', async (_, home, elsewhere) => {
  expect(await shown(home, elsewhere)).toMatch(
    /^(its answer to an unknown trace is the same|it returns a trace from its own list)/,
  );
});

const bare: Words = { trace: () => ({ error: 'not found' }), route: () => ({ error: 'not found' }) };

test.each<[string, Words, Words?]>([
  ['the words of every route', bare],
  ['the words of every route, with its path', { trace: () => ({ none: '/logs' }), route: (path) => ({ none: path }) }],
  ['other words than the Worker at home', byTrace, { trace: () => ({ error: 'not here' }) }],
  ['the words of every route, beside a home that tells traces apart', byTrace, bare],
  ['an error where it has no route', { ...byTrace, status: 500 }],
])('a 404 with %s shows nothing', async (_, home, elsewhere) => {
  expect(await shown(home, elsewhere)).toBeUndefined();
});
