import { describe, expect, it } from 'vitest';
import { WORKER_FAULTS, type WorkerFault } from '../../../fixtures/twin/worker/start-worker-double.ts';
import { APP_ORIGIN, freshTrace, limits, type Subject, type SubjectOptions, startSubjects } from './start-subject.ts';

type Started = Awaited<ReturnType<typeof startSubjects>>;

/** What is observed from outside, and what it shows for a correct and for a faulty Worker. */
interface Sighting {
  readonly options?: SubjectOptions;
  look(worker: Subject, started: Started): Promise<unknown>;
  readonly right: unknown;
  readonly faulty: unknown;
}

const allowedOrigin = (origin: string) => async (worker: Subject) =>
  (await worker.request('/health', { headers: { origin } })).headers.get('access-control-allow-origin');

const FOREIGN = 'https://evil.example.net';
const CHEATING = `${APP_ORIGIN}.evil.com`;
const perTrace = (limit: number): SubjectOptions => ({ limits: limits({ perTrace: limit }) });

const acceptedOf = async (worker: Subject, traceId: string, count: number) => {
  const answers = await Promise.all(Array.from({ length: count }, () => worker.log(traceId)));
  return answers.filter(({ status }) => status === 200).length;
};

/** One request after another: each is counted whole before the next. */
const acceptedInTurn = async (worker: Subject, traceId: string, count: number) => {
  let accepted = 0;
  for (let request = 0; request < count; request += 1) if ((await worker.log(traceId)).status === 200) accepted += 1;
  return accepted;
};

const SIGHTINGS: Record<WorkerFault, Sighting> = {
  'cors-wildcard': { look: allowedOrigin(FOREIGN), right: null, faulty: '*' },
  'cors-reflects': { look: allowedOrigin(FOREIGN), right: null, faulty: FOREIGN },
  'cors-null': { look: allowedOrigin('null'), right: null, faulty: 'null' },
  'cors-wildcard-with-credentials': {
    look: async (worker) =>
      (await worker.request('/health', { headers: { origin: FOREIGN } })).headers.get(
        'access-control-allow-credentials',
      ),
    right: null,
    faulty: 'true',
  },
  'cors-prefix-match': { look: allowedOrigin(CHEATING), right: null, faulty: CHEATING },
  'cors-no-vary': {
    look: async (worker) => (await worker.request('/', { headers: { origin: APP_ORIGIN } })).headers.get('vary'),
    right: 'Origin',
    faulty: null,
  },
  'cors-not-on-posts': {
    look: async (worker) =>
      (await worker.post({ trace_id: freshTrace(), message: 'm' }, { origin: APP_ORIGIN })).headers.get(
        'access-control-allow-origin',
      ),
    right: APP_ORIGIN,
    faulty: null,
  },
  'clear-unprotected': {
    look: async (worker) => (await worker.request('/logs/clear', { method: 'DELETE' })).status,
    right: 401,
    faulty: 200,
  },
  'clear-any-token': {
    look: async (worker) =>
      (await worker.request('/logs/clear', { method: 'DELETE', headers: { authorization: 'Bearer of-nobody' } }))
        .status,
    right: 401,
    faulty: 200,
  },
  'ingest-unprotected': {
    options: { ingestToken: 'made-up-ingest-token' },
    look: async (worker) => (await worker.log(freshTrace())).status,
    right: 401,
    faulty: 200,
  },
  'no-retry-after': {
    options: perTrace(0),
    look: async (worker) => {
      const { status, headers } = await worker.log('t');
      return [status, headers.has('retry-after')];
    },
    right: [429, true],
    faulty: [429, false],
  },
  'headers-lie': {
    options: perTrace(4),
    look: async (worker) => (await worker.log(freshTrace())).headers.get('x-ratelimit-remaining'),
    right: '3',
    faulty: '4',
  },
  'success-without-store': {
    look: async (worker) => {
      const trace = freshTrace();
      const { body } = await worker.log(trace);
      return [body.success, (await worker.request(`/logs?trace_id=${trace}`)).body.count];
    },
    right: [true, 1],
    faulty: [true, 0],
  },
  'store-errors-swallowed': {
    options: { redis: 'read-only' },
    look: async (worker) => (await worker.log(freshTrace())).body.success,
    right: false,
    faulty: true,
  },
  'writes-refused': {
    look: async (worker) => (await worker.log(freshTrace())).status,
    right: 200,
    faulty: 500,
  },
  'noise-stored': {
    look: async (worker) => {
      const trace = freshTrace();
      await worker.log(trace, { message: '[vite] connected.' });
      return (await worker.request(`/logs?trace_id=${trace}`)).body.count;
    },
    right: 0,
    faulty: 1,
  },
  'limiter-fails-open': {
    options: { faults: ['state-from-newer-version'] },
    look: async (worker) => (await worker.log(freshTrace())).status,
    right: 500,
    faulty: 200,
  },
  'no-expiry': {
    look: async (worker, { executor }) => {
      const trace = freshTrace();
      await worker.log(trace);
      return executor.execute(['TTL', `logs:${trace}`]);
    },
    right: 3600,
    faulty: -1,
  },
  'secrets-stored': {
    look: async (worker) => {
      const trace = freshTrace();
      await worker.log(trace, { message: 'password=made-up' });
      return (await worker.request(`/logs?trace_id=${trace}`)).body.logs[0].message;
    },
    right: 'password=[REDACTED]',
    faulty: 'password=made-up',
  },
  'labels-redacted': {
    look: async (worker) => {
      const trace = freshTrace();
      await worker.log(trace, { message: 'token=made-up-secret' });
      return (await worker.request(`/logs?trace_id=${trace}`)).body.logs[0].message;
    },
    right: 'token=[REDACTED]',
    faulty: '[REDACTED]-up-secret',
  },
  'error-with-200': {
    look: async (worker) => {
      const { status, body } = await worker.log(freshTrace());
      return [status, body.success];
    },
    right: [200, true],
    faulty: [200, false],
  },
  'clock-ahead': {
    look: async (worker) =>
      Number((await worker.log(freshTrace())).headers.get('x-ratelimit-reset')) * 1000 > Date.now() + 900_000,
    right: false,
    faulty: true,
  },
  'counts-refused': {
    options: perTrace(2),
    look: async (worker) => {
      await acceptedOf(worker, freshTrace(), 5);
      return (await worker.request('/health')).body.components.rate_limiter.current_state.global;
    },
    right: 2,
    faulty: 5,
  },
  'bad-input-accepted': {
    look: async (worker) => (await worker.log(freshTrace(), { level: 'fatal', message: 7 })).status,
    right: 400,
    faulty: 200,
  },
  'limiter-off': {
    options: perTrace(5),
    look: (worker) => acceptedOf(worker, freshTrace(), 20),
    right: 5,
    faulty: 20,
  },
  'limiter-races': {
    options: perTrace(5),
    look: async (worker) => (await acceptedOf(worker, freshTrace(), 100)) > 5,
    right: false,
    faulty: true,
  },
  'unknown-trace-404': {
    look: async (worker) => (await worker.request(`/logs?trace_id=${freshTrace()}`)).status,
    right: 200,
    faulty: 404,
  },
  'read-route-gone': {
    look: async (worker) => {
      const trace = freshTrace();
      await worker.log(trace);
      return (await worker.request(`/logs?trace_id=${trace}`)).status;
    },
    right: 200,
    faulty: 404,
  },
  'limiter-mounted-twice': {
    options: perTrace(5),
    look: (worker) => acceptedInTurn(worker, freshTrace(), 6),
    right: 5,
    faulty: 2,
  },
  'limiter-one-trace': {
    options: perTrace(5),
    look: async (worker) => [await acceptedOf(worker, 'one', 6), await acceptedOf(worker, 'other', 1)],
    right: [5, 1],
    faulty: [5, 0],
  },
  'health-lies': {
    options: { redisToken: 'not-the-token' },
    look: async (worker) => (await worker.request('/health')).status,
    right: 503,
    faulty: 200,
  },
  'window-stuck': {
    options: { limits: limits({ perTrace: 1, windowMs: 200 }) },
    look: async (worker) => {
      await worker.log('t');
      const untilMs = performance.now() + 600;
      while (performance.now() < untilMs) if ((await worker.log('t')).status === 200) return true;
      return false;
    },
    right: true,
    faulty: false,
  },
  'state-from-newer-version': {
    look: async (worker) => {
      const { status, components } = (await worker.request('/health')).body;
      const { state_version, known_state_version } = components.rate_limiter;
      return [status, state_version, known_state_version, (await worker.log('t')).status];
    },
    right: ['healthy', 1, 1, 200],
    faulty: ['degraded', 2, 1, 500],
  },
};

describe('each planted fault is visible from outside, and only if it is planted', () => {
  it.each(WORKER_FAULTS)('%s', async (fault) => {
    const { options, look, right, faulty } = SIGHTINGS[fault];
    await using started = await startSubjects(
      { ...options },
      { ...options, faults: [...(options?.faults ?? []), fault] },
    );
    const [rightWorker, faultyWorker] = started.subjects;
    if (rightWorker === undefined || faultyWorker === undefined) throw new Error('expected two Workers');

    expect(await look(rightWorker, started)).toEqual(right);

    await started.executor.execute(['FLUSHDB']);
    expect(await look(faultyWorker, started)).toEqual(faulty);
  });
});

it('a limiter that races is exact for sequential requests', async () => {
  await using started = await startSubjects({ ...perTrace(3), faults: ['limiter-races'] });
  const [worker] = started.subjects;
  const statuses = [];
  for (let index = 0; index < 5; index++) statuses.push((await worker?.log('t'))?.status);
  expect(statuses).toEqual([200, 200, 200, 429, 429]);
});
