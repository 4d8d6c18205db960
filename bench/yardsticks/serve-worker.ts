/**
 * Serves a Worker and its Redis in a process of their own, until standard input ends. Prints the address as JSON.
 * The first argument is the duration of a round trip in milliseconds.
 */
import { once } from 'node:events';
import { startRedisRest } from '../../fixtures/twin/redis/start-redis-rest.ts';
import { startRelay } from '../../fixtures/twin/relay.ts';
import { startWorkerDouble } from '../../fixtures/twin/worker/start-worker-double.ts';

const perSystem = { browser: 100_000, convex: 100_000, worker: 100_000, manual: 100_000 };
await using redis = await startRedisRest({ token: 'made-up-redis-token' });
await using worker = await startWorkerDouble({
  serviceName: 'bench',
  redisUrl: redis.url,
  redisToken: redis.token,
  allowedOrigins: [],
  adminToken: '',
  limits: { globalPerWindow: 100_000, perSystem, perTrace: 100, windowMs: 3_600_000 },
});
await using relay = await startRelay(Number(process.argv[2] ?? 0));
relay.leadTo(worker.url);
process.stdout.write(`${JSON.stringify({ url: relay.url })}\n`);
process.stdin.resume();
await once(process.stdin, 'end');
