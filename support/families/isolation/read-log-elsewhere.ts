import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { NotVerified } from '../../check/not-verified.ts';
import { jsonIn } from '../../files/parse-json.ts';
import { clientHeaders, requireWorker, traceUrl } from '../../platforms/worker/index.ts';
import type { WorkerProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { quoteForeign } from '../../text/quote-foreign.ts';

const StoredLogs = z.looseObject({ trace_id: z.string().optional(), logs: z.array(z.unknown()) });
const RedisAnswer = z.looseObject({ result: z.unknown() });

export interface LogSearch {
  worker: WorkerProfile;
  traceId: string;
  /** After which time it is looked for, in milliseconds. */
  absentForMs: number;
}

/** What a Worker shows of a trace. */
export interface LogSighting {
  url: string;
  logs: number;
  /** It answers 404: for want of the trace, or for want of a route. */
  isUnknown: boolean;
}

/** Looks for a trace through another environment's Worker, once it had long enough to arrive there. */
export const logElsewhere = defineReading({
  name: 'isolation.log-elsewhere',
  effect: 'read',
  key: ({ worker, traceId }: LogSearch) => `${worker.url.url.href} ${traceId}`,
  async read({ worker, traceId, absentForMs }, { fetch, read, signal }): Promise<LogSighting> {
    await requireWorker(worker, read);
    const url = traceUrl(worker, traceId);
    // What is stored stays: one search at the end sees whatever came meanwhile.
    await delay(absentForMs, undefined, { signal });
    const response = await fetch(url, { headers: clientHeaders(worker), redirect: 'manual' });
    const text = await response.text();
    if (response.status === 404) return { url, logs: 0, isUnknown: true };
    const answer = StoredLogs.safeParse(jsonIn(text));
    // An error is not an absence: only a search that says "none of this trace" is one.
    if (response.status !== 200 || !answer.success || (answer.data.trace_id ?? traceId) !== traceId)
      throw new NotVerified(
        `the Worker of ${worker.environment} did not answer the search for a trace: status ${response.status}, ${quoteForeign(text, 120)}`,
      );
    return { url, logs: answer.data.logs.length, isUnknown: false };
  },
});

export interface RedisSearch {
  worker: WorkerProfile;
  key: string;
}

/** Whether a Redis holds a key: `GET /exists/<key>`. Source: Upstash, redis/features/restapi. */
export const redisKeyElsewhere = defineReading({
  name: 'isolation.redis-key',
  effect: 'read',
  key: ({ worker, key }: RedisSearch) => `${worker.redis?.url.url.origin} ${key}`,
  async read({ worker, key }, { fetch }): Promise<{ url: string; exists: boolean }> {
    if (worker.redis === undefined)
      throw new NotVerified('`platforms.worker.redis` is not set', 'Add it to the deployment config.');
    const url = new URL(`/exists/${encodeURIComponent(key)}`, worker.redis.url.url).href;
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${worker.redis.token.value}` },
      redirect: 'manual',
    });
    const text = await response.text();
    const { result } = RedisAnswer.safeParse(jsonIn(text)).data ?? {};
    if (response.status !== 200 || (result !== 0 && result !== 1))
      throw new NotVerified(
        `the Redis of ${worker.environment} did not say whether it has a key: status ${response.status}, ${quoteForeign(text, 80)}`,
      );
    return { url, exists: result === 1 };
  },
});
