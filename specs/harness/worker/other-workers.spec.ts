import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { startAnswers } from '../../../fixtures/answers/start-answers.ts';
import { workerBadInput, workerCanary } from '../../../support/platforms/worker/index.ts';
import { commonSecrets } from '../../../support/profile/index.ts';
import { judgeCanary } from '../../worker/ingests.judge.ts';
import { judgeBadInput } from '../../worker/refuses-bad-input.judge.ts';
import { openReadings } from '../reading/open-readings.ts';
import { gateOn } from './gate-on.ts';
import { sampleWorker } from './sample-worker.ts';

interface Manners {
  /** The status of a log that was taken. */
  taken: 200 | 201 | 202;
  /** Where a trace's logs are read; elsewhere there is nothing. */
  logs: string;
  /** A log that is refused is kept all the same. */
  keepsBadInput?: boolean;
  /** The answer to a log holds the log as it was posted. */
  echoes?: boolean;
}

/** A Worker that takes a log with another status, and answers 404 for a trace without any. */
async function startOther({ taken, logs, keepsBadInput = false, echoes = false }: Manners) {
  const kept = new Map<string, Record<string, unknown>[]>();
  const app = new Hono();
  app.get('/health', (context) => context.json({ status: 'healthy' }));
  app.post('/log', async (context) => {
    const log = await context.req.json<Record<string, unknown>>().catch(() => null);
    const isGood = typeof log?.trace_id === 'string' && log.user_id === 'airlock';
    if (isGood || (keepsBadInput && typeof log?.trace_id === 'string'))
      kept.set(String(log.trace_id), [...(kept.get(String(log.trace_id)) ?? []), redacted(log)]);
    return isGood
      ? context.json({ success: true, ...(echoes && { log }) }, taken)
      : context.json({ error: 'this is not a log' }, 400);
  });
  app.get(logs, (context) => {
    const trace = context.req.query('trace_id') ?? '';
    const found = kept.get(trace);
    return found ? context.json({ trace_id: trace, logs: found }) : context.json({ error: 'no such trace' }, 404);
  });
  return await startAnswers(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
}

function redacted(log: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(log).replace(/airlock-made-up-[\w-]+/g, '[REDACTED]'));
}

/** What `worker/ingests` and `worker/refuses-bad-input` say of it. */
async function judged(manners: Manners) {
  await using other = await startOther(manners);
  const endpoints = { log: '/log', logs: '/v1/traces' };
  const redacts = commonSecrets;
  const worker = sampleWorker({ components: [], ingestWithinMs: 300, endpoints, redacts }, other.url);
  await using readings = openReadings([{ origin: other.url, environment: 'prod' }], { deadlineMs: 10_000 });
  const { read } = readings.reader('worker/ingests', { effect: 'canary' });
  const said = async (judge: () => Promise<readonly { what: string }[]>) =>
    judge().then(
      (findings) => [...new Set(findings.map(({ what }) => what))],
      (error: Error) => error.message,
    );
  const [ingests, badInput] = await Promise.all([
    said(async () => judgeCanary(await read(workerCanary, worker), worker)),
    said(async () => judgeBadInput(await read(workerBadInput, worker), worker)),
  ]);
  return { ingests, badInput };
}

test.each([[200], [201], [202]] as const)(
  'a Worker that takes logs with %d and knows no trace without any holds',
  async (taken) => {
    expect(await judged({ taken, logs: '/v1/traces' })).toEqual({ ingests: [], badInput: [] });
  },
);

test('bad input that such a Worker keeps is told', async () => {
  const seen = await judged({ taken: 201, logs: '/v1/traces', keepsBadInput: true });
  expect(seen).toEqual({ ingests: [], badInput: ['bad input leaves a log behind'] });
});

test('secrets that come back in the answer to a log are told, however well the store has lost them', async () => {
  const { ingests } = await judged({ taken: 200, logs: '/v1/traces', echoes: true });
  expect(ingests).toContain('a secret that was posted in `context.password` comes back');
});

test('a 404 where no log is ever found says nothing of bad input', async () => {
  expect(await judged({ taken: 200, logs: '/logs' })).toEqual({
    ingests: ['a log that was accepted is not found by its trace'],
    badInput: expect.stringContaining('what bad input leaves behind cannot be read'),
  });
});

test('a log that is never found is lost, also where the last request that looks for it is not answered', async () => {
  let searches = 0;
  await using server = await startAnswers((request, response) => {
    const json = (body: unknown) =>
      void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (!request.url?.startsWith('/logs')) return json({ status: 'ok', success: true });
    searches += 1;
    if (searches < 4) json({ logs: [] });
  });
  const { said } = await gateOn(server.url, {
    worker: { endpoints: { log: '/log', logs: '/logs' }, refusesBadInput: ['no-trace'], ingestWithinMs: 500 },
    effects: ['canary'],
    checkMs: 3_000,
  });
  expect(said('worker/ingests')).toEqual(['a log that was accepted is not found by its trace']);
});
