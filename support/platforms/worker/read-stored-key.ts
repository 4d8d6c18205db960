import { NotVerified } from '../../check/not-verified.ts';
import { jsonIn } from '../../files/parse-json.ts';
import { RequestFailure } from '../../http/index.ts';
import type { WorkerProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { below } from '../../settings/index.ts';
import { quoteForeign } from '../../text/quote-foreign.ts';
import { workerCanary } from './canary/read-canary.ts';
import { RedisAnswer } from './schema.ts';

export interface StoredKeyReading {
  /** The address of the Redis, and the key in it. */
  url: string;
  key: string;
  /** Its time to live in seconds; -1: none, -2: no such key (Redis documentation, TTL). */
  ttlSeconds: number;
  /** The Worker gave the log back by its trace: it is kept somewhere. */
  isFound: boolean;
}

/**
 * Asks the Redis of the profile for the time to live of the log that `worker/ingests` has posted. It is read back, not
 * waited for, and with GET: nothing is written.
 * @throws NotVerified where no Redis is named, where it cannot be reached or refuses the token
 */
export const workerStoredKey = defineReading({
  name: 'worker.stored-key',
  effect: 'canary',
  key: (worker: WorkerProfile) => worker.url.url.href,
  async read(worker, { fetch, read }): Promise<StoredKeyReading> {
    const { redis, retention } = worker;
    if (redis === undefined || retention === undefined)
      throw new NotVerified(
        'the profile names no Redis to read the time to live from',
        'Name `platforms.worker.redis` (url and token) in the deployment config.',
      );
    const { sent, stored, ...posted } = await read(workerCanary, worker);
    if (posted.taking === 'refused')
      throw new NotVerified(`no log was stored (worker/ingests): status ${posted.status}`);
    const key = retention.key.replace('{trace_id}', sent.trace_id);
    const url = below(redis.url, `/ttl/${encodeURIComponent(key)}`).href;
    try {
      const response = await fetch(url, { headers: { authorization: `Bearer ${redis.token.value}` } });
      const text = await response.text();
      const parsed = RedisAnswer.safeParse(jsonIn(text));
      if (response.ok && parsed.success)
        return { url, key, ttlSeconds: parsed.data.result, isFound: (stored?.logs.length ?? 0) > 0 };
      throw new NotVerified(
        `the Redis at ${redis.url.url.origin} answers status ${response.status}: ${quoteForeign(text, 120)}`,
        response.status === 401 ? `Correct ${redis.token.name} (${redis.token.origin}).` : undefined,
      );
    } catch (error) {
      if (error instanceof RequestFailure && !error.isRefusal) throw new NotVerified(error.message);
      throw error;
    }
  },
});
