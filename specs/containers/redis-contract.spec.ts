import { describe } from 'vitest';
import { redisRestContract } from '../harness/redis-double/redis-rest-contract.ts';
import { hasEngine } from './engine.ts';
import { startRedisContainer } from './start-redis-container.ts';

describe.runIf(hasEngine)('Redis in a container', () => {
  redisRestContract(() => startRedisContainer());
});
