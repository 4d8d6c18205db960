import { expect, it } from 'vitest';
import { startRedisRest } from '../../../fixtures/twin/redis/start-redis-rest.ts';

it('a disposed service refuses connections and frees its port', async () => {
  const first = await startRedisRest({ token: 'made-up-redis-token' });
  const port = Number(new URL(first.url).port);
  const ping = () => fetch(`${first.url}/ping?_token=made-up-redis-token`).then((response) => response.status);

  expect(await ping()).toBe(200);

  await first[Symbol.asyncDispose]();
  await expect(ping()).rejects.toThrow('fetch failed');

  await using _second = await startRedisRest({ token: 'made-up-redis-token', port });
  expect(await ping()).toBe(200);
});

it('a port in use is a clear error', async () => {
  await using first = await startRedisRest({ token: 'made-up-redis-token' });
  const port = Number(new URL(first.url).port);
  await expect(startRedisRest({ token: 'made-up-redis-token', port })).rejects.toThrow('EADDRINUSE');
});
