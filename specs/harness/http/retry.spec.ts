import { describe, expect, it } from 'vitest';
import { freePort } from '../../../fixtures/ports/free-port.ts';
import { RequestFailure } from '../../../support/http/index.ts';
import { jittered, retryAfterMs, waitBeforeRepeat } from '../../../support/http/retry.ts';
import { until } from '../patience.ts';
import { constantFrom, double, integer, property, assert as propertyHolds } from '../property.ts';
import { failureOf, openDoor } from './open-door.ts';
import { type Answer, startServer, startSocketServer } from './start-server.ts';

const unavailableTwice: Answer = (_request, response, index) =>
  index < 2 ? response.writeHead(503).end('starting') : response.end('ready');

describe('a request that only reads', () => {
  it.each(['GET', 'HEAD', 'OPTIONS'])(
    'as %s is repeated after 503, and the repetitions are counted',
    async (method) => {
      await using server = await startServer(unavailableTwice);
      await using open = openDoor([server.url]);
      const pass = open.pass();
      const response = await pass.fetch(server.url, { method });
      expect([response.status, server.seen.length, pass.retries, pass.requests]).toEqual([200, 3, 2, 3]);
    },
  );

  it('and belongs to a burst is sent once, because each one counts', async () => {
    await using server = await startServer(unavailableTwice);
    await using open = openDoor([server.url]);
    const response = await open.pass({ effect: 'burst' }).fetch(server.url);
    expect([response.status, server.seen.length]).toEqual([503, 1]);
  });

  it('as POST to a query endpoint is repeated with the same body', async () => {
    await using server = await startServer(unavailableTwice);
    await using open = openDoor([server.url], { queries: [{ origin: server.url, path: '/api/query' }] });
    const response = await open.pass().fetch(`${server.url}/api/query`, { method: 'POST', body: '{"path":"a:b"}' });
    expect(response.status).toBe(200);
    expect(server.seen.map(({ body }) => body)).toEqual(Array(3).fill('{"path":"a:b"}'));
  });

  it.each([502, 503, 504])('fails after three responses of %i, and the last one is returned', async (status) => {
    await using server = await startServer((_request, response, index) =>
      response.writeHead(status).end(`no ${index}`),
    );
    await using open = openDoor([server.url]);
    const pass = open.pass();
    const response = await pass.fetch(server.url);

    expect([response.status, await response.text(), pass.retries]).toEqual([status, 'no 2', 2]);
    expect(server.seen).toHaveLength(3);
  });

  it.each([200, 400, 401, 404, 429, 500, 501])('is not repeated after %i', async (status) => {
    await using server = await startServer((_request, response) => response.writeHead(status).end());
    await using open = openDoor([server.url]);
    const pass = open.pass();
    expect((await pass.fetch(server.url)).status).toBe(status);
    expect([server.seen.length, pass.retries]).toEqual([1, 0]);
  });

  it('is repeated if the connection was lost', async () => {
    await using server = await startSocketServer((socket, index) =>
      index === 0 ? socket.resetAndDestroy() : socket.end('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nready'),
    );
    await using open = openDoor([server.url]);
    const pass = open.pass();

    expect(await (await pass.fetch(server.url)).text()).toBe('ready');
    expect([server.asked, pass.retries, pass.requests]).toEqual([2, 1, 1]);
  });
});

describe('a request that writes', () => {
  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
    'as %s is not repeated after 503: it may have been done',
    async (method) => {
      await using server = await startServer(unavailableTwice);
      await using open = openDoor([server.url]);
      const pass = open.pass({ effect: 'canary' });
      expect((await pass.fetch(`${server.url}/log`, { method })).status).toBe(503);
      expect([server.seen.length, pass.retries]).toEqual([1, 0]);
    },
  );

  it('to a query endpoint by another method is not repeated', async () => {
    await using server = await startServer(unavailableTwice);
    await using open = openDoor([server.url], { queries: [{ origin: server.url, path: '/api/query' }] });
    const response = await open.pass({ effect: 'canary' }).fetch(`${server.url}/api/query`, { method: 'PUT' });
    expect([response.status, server.seen.length]).toEqual([503, 1]);
  });

  it('is not repeated if the connection was lost: it may have arrived', async () => {
    await using server = await startSocketServer((socket) => socket.resetAndDestroy());
    await using open = openDoor([server.url]);
    const pass = open.pass({ effect: 'canary' });
    const failure = await failureOf(pass.fetch(server.url, { method: 'POST', body: '{}' }));
    expect([failure.kind, server.asked, pass.retries]).toEqual(['connection-lost', 1, 0]);
  });

  it('is repeated if nothing listened: it cannot have been sent', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    await using open = openDoor([url]);
    const pass = open.pass({ effect: 'canary' });
    const answer = pass.fetch(url, { method: 'POST', body: '{"n":1}' });
    await until(() => pass.retries > 0);
    await using server = await startServer((_request, response) => response.end('ready'), { port });

    expect((await answer).status).toBe(200);
    expect(server.seen.map(({ method, body }) => `${method} ${body}`)).toEqual(['POST {"n":1}']);
    expect(pass.requests).toBe(1);
  });
});

describe('Retry-After', () => {
  it('of a second is obeyed', async () => {
    await using server = await startServer((_request, response, index) =>
      index === 0 ? response.writeHead(503, { 'retry-after': '1' }).end() : response.end('ready'),
    );
    await using open = openDoor([server.url]);
    const started = performance.now();

    expect((await open.pass().fetch(server.url)).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThanOrEqual(990);
  });

  it('of an hour is not waited for: the response is returned', async () => {
    await using server = await startServer((_request, response) =>
      response.writeHead(503, { 'retry-after': '3600' }).end('maintenance'),
    );
    await using open = openDoor([server.url]);
    const response = await open.pass().fetch(server.url);
    expect([response.status, await response.text(), server.seen.length]).toEqual([503, 'maintenance', 1]);
  });

  it('beyond the deadline is not waited for: the response is returned', async () => {
    await using server = await startServer((_request, response) =>
      response.writeHead(503, { 'retry-after': '2' }).end(),
    );
    await using open = openDoor([server.url]);
    const pass = open.pass({ signal: AbortSignal.timeout(300) });
    expect((await pass.fetch(server.url)).status).toBe(503);
    expect([server.seen.length, pass.retries]).toEqual([1, 0]);
  });

  it.each([
    ['0', 0],
    ['120', 120_000],
    ['Thu, 01 Jan 1970 00:01:00 GMT', 50_000],
    ['Thu, 01 Jan 1970 00:00:01 GMT', 0],
    ['soon', undefined],
    ['-5', undefined],
    ['', undefined],
    [null, undefined],
  ])('%s is %s', (value, expected) => {
    expect(retryAfterMs(value, 10_000)).toBe(expected);
  });
});

describe('the wait', () => {
  it('grows, is bounded, and ends after two retries', () => {
    const unavailable = new Response(null, { status: 503 });
    const waits = [0, 1, 2, 3].map((attempt) => waitBeforeRepeat(attempt, unavailable, true));
    expect(waits).toEqual([100, 300, undefined, undefined]);
  });

  it('is never longer than three seconds', () => {
    propertyHolds(
      property(
        integer({ min: 0, max: 100_000 }),
        integer({ min: 0, max: 3 }),
        constantFrom(502, 503, 504),
        double({ min: 0, max: 1, noNaN: true }),
        (seconds, attempt, status, random) => {
          const answer = new Response(null, { status, headers: { 'retry-after': String(seconds) } });
          const waitMs = waitBeforeRepeat(attempt, answer, true);
          if (waitMs === undefined) return;

          const spreadMs = jittered(waitMs, () => random);
          expect(spreadMs).toBeGreaterThanOrEqual(seconds * 1_000);
          expect(spreadMs).toBeLessThanOrEqual(3_000);
        },
      ),
    );
  });

  it.each([
    'invalid-request',
    'origin-not-allowed',
    'method-not-allowed',
    'run-over',
    'tls',
    'deadline',
    'malformed-answer',
    'body-too-large',
    'redirected-away',
    'network',
  ] as const)('does not come after `%s`', (kind) => {
    expect(
      waitBeforeRepeat(0, new RequestFailure(kind, 'GET', 'https://log.example.net/', 'seen'), true),
    ).toBeUndefined();
  });
});
