import { Redis } from '@upstash/redis';
import { expect, it } from 'vitest';
import { startRedisRest } from '../../../fixtures/twin/redis/start-redis-rest.ts';

it('the read-only token can read, and every command that writes is refused', async () => {
  await using service = await startRedisRest({ token: 'made-up-standard', readOnlyToken: 'made-up-read-only' });
  const writer = new Redis({ url: service.url, token: service.token, retry: false });
  const reader = new Redis({ url: service.url, token: 'made-up-read-only', retry: false });
  await writer.set('key', 'value');

  expect(await reader.get('key')).toBe('value');
  await expect(reader.set('key', 'other')).rejects.toThrow(/NOPERM .*'set' command/);
  await expect(reader.flushdb()).rejects.toThrow(/NOPERM/);
  await expect(reader.multi().get('key').del('key').exec()).rejects.toThrow(/NOPERM/);
  expect(await writer.get('key')).toBe('value');
});
