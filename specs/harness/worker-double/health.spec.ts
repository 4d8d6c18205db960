import { expect, it } from 'vitest';
import { limits, startSubject, startSubjects } from './start-subject.ts';

it('health reports each component, the limits, the counts and the version', async () => {
  const configured = limits({ perTrace: 7 });
  await using worker = await startSubject({ serviceName: 'log-ingestion-prod', limits: configured });
  await worker.log('t', { system: 'convex' });
  const { status, body } = await worker.request('/health');

  expect(status).toBe(200);
  expect(body).toMatchObject({
    status: 'healthy',
    service: 'log-ingestion-prod',
    version: { commit: 'c0ffee0' },
    components: {
      redis: { status: 'healthy', url: 'configured' },
      rate_limiter: {
        status: 'healthy',
        config: configured,
        current_state: { global: 1, perSystem: { browser: 0, convex: 1, worker: 0, manual: 0 }, traces: 1 },
        state_version: 1,
        known_state_version: 1,
      },
      log_processor: { status: 'healthy' },
    },
  });
  expect(body.components.rate_limiter.window_remaining_ms).toBeLessThanOrEqual(configured.windowMs);
  expect(Math.abs(Date.parse(body.timestamp) - Date.now())).toBeLessThan(60_000);
});

it('with Redis stopped health is 503, and a log is 500, not success', async () => {
  await using worker = await startSubject();
  expect((await worker.request('/health')).status).toBe(200);

  await worker.redis[Symbol.asyncDispose]();
  expect(await worker.request('/health')).toMatchObject({
    status: 503,
    body: { status: 'unhealthy', components: { redis: { status: 'unhealthy' }, rate_limiter: { status: 'healthy' } } },
  });

  const { status, body } = await worker.log('t');
  expect(status).toBe(500);
  expect(body).toEqual({ success: false, error: expect.any(String) });
  expect(JSON.stringify(body)).not.toContain(worker.redis.url);
  expect((await worker.request('/logs?trace_id=t')).status).toBe(500);
  expect((await worker.request('/traces/recent')).status).toBe(500);
});

it.each([
  ['a wrong token', { redisToken: 'not-the-token' }, 'configured'],
  ['no address', { redisUrl: '' }, 'missing'],
] as const)('with %s health is 503', async (_name, option, url) => {
  await using worker = await startSubject(option);
  expect(await worker.request('/health')).toMatchObject({ status: 503, body: { components: { redis: { url } } } });
});

it('a deployment without a commit reports none', async () => {
  const { startRedisRest } = await import('../../../fixtures/twin/redis/start-redis-rest.ts');
  const { startWorkerDouble } = await import('../../../fixtures/twin/worker/start-worker-double.ts');
  await using redis = await startRedisRest({ token: 'made-up-redis-token' });
  await using worker = await startWorkerDouble({
    serviceName: 'plain',
    redisUrl: redis.url,
    redisToken: redis.token,
    allowedOrigins: [],
    adminToken: '',
  });
  const response = await fetch(`${worker.url}/health`);

  expect(response.headers.has('x-version')).toBe(false);
  expect(await response.json()).toMatchObject({
    version: { commit: null },
    components: { rate_limiter: { config: { perTrace: 100 } } },
  });
});

it('two Workers in one runtime have separate names, limits and counts', async () => {
  await using both = await startSubjects(
    { serviceName: 'dev', limits: limits({ perTrace: 1 }) },
    { serviceName: 'prod' },
  );
  const [dev, prod] = both.subjects;
  await dev?.log('t');

  expect((await dev?.log('t'))?.status).toBe(429);
  expect((await prod?.log('t'))?.status).toBe(200);

  const counted = async (worker: typeof dev) =>
    (await worker?.request('/health'))?.body.components.rate_limiter.current_state.global;

  expect([await counted(dev), await counted(prod)]).toEqual([1, 1]);
  expect((await prod?.request('/'))?.body.service).toBe('prod');
});
