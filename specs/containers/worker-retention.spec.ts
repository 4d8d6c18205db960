import { describe, expect, test } from 'vitest';
import { startWorkerDouble } from '../../fixtures/twin/worker/start-worker-double.ts';
import { hasEngine } from './engine.ts';
import { startRedisContainer } from './start-redis-container.ts';

describe.runIf(hasEngine)('a log in a real Redis', () => {
  test('is gone when its time is up', async () => {
    await using redis = await startRedisContainer();
    await using worker = await startWorkerDouble({
      serviceName: 'log-worker',
      redisUrl: redis.url,
      redisToken: redis.token,
      allowedOrigins: [],
      adminToken: '',
      retentionSeconds: 1,
    });
    const log = { trace_id: 'brief', message: 'a message', level: 'info', system: 'manual' };
    const headers = { 'content-type': 'application/json' };
    const posted = await fetch(`${worker.url}/log`, { method: 'POST', headers, body: JSON.stringify(log) });
    expect(posted.status).toBe(200);
    const count = async () => {
      const response = await fetch(`${worker.url}/logs?trace_id=brief`);
      return ((await response.json()) as { count: number }).count;
    };
    expect(await count()).toBe(1);
    await expect.poll(count, { timeout: 5_000, interval: 50 }).toBe(0);
  });
});
