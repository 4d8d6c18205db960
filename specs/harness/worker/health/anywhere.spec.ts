import { expect, test } from 'vitest';
import { NotVerified } from '../../../../support/check/not-verified.ts';
import { readHealthAnswer } from '../../../../support/platforms/worker/read-health.ts';
import { judgeHealth } from '../../../worker/healthy.judge.ts';
import { sampleWorker } from '../sample-worker.ts';

/** What is found in an answer, without a word in the config unless given. */
async function saidOf(body: unknown, health: NonNullable<Parameters<typeof sampleWorker>[0]>['health'] = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const worker = sampleWorker({ components: [], health });
  const reading = await readHealthAnswer('https://logs.example.com/health', worker, async () => new Response(text));
  return judgeHealth(reading, worker).map(({ what }) => what);
}

const notHealthy = 'the Worker is not healthy';
const degraded = 'the Worker is degraded: a part of it does not work';

test.each<[unknown, string]>([
  // A field of the whole that contradicts the first one.
  [{ status: 'ok', ok: false }, notHealthy],
  [{ status: 'ok', ready: false }, notHealthy],
  [{ status: 'success', data: { healthy: false } }, notHealthy],
  [{ success: true, data: { status: 'degraded' } }, degraded],
  [{ is_healthy: false, status: 'ok' }, notHealthy],
  [{ ok: 0 }, notHealthy],
  [{ status: 'ok', degraded: true }, 'the component degraded is true'],
  [{ status: 'ok', maintenance: { enabled: true } }, 'the component maintenance is {"enabled":true}'],
  // Something that is wrong is named beside a status that is well.
  [{ status: 'ok', error: 'redis: connection refused' }, 'the component error is redis: connection refused'],
  [{ status: 'ok', errors: ['kv: timeout'] }, 'the component errors is ["kv: timeout"]'],
  [{ status: 'OK', failures: { redis: 'failed during the check' } }, 'the component redis is failed during the check'],
  [{ errors: [{ message: 'x' }], data: { health: 'ok' } }, 'the component errors is [{"message":"x"}]'],
  // Components under other names, deeper, or in sentences.
  [{ status: 'ok', info: {}, error: { redis: { status: 'down' } } }, 'the component redis is down'],
  [{ status: 'Healthy', entries: { sql: { status: 'Unhealthy' } } }, 'the component sql is Unhealthy'],
  [{ status: 'UP', components: { db: { status: 'OUT_OF_SERVICE' } } }, 'the component db is OUT_OF_SERVICE'],
  [
    { status: 'ok', components: { storage: { status: 'ok', components: { kv: { status: 'down' } } } } },
    'the component storage.kv is down',
  ],
  [{ status: 'ok', checks: { db: { details: { status: 'down' } } } }, 'the component db is down'],
  [{ status: 'ok', checks: { db: { code: 500 } } }, 'the component db is 500'],
  [{ status: 'ok', checks: { db: 1, kv: 0 } }, 'the component kv is false'],
  [{ status: 'ok', services: { db: { available: false } } }, 'the component db is false'],
  [{ status: 'ok', services: { db: { error: 'no such table' } } }, 'the component db.error is no such table'],
  [{ status: 'ok', checks: { db: 'connection refused' } }, 'the component db is connection refused'],
  [{ status: 'ok', checks: { db: '❌ down' } }, 'the component db is ❌ down'],
  [{ ok: true, bindings: { DB: false, KV: true } }, 'the component DB is false'],
  [{ status: 'ok', deps: { redis: 'down' } }, 'the component redis is down'],
  [{ status: 'ok', anything: { else: 'unreachable' } }, 'the component anything.else is unreachable'],
  // Parts beside the status.
  [{ status: 'ok', dbStatus: 'disconnected' }, 'the component dbStatus is disconnected'],
  [{ status: 'ok', redis_connected: false }, 'the component redis_connected is false'],
  [{ status: 'ok', postgres: 'down' }, 'the component postgres is down'],
  [{ status: 'ok', database: { connected: false } }, 'the component database is false'],
  [{ status: 'ok', redis: 'ECONNREFUSED' }, 'the component redis is ECONNREFUSED'],
  [{ status: 'ok', services: { redis: { up: 0 } } }, 'the component redis is false'],
  [{ status: 'ok', services: { redis: 'N' } }, 'the component redis is N'],
  [{ status: 'ok', services: { redis: '🔴' } }, 'the component redis is 🔴'],
  // Lists and counts of what is not well.
  [{ status: 'ok', issues: [{ part: 'redis' }] }, 'the component issues is [{"part":"redis"}]'],
  [{ status: 'ok', failedChecks: ['redis'] }, 'the component failedChecks is ["redis"]'],
  [{ status: 'ok', unhealthy_components: ['redis'] }, 'the component unhealthy_components is ["redis"]'],
  [{ status: 'ok', summary: { failed: 1, passed: 3 } }, 'the component summary is {"failed":1,"passed":3}'],
  [{ status: 'ok', checks: { total: 3, failed: 1 } }, 'the component checks is {"total":3,"failed":1}'],
  [{ status: 'ok', passed: 2, failed: 1 }, 'the component failed is 1'],
  [{ status: 'ok', checks: [{ name: 'kv', passed: false }] }, 'the component kv is false'],
  [{ status: 'ok', checks: { db: 200, kv: 503 } }, 'the component kv is 503'],
  // A word that is ill under its name only, and a sentence that no field contradicts as plainly.
  [{ status: 'ok', circuit_breakers: { redis: 'OPEN' } }, 'the component circuit_breakers.redis is OPEN'],
  [{ status: 'ok', db: 'closed' }, 'the component db is closed'],
  [{ status: 'ok', tls: { valid: false } }, 'the component tls is false'],
  [{ status: 'ok', redis: 'KO' }, 'the component redis is KO'],
  [{ status: 'ok', redis: { ping: false } }, 'the component redis is false'],
  [{ status: 'ok', services: { db: { message: 'connection refused' } } }, 'the component db is connection refused'],
  [{ ok: true, message: 'redis is down' }, notHealthy],
  [{ status: 'ok', stale: true }, 'the component stale is true'],
  // Texts and lists.
  ['0', notHealthy],
  ['healthy: false', notHealthy],
  ['ok=false', notHealthy],
  ['[+]ping ok\n[-]etcd failed: reason withheld\nhealthz check failed\n', notHealthy],
  ['status: down', notHealthy],
  [
    [
      { name: 'db', status: 'ok' },
      { name: 'kv', status: 'error' },
    ],
    'the component kv is error',
  ],
])('%j is not taken for health', async (body, what) => {
  expect(await saidOf(body)).toContain(what);
});

test.each<[unknown]>([
  [{ Status: 'Healthy' }],
  [{ isHealthy: true }],
  [{ alive: true, uptime: 12 }],
  [{ message: 'Service is healthy' }],
  [{ code: 0, msg: 'success', data: null }],
  [{ result: { data: { json: { status: 'ok' } } } }],
  [[{ Node: 'a', CheckID: 'serf', Status: 'passing', Output: '' }]],
  [{ pong: true }],
  [{ healthcheck: 'ok' }],
  [{ error: null, data: 'ok' }],
  ['pong'],
  ['1'],
  ['status: ok'],
  ['All systems operational'],
  ['[+]ping ok\n[+]log ok\nhealthz check passed\n'],
  // What is set, counted, remembered or named says nothing of now.
  [{ status: 'ok', features: { cache: false }, flags: { maintenance: false }, env: { REDIS_URL: false } }],
  [{ status: 'ok', jobs: { active: 0, failed: 3 }, errors: 3, connections: { connected: 0, idle: 5 } }],
  [{ status: 'ok', last_error: 'redis: refused', last_run: { status: 'failed' }, incidents: [{ status: 'down' }] }],
  [{ status: 'ok', log_level: 'error', mode: 'live', fallback: 'unavailable', on_error: 'fail' }],
  [{ status: 'ok', message: 'Failed requests are retried' }],
  [{ status: 'ok', cache: { enabled: false, hits: 0 }, auth: false, integrations: { slack: false } }],
  [{ status: 'ok', components: { total: 3, healthy: 3, unhealthy: 0 } }],
  [{ status: 'ok', issues: 'https://github.com/acme/logs/issues', stats: { total: 100, failed: 3 } }],
  [{ status: 'ok', checks: { total: 3, passed: 3, failed: 0 }, services: { redis: '✅' } }],
  [{ status: 'ok', circuit: { state: 'CLOSED' }, checks: { disk: '45%', db: { status: 'UNKNOWN' } } }],
  [{ status: 'ok', error: {}, errors: [], maintenance: { enabled: false } }],
  [{ status: 'ok', passed: 3, failed: 0, connected: 450, commit: 'dead', lang: 'KO' }],
  [{ status: 'ok', breaker: { state: 'closed', failures: 3 }, store: 'closed', tls: { valid: true } }],
  [{ status: 'ok', message: 'If the database is down, logs are queued', redis: { ping: true } }],
  [{ status: 'ok', checks: { db: 12, kv: 450 }, cache: { stale: false, expired: 12 } }],
  [{ status: { indicator: 'none', description: 'All Systems Operational' } }],
  [{ status: 'ok', dependencies: { hono: '4.1.0' }, database: 'PostgreSQL 15.3', deployment: { state: 'queued' } }],
])('%j is well', async (body) => {
  expect(await saidOf(body)).toEqual([]);
});

test('a status of a component in a word that is not known is not verified, and may be excepted', async () => {
  const body = { status: 'ok', components: { index: { status: 'rebuilding' } } };
  await expect(saidOf(body)).rejects.toThrow(NotVerified);
  await expect(saidOf(body)).rejects.toThrow('index is `rebuilding`');
  expect(await saidOf(body, { ignores: ['index'] })).toEqual([]);
  expect(await saidOf(body, { healthy: ['ok', 'rebuilding'] })).toEqual([]);
});

test('what may be ill may have parts that are', async () => {
  const body = { status: 'ok', components: { storage: { status: 'ok', components: { kv: { status: 'down' } } } } };
  expect(await saidOf(body, { ignores: ['storage'] })).toEqual([]);
  expect(await saidOf(body, { ignores: ['store'] })).toEqual(['the component storage.kv is down']);
});

test('a text that the config names is taken', async () => {
  expect(await saidOf('Hello World')).toEqual(['no health response from the Worker']);
  expect(await saidOf('Hello World', { healthy: ['Hello World'] })).toEqual([]);
});
