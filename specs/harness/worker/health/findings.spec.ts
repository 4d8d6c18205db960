import { expect, test } from 'vitest';
import type { HealthReading } from '../../../../support/platforms/worker/read-health.ts';
import { judgeHealth } from '../../../worker/healthy.judge.ts';
import { sampleWorker } from '../sample-worker.ts';

const url = 'https://logs.example.com/health';
/** Where the sample Worker's address comes from. */
const origin = 'a spec';
const worker = sampleWorker({ components: [] });
const wellWords = 'healthy (or `ok`, `up`, `pass` and the like)';
const redirectRemedy =
  'Name the address that it redirects to as the address of the Worker, or its path in `platforms.worker.endpoints.health`.';

const routeRemedy =
  'Name the path of the health route in `platforms.worker.endpoints.health`, or correct the address; a Worker without such a route needs one.';
const refusedRemedy =
  'The request was refused: give the runner what it needs (`headers`, `access` or `basicAuth` of the platform in the deployment config), or change the rule that refuses it.';
const limitedRemedy = 'The request was rate-limited: exempt this runner from the limit, or run again later.';
const cloudflareRemedy = (status: number) =>
  `Cloudflare answered in place of the service: look up status ${status}, and the error code in the body, in its documentation of 5xx errors.`;

type Answered = Extract<HealthReading, { answers: true }>;

function answer(over: Partial<Omit<Answered, 'headers'>> = {}, headers: Record<string, string> = {}): HealthReading {
  return { answers: true, url, status: 200, health: { status: 'ok' }, ...over, headers: new Headers(headers) };
}

test.each<[string, string, string | undefined]>([
  ['nobody listens', 'connect ECONNREFUSED', undefined],
  ['it redirects', 'status 301, text/html, to https://other.example: (empty)', redirectRemedy],
  ['a redirect leads nowhere', 'status 302, text/html: moved', undefined],
  [
    'the answer says nothing of health',
    'status 200, text/html: <h1>Hello',
    'Correct the address; where it is the Worker and words its health otherwise, say how in `platforms.worker.health` of the deployment config.',
  ],
  ['Cloudflare answers in its place', 'status 520, text/html: status 2', cloudflareRemedy(520)],
  ['Cloudflare does not find its origin', 'status 530, text/plain: error code: 1016', cloudflareRemedy(530)],
  ['the route does not exist', 'status 404, application/json: {"error":"not found"}', routeRemedy],
  ['the route takes another method', 'status 405, text/plain: (empty)', routeRemedy],
  ['a key is asked for', 'status 401, application/json: {"error":"no key"}', refusedRemedy],
  ['a rule refuses the runner', 'status 403, text/html: (empty)', refusedRemedy],
  ['a limiter refuses the runner', 'status 429, text/plain: (empty)', limitedRemedy],
  ['it fails', 'status 500, text/plain: (empty)', undefined],
  ['a redirect is only quoted', 'got status 301, text/html, to https://other.example', undefined],
])('no Worker answers: %s', (_what, received, remedy) => {
  const expected = 'a health answer: a status, as JSON or as text';
  expect(judgeHealth({ answers: false, url, expected, received }, worker)).toEqual([
    {
      what: 'no health response from the Worker',
      expected,
      received,
      from: [url, origin],
      ...(remedy !== undefined && { remedy }),
    },
  ]);
});

test.each<[number, object, string, string, string | undefined]>([
  [503, { status: 'ok' }, 'the Worker is not healthy', 'status 503, ok', undefined],
  [401, { status: 'denied' }, 'the Worker is not healthy', 'status 401, denied', refusedRemedy],
  [403, { status: 'error' }, 'the Worker is not healthy', 'status 403, error', refusedRemedy],
  [429, { status: 'error' }, 'the Worker is not healthy', 'status 429, error', limitedRemedy],
  [530, { status: 'error' }, 'the Worker is not healthy', 'status 530, error', cloudflareRemedy(530)],
  [199, { status: 'ok' }, 'the Worker is not healthy', 'status 199, ok', undefined],
  [300, { status: 'ok' }, 'the Worker is not healthy', 'status 300, ok', undefined],
  [200, { status: 'down' }, 'the Worker is not healthy', 'status 200, down', undefined],
  [
    200,
    { status: 'degraded' },
    'the Worker is degraded: a part of it does not work',
    'status 200, degraded',
    undefined,
  ],
  [
    200,
    { status: 'gloopy' },
    'the Worker is not healthy',
    'status 200, gloopy',
    'Look at the Worker; where `gloopy` means healthy, name it in `platforms.worker.health.healthy`, and where the status stands elsewhere, say where in `platforms.worker.health.status`.',
  ],
  [500, { status: 'gloopy' }, 'the Worker is not healthy', 'status 500, gloopy', undefined],
])('status %i with %j is told', (status, health, what, received, remedy) => {
  expect(judgeHealth(answer({ status, health }), worker)).toEqual([
    { what, expected: `status 200, ${wellWords}`, received, from: [url], ...(remedy !== undefined && { remedy }) },
  ]);
});

test.each([200, 204, 299])('status %i with a healthy body holds', (status) => {
  expect(judgeHealth(answer({ status }), worker)).toEqual([]);
});

test('a redirect that has a healthy body says where it leads', () => {
  const reading = answer({ status: 302 }, { location: 'https://other.example/' });
  expect(judgeHealth(reading, worker)).toEqual([
    {
      what: 'the Worker is not healthy',
      expected: `status 200, ${wellWords}`,
      received: 'status 302, to https://other.example/, ok',
      from: [url],
      remedy: redirectRemedy,
    },
  ]);
});

test('the words that the profile names are the ones that count', () => {
  const named = sampleWorker({ components: [], health: { healthy: ['fine', 'great'] } });
  expect(judgeHealth(answer({ health: { status: 'great' } }), named)).toEqual([]);
  expect(judgeHealth(answer({ health: { status: 'ok' } }), named)).toMatchObject([
    { expected: 'status 200, fine or great', received: 'status 200, ok' },
  ]);
});

test('an answer without a word is well only where the profile names no place for one', () => {
  expect(judgeHealth(answer({ health: '' as never }), worker)).toEqual([]);
  const named = sampleWorker({ components: [], health: { status: 'state' } });
  expect(judgeHealth(answer({ health: { other: 1 } }), named)).toMatchObject([
    { what: 'the Worker is not healthy', received: 'status 200, no word' },
  ]);
});

test('a key that stands twice is told', () => {
  expect(judgeHealth(answer({ twice: 'status' }), worker)).toEqual([
    {
      what: 'the health answer says one thing twice',
      expected: 'each key once in an object',
      received: '`status` twice: readers differ in which of them they take',
      from: [url],
      remedy: 'Build the answer as one object, and serialise that.',
    },
  ]);
});

const now = Date.parse('Wed, 02 Dec 2026 12:00:00 GMT');

test.each<[Record<string, string>, string]>([
  [{ age: '61' }, 'Age: 61'],
  [{ age: '0, 61' }, 'Age: 0, 61'],
  [{ date: 'Wed, 02 Dec 2026 11:49:59 GMT' }, 'Date: Wed, 02 Dec 2026 11:49:59 GMT'],
  [{ age: '61', date: 'Wed, 02 Dec 2026 10:00:00 GMT' }, 'Age: 61; Date: Wed, 02 Dec 2026 10:00:00 GMT'],
  [{ 'cf-cache-status': 'HIT' }, 'cf-cache-status: HIT, which tells no age'],
  [{ 'cf-cache-status': 'STALE' }, 'cf-cache-status: STALE, which tells no age'],
  [{ 'cf-cache-status': 'UPDATING' }, 'cf-cache-status: UPDATING, which tells no age'],
  [{ 'x-cache': 'TCP_HIT from a.example' }, 'x-cache: TCP_HIT from a.example, which tells no age'],
  [{ 'cache-status': 'edge; hit; ttl=30' }, 'cache-status: edge; hit; ttl=30, which tells no age'],
  [{ 'cache-status': 'edge; hit=?1' }, 'cache-status: edge; hit=?1, which tells no age'],
  [{ 'x-cache-hits': '0, 3' }, 'x-cache-hits: 0, 3, which tells no age'],
  [{ 'x-varnish': '32772  32770' }, 'x-varnish: 32772  32770, which tells no age'],
  [{ warning: '110 - "Response is Stale"' }, 'warning: 110 - "Response is Stale", which tells no age'],
  [{ warning: '111 - "Revalidation Failed"' }, 'warning: 111 - "Revalidation Failed", which tells no age'],
])('an answer of a cache is told: %j', (headers, received) => {
  expect(judgeHealth(answer({ atMs: now }, headers), worker)).toEqual([
    {
      what: 'the health answer is an old one, from a cache',
      expected: 'an answer of now, at most 60 s old',
      received,
      from: [url],
      remedy:
        'Answer with `Cache-Control: no-store`, let no cache rule apply to the route, and ask anew for each answer.',
    },
  ]);
});

test.each<[Record<string, string>]>([
  [{ age: '60' }],
  [{ age: 'no number' }],
  [{ age: '12', 'x-cache': 'HIT' }],
  [{ date: 'Wed, 02 Dec 2026 11:50:00 GMT' }],
  [{ date: 'Wed, 02 Dec 2026 13:00:00 GMT' }],
  [{ date: 'yesterday' }],
  [{ 'cf-cache-status': 'MISS' }],
  [{ 'cf-cache-status': 'DYNAMIC' }],
  [{ 'x-cache': 'TCP_REFRESH_HIT' }],
  [{ 'x-cache': 'whitelist' }],
  [{ 'cache-status': 'edge; hit=?0' }],
  [{ 'cache-status': 'edge; hit = ?0' }],
  [{ 'x-cache': 'hits' }],
  [{ 'x-cached': 'hit' }],
  [{ 'x-cache-hits': '0' }],
  [{ 'x-varnish': '32772' }],
  [{ 'x-varnish': 'id 32772 32770' }],
  [{ 'x-other': '110 32770 hit' }],
  [{ warning: '199 - "110"' }],
  [{ warning: '1100' }],
])('an answer of now is not taken for one of a cache: %j', (headers) => {
  expect(judgeHealth(answer({ atMs: now }, headers), worker)).toEqual([]);
});

test('a date says nothing about age if the time of the answer is unknown', () => {
  expect(judgeHealth(answer({}, { date: 'Wed, 02 Dec 2026 10:00:00 GMT' }), worker)).toEqual([]);
});

test('a larger age that the profile allows also holds for the date', () => {
  const patient = sampleWorker({ components: [], health: { maxAgeSeconds: 3_600 } });
  expect(judgeHealth(answer({ atMs: now }, { date: 'Wed, 02 Dec 2026 11:00:00 GMT' }), patient)).toEqual([]);
  expect(judgeHealth(answer({ atMs: now }, { date: 'Wed, 02 Dec 2026 10:59:59 GMT' }), patient)).toHaveLength(1);
});

test.each<[object, string]>([
  [{ status: 'ok', service: 'billing' }, 'billing'],
  [{ status: 'ok' }, '(no service name)'],
  [{ status: 'ok', service: 7 }, '(no service name)'],
])('another service than the named one is told: %j', (health, received) => {
  const named = sampleWorker({ components: [], service: 'log-ingestion' });
  expect(judgeHealth(answer({ health: { status: 'ok', service: 'log-ingestion' } }), named)).toEqual([]);
  expect(judgeHealth(answer({ health }), worker)).toEqual([]);
  expect(judgeHealth(answer({ health }), named)).toEqual([
    { what: 'another Worker answers', expected: 'log-ingestion', received, from: [url, origin] },
  ]);
});

test('components that the profile names have to be there, and say that they are well', () => {
  const named = sampleWorker({ components: ['redis', 'limiter', 'queue'] });
  const components = { redis: { status: 'ok' }, limiter: { status: 'down' }, store: { status: 'ok' } };
  expect(judgeHealth(answer({ health: { status: 'ok', components } }), named)).toEqual([
    { what: 'the component limiter is down', expected: wellWords, received: 'down', from: [url] },
    {
      what: 'the component queue is missing from the answer',
      expected: wellWords,
      received: 'components: redis, limiter, store',
      from: [url],
    },
  ]);
});

test('the place that the profile names is the one in which components are looked for', () => {
  const named = sampleWorker({ components: ['redis'], health: { components: 'parts' } });
  expect(judgeHealth(answer({ health: { status: 'ok', parts: {} } }), named)).toMatchObject([
    { what: 'the component redis is missing from the answer', received: 'parts: none' },
  ]);
});

test('a component that says nothing of itself is told where the profile names it', () => {
  const named = sampleWorker({ components: ['redis'], health: { components: 'parts', componentStatus: 'state' } });
  expect(judgeHealth(answer({ health: { status: 'ok', parts: { redis: { size: 3 } } } }), named)).toMatchObject([
    { what: 'the component redis does not say how it is', received: 'parts: redis' },
  ]);
});

test('a component beside those is told if it says that it is ill, and not if the profile lets it be', () => {
  const health = { status: 'ok', components: { redis: { status: 'ok' }, mail: { status: 'down' } } };
  expect(judgeHealth(answer({ health }), sampleWorker({ components: ['redis'] }))).toEqual([
    {
      what: 'the component mail is down',
      expected: wellWords,
      received: 'down',
      from: [url],
      remedy: 'Look at mail; where it may be unhealthy, name it in `platforms.worker.health.ignores`.',
    },
  ]);
  expect(
    judgeHealth(answer({ health }), sampleWorker({ components: ['redis'], health: { ignores: ['mail'] } })),
  ).toEqual([]);
});

test('a word that is neither well nor ill is not verified, and only where nothing else was found', () => {
  const health = { status: 'ok', components: { redis: { status: 'gloopy' } } };
  expect(() => judgeHealth(answer({ health }), worker)).toThrow('redis is `gloopy`');
  expect(judgeHealth(answer({ health, status: 503 }), worker)).toHaveLength(1);
});

const limited = sampleWorker({
  components: ['limiter'],
  rateLimits: [
    {
      per: 'trace',
      limit: 100,
      windowMs: 60_000,
      reported: { limit: 'limits.trace', documented: 'docs.trace', window: 'limits.windowMs', used: 'used.trace' },
      alsoCounts: [{ name: 'everyone', limit: 500, reported: { limit: 'shared' } }],
    },
  ],
});
const told = {
  status: 'ok',
  components: { limiter: { status: 'ok' } },
  shared: 500,
  limits: { trace: 100, windowMs: 60_000 },
  docs: { trace: '100 per minute' },
  used: { trace: 3 },
};

test('limits that are reported as they are promised hold', () => {
  expect(judgeHealth(answer({ health: told }), limited)).toEqual([]);
});

test.each<[string, object, object]>([
  [
    'the configured limit',
    { limits: { ...told.limits, trace: 99 } },
    {
      what: 'the limit of the quota trace that the Worker reports is not the one that it promises',
      expected: '100',
      received: '99',
      from: [`${url} › limits.trace`],
      remedy:
        "Correct the limit in the Worker's code and redeploy it, or correct `rateLimits` in the deployment config.",
    },
  ],
  [
    'a limit that is not there',
    { shared: undefined },
    {
      what: 'the limit of the quota everyone that the Worker reports is not the one that it promises',
      expected: '500',
      received: '(missing)',
      from: [`${url} › shared`],
      remedy:
        "Correct the limit in the Worker's code and redeploy it, or correct `rateLimits` in the deployment config.",
    },
  ],
  [
    'the documented limit',
    { docs: { trace: '90 per minute' } },
    {
      what: 'the limit of the quota trace that the Worker documents is not the one that it promises',
      expected: '100',
      received: '"90 per minute"',
      from: [`${url} › docs.trace`],
      remedy: 'Word the documented limits from the configured ones.',
    },
  ],
  [
    'the documented window',
    { docs: { trace: '100 per hour' } },
    {
      what: 'the window of the quota trace that the Worker documents is not the one that it promises',
      expected: '60000 ms',
      received: '"100 per hour"',
      from: [`${url} › docs.trace`],
      remedy: 'Word the documented limits from the configured ones.',
    },
  ],
  [
    'the configured window',
    { limits: { ...told.limits, windowMs: 1_000 } },
    {
      what: 'the window of the quota trace that the Worker reports is not the one that it promises',
      expected: '60000 ms',
      received: '1000',
      from: [`${url} › limits.windowMs`],
      remedy:
        "Correct the window in the Worker's code and redeploy it, or correct `windowMs` in the deployment config.",
    },
  ],
  [
    'a count that is not there',
    { used: undefined },
    {
      what: 'the Worker calls itself healthy and gives no count of the quota trace',
      expected: 'a number',
      received: '(missing)',
      from: [`${url} › used.trace`],
      remedy: 'Ask the limiter and the store in the health endpoint, and report what they say.',
    },
  ],
])('what is reported otherwise is told: %s', (_what, over, finding) => {
  expect(judgeHealth(answer({ health: { ...told, ...over } }), limited)).toEqual([finding]);
});

test('a documented limit that is not there is told, and has no window', () => {
  const { docs: _, ...health } = told;
  expect(judgeHealth(answer({ health }), limited)).toMatchObject([
    { what: 'the limit of the quota trace that the Worker documents is not the one that it promises' },
  ]);
});

test('a limiter that says that it is ill need not count', () => {
  const health = { ...told, components: { limiter: { status: 'down' } }, used: undefined };
  expect(judgeHealth(answer({ health }), limited)).toMatchObject([{ what: 'the component limiter is down' }]);
});

test('a quota without a name is called by what it counts, and one with a name by that', () => {
  const named = sampleWorker({
    components: [],
    rateLimits: [{ name: 'writes', per: 'user', limit: 5, windowMs: 1_000, reported: { limit: 'limit' } }],
  });
  expect(judgeHealth(answer({ health: { status: 'ok', limit: 4 } }), named)).toMatchObject([
    { what: 'the limit of the quota writes that the Worker reports is not the one that it promises' },
  ]);
});
