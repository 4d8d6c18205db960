import { randomUUID } from 'node:crypto';
import { createMemoryExecutor } from '../../../fixtures/twin/redis/memory-executor.ts';
import { startRedisRest } from '../../../fixtures/twin/redis/start-redis-rest.ts';
import {
  type Limits,
  startWorkerDoubles,
  type WorkerDoubleOptions,
} from '../../../fixtures/twin/worker/start-worker-double.ts';

export const APP_ORIGIN = 'https://app.example.com';
export const ADMIN_TOKEN = 'made-up-admin-token';
const TOKEN = 'made-up-redis-token';
const READ_ONLY_TOKEN = 'made-up-read-only-token';

/** Limits that are never reached, except for the given ones. */
export function limits(narrow: Partial<Limits> = {}): Limits {
  const perSystem = { browser: 10_000, convex: 10_000, worker: 10_000, manual: 10_000 };
  return { globalPerWindow: 10_000, perSystem, perTrace: 10_000, windowMs: 600_000, ...narrow };
}

/** `redis: 'read-only'` gives the Worker a token with which it cannot write. */
export type SubjectOptions = Partial<WorkerDoubleOptions> & { redis?: 'writable' | 'read-only' };

/** A Worker with functions for specs. */
export type Subject = ReturnType<typeof talkTo>;

/** Starts a Redis and, in one runtime, a Worker for each of the options, all using that Redis. */
export async function startSubjects(...options: SubjectOptions[]) {
  const executor = createMemoryExecutor();
  const redis = await startRedisRest({ token: TOKEN, readOnlyToken: READ_ONLY_TOKEN, executor });
  const workers = await startWorkerDoubles(
    options.map(({ redis: access, ...option }, index) => ({
      serviceName: `log-worker-${index}`,
      redisUrl: redis.url,
      redisToken: access === 'read-only' ? READ_ONLY_TOKEN : TOKEN,
      allowedOrigins: [APP_ORIGIN, 'http://127.0.0.1:5173'],
      adminToken: ADMIN_TOKEN,
      commit: 'c0ffee0',
      limits: limits(),
      ...option,
    })),
  ).catch(async (error: unknown) => {
    await redis[Symbol.asyncDispose]();
    throw error;
  });

  return {
    subjects: workers.urls.map(talkTo),
    redis,
    executor,
    async [Symbol.asyncDispose]() {
      await workers[Symbol.asyncDispose]();
      await redis[Symbol.asyncDispose]();
    },
  };
}

/** Starts one Worker with its own Redis. */
export async function startSubject(options: SubjectOptions = {}) {
  const started = await startSubjects(options);
  return Object.assign(started, started.subjects[0] ?? talkTo(''));
}

function talkTo(url: string) {
  const request = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(url + path, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
  };
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    request('/log', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  return {
    url,
    request,
    post,
    /** Posts a valid log. */
    log: (traceId: string, fields: Record<string, unknown> = {}) =>
      post({ trace_id: traceId, message: 'a message', level: 'info', system: 'manual', ...fields }),
  };
}

/** A unique trace id. */
export function freshTrace(): string {
  return `trace-${randomUUID()}`;
}
