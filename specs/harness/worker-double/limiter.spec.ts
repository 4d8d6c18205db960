import { expect, it } from 'vitest';
import { patienceMs } from '../patience.ts';
import { freshTrace, limits, type Subject, startSubject } from './start-subject.ts';

async function burst(worker: Subject, count: number, send: (index: number) => Promise<{ status: number }>) {
  const answers = await Promise.all(Array.from({ length: count }, (_, index) => send(index)));
  const state = (await worker.request('/health')).body.components.rate_limiter.current_state;
  return { accepted: answers.filter(({ status }) => status === 200).length, state, answers };
}

it('with 100 requests in flight exactly as many are accepted, counted and stored as the limit says', async () => {
  await using worker = await startSubject({ limits: limits({ perTrace: 37 }) });
  const trace = freshTrace();
  const { accepted, answers, state } = await burst(worker, 100, () => worker.log(trace));
  expect(accepted).toBe(37);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(63);
  expect(state).toMatchObject({ global: 37, perSystem: { manual: 37 } });
  expect(await worker.executor.execute(['LLEN', `logs:${trace}`])).toBe(37);
});

it('the global quota and a system’s are as exact, over many traces', async () => {
  await using worker = await startSubject({
    limits: limits({ globalPerWindow: 50, perSystem: { browser: 20, convex: 10_000, worker: 10_000, manual: 10_000 } }),
  });
  const browser = await burst(worker, 60, () => worker.log(freshTrace(), { system: 'browser' }));
  expect(browser.accepted).toBe(20);
  const mixed = await burst(worker, 60, (index) =>
    worker.log(freshTrace(), { system: index % 2 ? 'convex' : 'worker' }),
  );
  expect(mixed.accepted).toBe(30);
  expect(mixed.state).toMatchObject({ global: 50, perSystem: { browser: 20 } });
});

it('spending one trace’s quota leaves another’s whole, and the refused requests count nowhere', async () => {
  await using worker = await startSubject({ limits: limits({ perTrace: 3, globalPerWindow: 6 }) });
  const first = await burst(worker, 20, () => worker.log('first'));
  expect(first.state.global).toBe(3);
  const second = await burst(worker, 20, () => worker.log('second'));
  expect([first.accepted, second.accepted]).toEqual([3, 3]);
});

it('remaining_quota is what the system’s quota has left, falling by one a request', async () => {
  await using worker = await startSubject({
    limits: limits({ perSystem: { browser: 5, convex: 9, worker: 9, manual: 9 } }),
  });
  const left = [];
  for (let index = 0; index < 3; index++)
    left.push((await worker.log(freshTrace(), { system: 'browser' })).body.remaining_quota);
  expect(left).toEqual([4, 3, 2]);
  expect((await worker.log(freshTrace(), { system: 'convex' })).body.remaining_quota).toBe(8);
});

it('a refusal says which quota is spent and when to come back; its headers agree', async () => {
  await using worker = await startSubject({ limits: limits({ perTrace: 2, windowMs: 90_000 }) });
  const first = await worker.log('t');
  expect(first.headers.get('ratelimit-policy')).toBe('"global";q=10000;w=90, "system";q=10000;w=90, "trace";q=2;w=90');
  expect(first.headers.get('ratelimit')).toBe('"global";r=9999;t=90, "system";r=9999;t=90, "trace";r=1;t=90');
  expect(first.headers.get('x-ratelimit-remaining')).toBe('1');
  expect(first.headers.has('retry-after')).toBe(false);
  await worker.log('t');
  const { status, headers, body } = await worker.log('t');
  expect({ status, body }).toEqual({
    status: 429,
    body: { success: false, trace_id: 't', error: expect.stringMatching('trace quota of 2'), remaining_quota: 0 },
  });
  const retryAfter = Number(headers.get('retry-after'));
  expect(retryAfter).toBeGreaterThan(30);
  expect(retryAfter).toBeLessThanOrEqual(90);
  expect(headers.get('x-ratelimit-limit')).toBe('2');
  expect(headers.get('x-ratelimit-remaining')).toBe('0');
  expect(Math.abs(Number(headers.get('x-ratelimit-reset')) - Date.now() / 1000 - retryAfter)).toBeLessThan(30);
});

it('requests pass again after the window, not before', async () => {
  const windowMs = 400;
  await using worker = await startSubject({ limits: limits({ perTrace: 1, windowMs }) });
  const startedAtMs = performance.now();
  expect((await worker.log('t')).status).toBe(200);
  await expect.poll(async () => (await worker.log('t')).status, { timeout: patienceMs, interval: 20 }).toBe(200);
  expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(windowMs - 5);
});
