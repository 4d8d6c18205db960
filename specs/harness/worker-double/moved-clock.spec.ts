import type { Readable } from 'node:stream';
import { Miniflare } from 'miniflare';
import { expect, test } from 'vitest';
import { guardChildren } from '../../../fixtures/twin/worker/end-with-parent.ts';
import { DEFAULT_LIMITS, miniflareOptions } from '../../../fixtures/twin/worker/worker-options.ts';

const hourMs = 3_600_000;

interface Health {
  components: { rate_limiter: { window_remaining_ms: number } };
}

test('a moved clock keeps its offset when the runtime evicts the idle limiter', async () => {
  const options = miniflareOptions('log-worker', {
    serviceName: 'logs',
    redisUrl: 'http://127.0.0.1:1',
    redisToken: 'made-up',
    allowedOrigins: [],
    adminToken: '',
    limits: { ...DEFAULT_LIMITS, windowMs: hourMs },
    testClock: true,
  });
  const miniflare = new Miniflare({
    host: '127.0.0.1',
    port: 0,
    workers: [options],
    // It is known that there is no Redis.
    handleRuntimeStdio: (stdout: Readable, stderr: Readable) => {
      stdout.resume();
      stderr.resume();
    },
  });

  try {
    await guardChildren('workerd', () => miniflare.ready);
    const post = async (path: string, body: object) => {
      const headers = { 'content-type': 'application/json' };
      const response = await miniflare.dispatchFetch(`http://logs.test${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      await response.arrayBuffer();
    };
    const windowRemainingMs = async () => {
      const health = (await (await miniflare.dispatchFetch('http://logs.test/health')).json()) as Health;
      return health.components.rate_limiter.window_remaining_ms;
    };
    await post('/clock', { advance_ms: 3 * hourMs });
    // The request is counted before it is stored, and there is no Redis to store it.
    await post('/log', { trace_id: 'one', message: 'a message', level: 'info', system: 'manual' });
    await miniflare.unsafeEvictDurableObject('log-worker', 'RateLimiterDO', { name: 'global' });
    const remainingMs = await windowRemainingMs();

    expect(remainingMs).toBeLessThanOrEqual(hourMs);
    expect(remainingMs).toBeGreaterThan(0);
  } finally {
    await miniflare.dispose();
  }
});
