import { startRedisRest } from '../../../fixtures/twin/redis/start-redis-rest.ts';
import { redisRestContract } from './redis-rest-contract.ts';

redisRestContract(() => startRedisRest({ token: 'made-up-redis-token' }));
