import { Redis } from '@upstash/redis';
import { expect, it } from 'vitest';
import { startRedisRest } from '../../../fixtures/twin/redis/start-redis-rest.ts';

it('expiry follows the injected clock to the millisecond', async () => {
  let nowMs = 1_000_000;
  await using service = await startRedisRest({ token: 'made-up-redis-token', now: () => nowMs });
  const client = new Redis({ url: service.url, token: service.token, retry: false });
  await client.lpush('logs:t', 'entry');
  await client.expire('logs:t', 3600);

  nowMs += 3_599_999;
  expect(await client.pttl('logs:t')).toBe(1);
  expect(await client.keys('logs:*')).toEqual(['logs:t']);

  nowMs += 1;
  expect(await client.ttl('logs:t')).toBe(-2);
  expect(await client.keys('logs:*')).toEqual([]);
  expect(await client.dbsize()).toBe(0);
});

it('a push keeps the expiry of the list, and a recreated list has none', async () => {
  let nowMs = 0;
  await using service = await startRedisRest({ token: 'made-up-redis-token', now: () => nowMs });
  const client = new Redis({ url: service.url, token: service.token, retry: false });
  await client.lpush('list', 'a');
  await client.expire('list', 10);
  nowMs = 4000;
  await client.lpush('list', 'b');

  expect(await client.ttl('list')).toBe(6);

  nowMs = 10_000;
  await client.lpush('list', 'c');

  expect(await client.lrange('list', 0, -1)).toEqual(['c']);
  expect(await client.ttl('list')).toBe(-1);
});
