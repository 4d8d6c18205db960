import { expect, it } from 'vitest';
import { RedisCommandError, type RedisExecutor } from '../../../fixtures/twin/redis/executor.ts';
import { createMemoryExecutor } from '../../../fixtures/twin/redis/memory-executor.ts';
import { startRedisRest } from '../../../fixtures/twin/redis/start-redis-rest.ts';

const token = 'made-up-redis-token';

it('a custom executor runs the commands, and its data outlives the service', async () => {
  const executor = createMemoryExecutor();
  {
    await using service = await startRedisRest({ token, executor });
    await fetch(`${service.url}/set/key/value?_token=${token}`);
  }
  expect(executor.execute(['GET', 'key'])).toBe('value');
});

it('a command error is 400, and a broken executor is 500', async () => {
  const failing = (error: Error): RedisExecutor => ({
    execute: () => Promise.reject(error),
    transaction: () => Promise.reject(error),
  });
  await using refusing = await startRedisRest({ token, executor: failing(new RedisCommandError('ERR no')) });
  await using broken = await startRedisRest({ token, executor: failing(new Error('connection lost')) });
  const ask = (url: string) => fetch(`${url}/ping?_token=${token}`);

  expect((await ask(refusing.url)).status).toBe(400);

  const answer = await ask(broken.url);
  expect(answer.status).toBe(500);
  expect(await answer.json()).toEqual({ error: 'ERR connection lost' });

  const pipeline = await fetch(`${broken.url}/pipeline?_token=${token}`, { method: 'POST', body: '[["PING"]]' });
  expect(pipeline.status).toBe(500);
});
