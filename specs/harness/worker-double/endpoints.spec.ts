import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshTrace, startSubject } from './start-subject.ts';

let worker: Awaited<ReturnType<typeof startSubject>>;
beforeAll(async () => {
  worker = await startSubject({ serviceName: 'log-ingestion-dev' });
});
afterAll(() => worker[Symbol.asyncDispose]());

it('GET / names the service and its endpoints', async () => {
  const { status, body, headers } = await worker.request('/');
  expect(status).toBe(200);
  expect(body).toMatchObject({ service: 'log-ingestion-dev', status: 'running', endpoints: { log: 'POST /log' } });
  expect(headers.get('x-version')).toBe('c0ffee0');
});

it('posted logs are found complete in their trace, newest first', async () => {
  const trace = freshTrace();
  const fields = { user_id: 'u1', stack: 'Error\n  at a.ts:1', context: { page: '/x', nested: { n: [1, null] } } };

  expect(await worker.log(trace, { message: 'first', ...fields })).toMatchObject({
    status: 200,
    body: { success: true, trace_id: trace, remaining_quota: expect.any(Number) },
  });

  await worker.log(trace, { message: 'sécond 🚚', level: 'error', system: 'convex' });

  const { status, body } = await worker.request(`/logs?trace_id=${trace}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({ trace_id: trace, count: 2, retrieved_at: expect.any(String) });

  const common = { id: expect.any(String), trace_id: trace, timestamp: expect.any(Number) };
  expect(body.logs).toEqual([
    { ...common, message: 'sécond 🚚', level: 'error', system: 'convex' },
    { ...common, message: 'first', level: 'info', system: 'manual', ...fields },
  ]);
});

it('GET /logs returns nothing for an unknown trace, and 400 without a trace id', async () => {
  expect(await worker.request(`/logs?trace_id=${freshTrace()}`)).toMatchObject({ status: 200, body: { count: 0 } });
  for (const path of ['/logs', '/logs?trace_id=']) {
    expect(await worker.request(path)).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching('trace_id') },
    });
  }
});

it('GET /traces/recent summarises the latest traces, 10 by default and at most 50', async () => {
  await worker.executor.execute(['FLUSHDB']);
  const traces = Array.from({ length: 52 }, (_, index) => `many-${index}`);
  await Promise.all(traces.map((trace) => worker.log(trace)));
  await worker.log('latest', { system: 'browser' });
  await worker.log('latest', { system: 'worker', level: 'error' });

  const { status, body } = await worker.request('/traces/recent');
  expect(status).toBe(200);
  expect(body.count).toBe(10);

  const latest = body.traces.find(({ id }: { id: string }) => id === 'latest');
  expect(latest).toEqual({
    id: 'latest',
    timestamp: expect.any(Number),
    logCount: 2,
    systems: expect.any(Array),
    hasErrors: true,
  });
  expect(latest.systems.sort()).toEqual(['browser', 'worker']);

  const timestamps = body.traces.map(({ timestamp }: { timestamp: number }) => timestamp);
  expect(timestamps).toEqual(timestamps.toSorted((left: number, right: number) => right - left));
  expect((await worker.request('/traces/recent?limit=3')).body.traces).toHaveLength(3);
  expect((await worker.request('/traces/recent?limit=51')).body.traces).toHaveLength(50);
  expect((await worker.request('/traces/recent?limit=0')).status).toBe(400);
  expect((await worker.request('/traces/recent?limit=all')).status).toBe(400);
});

it('GET /traces/recent returns no traces for an empty store', async () => {
  await worker.executor.execute(['FLUSHDB']);
  expect(await worker.request('/traces/recent')).toMatchObject({ status: 200, body: { traces: [], count: 0 } });
});

it('noise is reported as suppressed and not stored', async () => {
  const trace = freshTrace();
  const { status, body } = await worker.log(trace, { message: '[HMR] connected' });
  expect(status).toBe(200);
  expect(body).toMatchObject({ success: true, message: expect.stringMatching(/^Log suppressed \(/) });
  expect((await worker.request(`/logs?trace_id=${trace}`)).body.count).toBe(0);
});

it.each([
  ['browser', { origin: 'https://app.example.com' }],
  ['browser', { referer: 'https://app.example.com/x' }],
  ['convex', { 'user-agent': 'Convex/1.0' }],
  ['worker', { 'user-agent': 'Cloudflare-Workers' }],
  ['manual', { 'user-agent': 'curl/8' }],
])('the system is guessed as %s from %o', async (system, headers) => {
  const trace = freshTrace();
  await worker.post({ trace_id: trace, message: 'a message', level: 'log' }, headers);
  expect((await worker.request(`/logs?trace_id=${trace}`)).body.logs[0].system).toBe(system);
});

it('an unknown path is 404, a wrong method 405 with the allowed ones, and HEAD has no body', async () => {
  expect(await worker.request('/nothing')).toMatchObject({ status: 404, body: { success: false } });
  const { status, headers } = await worker.request('/log');
  expect({ status, allow: headers.get('allow') }).toEqual({ status: 405, allow: 'POST, OPTIONS' });
  expect((await worker.request('/health', { method: 'PUT' })).status).toBe(405);
  expect(await worker.request('/', { method: 'HEAD' })).toMatchObject({ status: 200, body: undefined });
});
