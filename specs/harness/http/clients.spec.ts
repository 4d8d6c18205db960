import { Redis } from '@upstash/redis';
import { ConvexHttpClient } from 'convex/browser';
import { makeFunctionReference } from 'convex/server';
import { describe, expect, it } from 'vitest';
import { startRedisRest } from '../../../fixtures/twin/redis/start-redis-rest.ts';
import type { Pass } from '../../../support/http/index.ts';
import { openDoor } from './open-door.ts';
import { startServer } from './start-server.ts';

describe('the Convex client on the door’s fetch', () => {
  const client = (url: string, pass: Pass) =>
    new ConvexHttpClient(url, { fetch: pass.fetch, logger: false, skipConvexDeploymentUrlCheck: true });
  const list = makeFunctionReference<'query'>('sites:list');
  const create = makeFunctionReference<'mutation'>('sites:create');

  it('can run queries with `read`, but no mutations', async () => {
    await using server = await startServer(({ path }, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ status: 'success', value: path, logLines: [] })),
    );
    await using open = openDoor([server.url], { queries: [{ origin: server.url, path: '/api/query' }] });
    const pass = open.pass({ check: 'convex/reachable' });

    expect(await client(server.url, pass).query(list, {})).toBe('/api/query');
    await expect(client(server.url, pass).mutation(create, {})).rejects.toMatchObject({ kind: 'method-not-allowed' });
    expect(server.seen.map(({ path }) => path)).toEqual(['/api/query']);
    expect(pass.requests).toBe(1);

    const canary = open.pass({ effect: 'canary' });
    expect(await client(server.url, canary).mutation(create, {})).toBe('/api/mutation');
  });

  it('passes on errors of a function and failures of the door', async () => {
    await using server = await startServer((_request, response) =>
      response
        .writeHead(560, { 'content-type': 'application/json' })
        .end(JSON.stringify({ status: 'error', errorMessage: 'no such site', logLines: [] })),
    );
    await using open = openDoor([server.url, 'http://x.invalid'], {
      queries: ['http://x.invalid', server.url].map((origin) => ({ origin, path: '/api/query' })),
    });

    await expect(client(server.url, open.pass()).query(list, {})).rejects.toThrow('no such site');
    await expect(client('http://x.invalid', open.pass()).query(list, {})).rejects.toMatchObject({
      kind: 'host-not-found',
    });
  });
});

describe('the Upstash client on the door’s fetch', () => {
  it('reads and writes through our own requester, because it has no option for fetch', async () => {
    const token = 'made-up-redis-token';
    await using redis = await startRedisRest({ token });
    await using open = openDoor([redis.url]);
    const pass = open.pass({ effect: 'canary' });
    const client = new Redis({
      async request<Result>({ path = [], body }: { path?: string[]; body?: unknown }) {
        const response = await pass.fetch([redis.url, ...path].join('/'), {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        return (await response.json()) as { result?: Result; error?: string };
      },
    });
    await client.lpush('logs:t', 'one');
    const [length, ttl] = await client.pipeline().llen('logs:t').ttl('logs:t').exec<[number, number]>();

    expect([length, ttl, pass.requests]).toEqual([1, -1, 2]);
  });
});

describe('a response of the door behaves like one of `fetch`', () => {
  it('as JSON, text, bytes, a stream, a clone, and in its URL without the fragment', async () => {
    await using server = await startServer((_request, response) =>
      response.writeHead(200, 'Fine', { 'content-type': 'application/json' }).end('{"n":1}'),
    );
    await using open = openDoor([server.url]);
    const ask = () => open.pass().fetch(`${server.url}/a?b=c#d`);
    const response = await ask();

    expect(response).toBeInstanceOf(Response);
    expect([response.url, response.status, response.ok, response.statusText]).toEqual([
      `${server.url}/a?b=c`,
      200,
      true,
      'Fine',
    ]);

    const copy = response.clone();
    expect([copy.url, await copy.json(), response.bodyUsed]).toEqual([`${server.url}/a?b=c`, { n: 1 }, false]);
    expect(await response.json()).toEqual({ n: 1 });
    await expect(response.text()).rejects.toThrow(TypeError);
    expect(() => response.clone()).toThrow(TypeError);
    expect(await (await ask()).blob()).toMatchObject({ size: 7, type: 'application/json' });
    expect((await (await ask()).arrayBuffer()).byteLength).toBe(7);

    const chunks: Uint8Array[] = [];
    for await (const chunk of (await ask()).body ?? []) chunks.push(chunk as Uint8Array);

    expect(Buffer.concat(chunks).toString()).toBe('{"n":1}');
  });

  it('for every form of request', async () => {
    await using server = await startServer((_request, response) => response.end());
    await using open = openDoor([server.url]);
    const { fetch } = open.pass({ effect: 'canary' });
    await fetch(new URL('/url', server.url));
    await fetch(new Request(`${server.url}/request`, { method: 'PUT', body: 'whole', headers: { 'x-a': '1' } }));
    await fetch(`${server.url}/form`, { method: 'post', body: new URLSearchParams({ a: 'b c' }) });
    const body = new Blob(['from a stream']).stream();
    await fetch(`${server.url}/stream`, { method: 'PATCH', body, duplex: 'half' } as RequestInit);

    expect(server.seen.map((request) => [request.method, request.path, request.body])).toEqual([
      ['GET', '/url', ''],
      ['PUT', '/request', 'whole'],
      ['POST', '/form', 'a=b+c'],
      ['PATCH', '/stream', 'from a stream'],
    ]);
    expect(server.seen[1]?.headers['x-a']).toBe('1');
    expect(server.seen[2]?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
  });
});
