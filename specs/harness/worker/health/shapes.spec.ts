import { expect, test } from 'vitest';
import { startAnswers } from '../../../../fixtures/answers/start-answers.ts';
import { foreignHealth } from '../../../../fixtures/foreign/health-answers.ts';
import { judgeHealth } from '../../../worker/healthy.judge.ts';
import { foreignCases } from '../../faults/foreign-cases.ts';
import { gateOn } from '../gate-on.ts';
import { sampleWorker } from '../sample-worker.ts';

const url = 'https://logs.example.com/health';

/** What is found in a health answer by a profile that says how it is worded. */
function judged(source: Parameters<typeof sampleWorker>[0], health: Record<string, unknown>): string[] {
  const reading = { answers: true as const, url, status: 200, headers: new Headers(), health };
  return judgeHealth(reading, sampleWorker(source)).map(({ what }) => what);
}

const draft = { health: { components: 'checks', healthy: ['pass'], degraded: ['warn'] }, components: ['redis'] };
const booleans = {
  health: { status: 'ok', components: 'parts', componentStatus: 'ok', healthy: [true] },
  components: ['redis', 'limiter'],
};

test('an answer that tells nothing where the profile looks says where to name its words', () => {
  const expected = 'a health answer: a status, as JSON or as text';
  const told = (received: string) =>
    judgeHealth({ answers: false, url, expected, received }, sampleWorker())[0]?.remedy ?? '';
  expect(told('status 200, application/json: {"ok":true}')).toContain('`platforms.worker.health`');
  expect(told('the connection is refused')).toBe('');
});

test.each([
  ['in the words of another', draft, { status: 'pass', checks: { redis: { status: 'pass' } } }],
  ['with components that are words', draft, { status: 'pass', checks: { redis: 'pass', region: 'fra' } }],
  ['in booleans', booleans, { ok: true, parts: { redis: true, limiter: { ok: true } } }],
  ['nested', { health: { status: 'data.status' }, components: [] }, { data: { status: 'healthy' } }],
  ['beside fields that are null', { components: [] }, { status: 'healthy', service: null, components: null }],
])('a health answer %s holds', (_, source, health) => {
  expect(judged(source, health)).toEqual([]);
});

test.each([
  [draft, { status: 'warn', checks: { redis: 'pass' } }, 'the Worker is degraded: a part of it does not work'],
  [draft, { status: 'fail', checks: { redis: 'pass' } }, 'the Worker is not healthy'],
  [draft, { status: 'pass', checks: { redis: 'fail' } }, 'the component redis is fail'],
  [draft, { status: 'pass', checks: { redis: {} } }, 'the component redis does not say how it is'],
  [
    draft,
    { status: 'pass', checks: { __proto__: { redis: 'pass' } } },
    'the component redis is missing from the answer',
  ],
  [booleans, { ok: true, parts: { redis: false, limiter: true } }, 'the component redis is false'],
  [booleans, { ok: 'true', parts: { redis: 1, limiter: true } }, 'the component redis does not say how it is'],
])('and by the profile %j the answer %j is told', (source, health, what) => {
  expect(judged(source, health)).toEqual([what]);
});

/** What `worker/healthy` says of an answer, without a word in the config. */
async function saidOf(body: string, status = 200, headers: Record<string, string> = {}): Promise<string[]> {
  await using server = await startAnswers((_, response) => void response.writeHead(status, headers).end(body));
  const run = await gateOn(server.url);
  return run.said('worker/healthy');
}

test.for(foreignCases('health-answers', foreignHealth))(
  '$story, and needs no word of the config',
  async ({ record, status, body }, { task }) => {
    task.meta.fault = record;
    const said = await saidOf(body, status);
    if (record.checks.length === 0) expect(said).toEqual(['held']);
    else expect(said).not.toEqual(['held']);
  },
);

test('a healthy body with a status of 503, and a degraded one, are told', async () => {
  expect(await saidOf('{"status":"ok"}', 503)).toEqual(['the Worker is not healthy']);
  expect(await saidOf('{"status":"degraded"}', 503)).toEqual(['the Worker is degraded: a part of it does not work']);
});

test('a health route that redirects says where to name the address', async () => {
  await using server = await startAnswers(
    (_, response) => void response.writeHead(301, { location: 'https://logs.acme.test/health' }).end(),
  );
  const run = await gateOn(server.url);
  const [finding] = run.outcomes.find(({ check }) => check === 'worker/healthy')?.findings ?? [];
  expect(finding).toMatchObject({
    received: expect.stringContaining('https://logs.acme.test/health'),
    remedy: expect.stringContaining('redirects'),
  });
});

test('a word that is not known says which setting would take it', async () => {
  await using server = await startAnswers((_, response) => void response.end('{"status":"tutto bene"}'));
  const run = await gateOn(server.url);
  const [finding] = run.outcomes.find(({ check }) => check === 'worker/healthy')?.findings ?? [];
  expect(finding?.remedy).toContain('`platforms.worker.health.healthy`');
});

test.each([
  [{ 'cf-cache-status': 'STALE' }, true],
  [{ 'x-cache': 'MISS, HIT' }, true],
  [{ 'x-cache': 'TCP_MEM_HIT' }, true],
  [{ 'x-nextjs-cache': 'STALE' }, true],
  [{ 'x-cache-hits': '0, 3' }, true],
  [{ 'x-varnish': '123 456' }, true],
  [{ 'cache-status': '"edge"; hit; ttl=30' }, true],
  [{ warning: '110 - "Response is Stale"' }, true],
  [{ age: '3, 86400' }, true],
  [{ 'cf-cache-status': 'REVALIDATED' }, false],
  [{ 'x-cache': 'TCP_REFRESH_HIT' }, false],
  [{ 'cache-status': '"edge"; fwd=miss' }, false],
  [{ 'x-cache-hits': '0' }, false],
  [{ 'x-varnish': '123' }, false],
] as [Record<string, string>, boolean][])('%j tells of a cache: %s', async (headers, isOld) => {
  const said = await saidOf('{"status":"ok"}', 200, headers);
  expect(said).toEqual([isOld ? 'the health answer is an old one, from a cache' : 'held']);
});

test('an answer from a cache, and one that says two things, are told', async () => {
  const yesterday = new Date(Date.now() - 86_400_000).toUTCString();
  const old = 'the health answer is an old one, from a cache';
  expect(await saidOf('{"status":"ok"}', 200, { age: '86400', date: yesterday })).toEqual([old]);
  expect(await saidOf('{"status":"ok"}', 200, { age: '5' })).toEqual(['held']);
  expect(await saidOf('{"status":"ok"}', 200, { age: '86400, 3' })).toEqual([old]);
  expect(await saidOf('{"status":"ok"}', 200, { 'cf-cache-status': 'HIT' })).toEqual([old]);
  expect(await saidOf('{"status":"ok"}', 200, { 'x-cache': 'HIT from edge', age: '5' })).toEqual(['held']);
  expect(await saidOf('{"status":"ok"}', 200, { 'cf-cache-status': 'DYNAMIC', 'x-cache': 'MISS' })).toEqual(['held']);
  expect(await saidOf('{"status":"unhealthy","st\\u0061tus":"healthy"}')).toEqual([
    'the health answer says one thing twice',
  ]);
  expect(await saidOf('{"status":"unhealthy","a":{"status":1},"status":"healthy"}')).toEqual([
    'the health answer says one thing twice',
  ]);
});

test.each([
  [{ limit: 'limiter.config.limit' }, { limit: 20, window_ms: 60_000 }],
  [{ window: 'limiter.config.span' }, { limit: 20, span: '60 s' }],
])('a window that the answer tells, %j, is compared with the promised one', (reported, config) => {
  const health = { status: 'ok', limiter: { config } };
  const of = (windowMs: number) => judged({ rateLimits: [{ per: 'trace', limit: 20, windowMs, reported }] }, health);
  expect(of(60_000)).toEqual([]);
  expect(of(3_600_000)).toEqual([
    'the window of the quota trace that the Worker reports is not the one that it promises',
  ]);
});

test.each([
  [{ limit: 20, windowSeconds: 60 }],
  [{ limit: 20, period: 60 }],
  [{ limit: 20, window: '1 minute' }],
  [{ limit: 20, window: 'minute' }],
  [{ limit: 20, interval: 'PT1M' }],
  [{ limit: 20, window_minutes: 1 }],
  [{ limit: 20, window_size: '60s' }],
])('and found beside the limit without a setting: %j', (config) => {
  const reported = { limit: 'limiter.config.limit' };
  const of = (windowMs: number) =>
    judged({ rateLimits: [{ per: 'trace', limit: 20, windowMs, reported }] }, { status: 'ok', limiter: { config } });
  expect([of(60_000).length, of(3_600_000).length]).toEqual([0, 1]);
});

test.each([['20/minute'], ['20 per minute'], ['20 a minute'], ['20 / 60 s'], ['20 every 1m']])(
  'and in a documented limit: %s',
  (documented) => {
    const reported = { documented: 'docs.limit' };
    const of = (windowMs: number) =>
      judged(
        { rateLimits: [{ per: 'trace', limit: 20, windowMs, reported }] },
        { status: 'ok', docs: { limit: documented } },
      );
    expect(of(60_000)).toEqual([]);
    expect(of(3_600_000)).toEqual([
      'the window of the quota trace that the Worker documents is not the one that it promises',
    ]);
  },
);

test('a count is absent, and so zero, until there is something to count', () => {
  const reported = { used: 'limiter.used.manual' };
  const source = { rateLimits: [{ per: 'system' as const, limit: 20, windowMs: 60_000, reported }] };
  expect(judged(source, { status: 'ok', limiter: { used: {} } })).toEqual([]);
  expect(judged(source, { status: 'ok', limiter: { used: { browser: 3 } } })).toEqual([]);
  expect(judged(source, { status: 'ok', limiter: { used: { manual: '3' } } })).toEqual([]);
  expect(judged(source, { status: 'ok', limiter: { used: null } })).toHaveLength(1);
  expect(judged(source, { status: 'ok' })).toHaveLength(1);
});

test('a count is zero where entries beside it have one, at any depth, and missing where they have none', () => {
  const reported = { used: 'limiter.manual.used' };
  const source = { rateLimits: [{ per: 'system' as const, limit: 20, windowMs: 60_000, reported }] };
  expect(judged(source, { status: 'ok', limiter: { browser: { used: 3 } } })).toEqual([]);
  expect(judged(source, { status: 'ok', limiter: {} })).toEqual([]);
  expect(judged(source, { status: 'ok', limiter: { status: 'ok' } })).toHaveLength(1);
});

test.each([[20], ['20'], ['20/minute']])('a limit that is told as %j is the promised one', (told) => {
  const reported = { limit: 'limits.trace' };
  const of = (limit: number) =>
    judged(
      { rateLimits: [{ per: 'trace', limit, windowMs: 60_000, reported }] },
      { status: 'ok', limits: { trace: told } },
    );
  expect([of(20), of(30).length]).toEqual([[], 1]);
});
