import { describe, expect, it } from 'vitest';
import { eventually, until } from '../patience.ts';
import { failureOf, openDoor } from './open-door.ts';
import { startServer } from './start-server.ts';

/** A request may start just before the previous connection is free again, so a second one may be opened, but not twenty. */
const onePooled = 2;

describe('connections', () => {
  it('are reused: sequential requests do not open new ones, even across passes', async () => {
    await using server = await startServer((_request, response) => response.end('here'));
    await using open = openDoor([server.url]);
    for (let index = 0; index < 20; index += 1) await open.pass().fetch(`${server.url}/${index}`);
    expect(server.seen).toHaveLength(20);
    expect(server.connections.made).toBeLessThanOrEqual(onePooled);
  });

  it('are reused after responses whose bodies nobody read', async () => {
    await using server = await startServer(({ path }, response) => {
      const status = Number(path.slice(1));
      response.writeHead(status, status === 302 ? { location: '/200' } : {});
      response.end(status === 204 ? undefined : 'x'.repeat(500_000));
    });
    await using open = openDoor([server.url]);
    const pass = open.pass();
    for (const status of [200, 404, 302, 500, 204, 503, 200]) await pass.fetch(`${server.url}/${status}`);

    expect(server.connections.made).toBeLessThanOrEqual(onePooled);
    expect(pass.requests).toBe(7 + 1 + 2);
  });

  it('are as many as concurrent writes, up to 64 at a time', async () => {
    const held: (() => void)[] = [];
    await using server = await startServer((_request, response) => held.push(() => response.end('here')));
    await using open = openDoor([server.url]);
    const pass = open.pass({ effect: 'canary' });
    const answers = Array.from({ length: 80 }, () => pass.fetch(server.url, { method: 'POST', body: '{}' }));
    await until(() => held.length === 64);

    expect(server.connections).toEqual({ made: 64, open: 64 });

    for (const answer of held.splice(0)) answer();
    await until(() => held.length === 16);
    for (const answer of held) answer();

    expect((await Promise.all(answers)).every(({ status }) => status === 200)).toBe(true);
    // A write is never sent on a connection that another request has used.
    expect(server.connections.made).toBe(80);
  });

  it('of a burst are as many as its requests, so that none waits', async () => {
    const held: (() => void)[] = [];
    await using server = await startServer((_request, response) => held.push(() => response.end('here')));
    await using open = openDoor([server.url]);
    const pass = open.pass({ effect: 'burst' });
    const answers = Array.from({ length: 300 }, () => pass.fetch(server.url, { method: 'POST', body: '{}' }));
    // None is answered until all have arrived.
    await until(() => held.length === 300);

    expect(server.connections).toEqual({ made: 300, open: 300 });

    for (const answer of held) answer();
    expect((await Promise.all(answers)).every(({ status }) => status === 200)).toBe(true);
  });

  it('are closed with the door', async () => {
    await using server = await startServer((_request, response) => response.end('here'));
    {
      await using open = openDoor([server.url]);
      await Promise.all([open.pass().fetch(server.url), open.pass().fetch(server.url)]);
      expect(server.connections.open).toBe(2);
    }

    await eventually(() => expect(server.connections.open).toBe(0));
  });

  it('that the server closed while idle are opened again', async () => {
    await using server = await startServer((_request, response) =>
      response.writeHead(200, { connection: 'close' }).end('here'),
    );
    await using open = openDoor([server.url]);
    const pass = open.pass();
    for (let index = 0; index < 3; index += 1) expect((await pass.fetch(server.url)).status).toBe(200);

    expect([server.connections.made, pass.retries]).toEqual([3, 0]);
  });
});

describe('evidence', () => {
  it('is counted per pass, for complete responses only', async () => {
    await using server = await startServer(({ path }, response) => {
      if (path === '/cut') {
        response.writeHead(200, { 'content-length': 100 }).write('half');
        response.socket?.destroySoon();
      } else response.end('x'.repeat(path === '/large' ? 2_000 : 10));
    });
    await using open = openDoor([server.url], { bodyBytes: 1_000 });
    const [one, other] = [open.pass(), open.pass({ effect: 'canary' })];
    await one.fetch(`${server.url}/a`);
    await one.fetch(`${server.url}/b`);
    await failureOf(one.fetch(`${server.url}/large`));
    await failureOf(other.fetch(`${server.url}/cut`, { method: 'POST' }));

    expect([one.requests, other.requests]).toEqual([2, 0]);
    expect([one.environments, other.environments]).toEqual([['prod'], ['prod']]);
  });
});

describe('every request', () => {
  it('carries the check and a unique correlation id', async () => {
    await using server = await startServer(({ path }, response, index) => {
      if (path === '/redirect') response.writeHead(302, { location: '/next' }).end();
      else response.writeHead(index === 0 ? 503 : 200).end();
    });
    await using open = openDoor([server.url]);
    await open.pass().fetch(`${server.url}/retried`);
    await Promise.all([
      open.pass().fetch(`${server.url}/redirect`),
      open.pass().fetch(server.url),
      open.pass({ check: 'pages/routes' }).fetch(server.url),
    ]);
    const ids = server.seen.map(({ headers }) => headers['x-correlation-id']);

    expect(ids).toHaveLength(6);
    expect(new Set(ids).size).toBe(6);

    const checks = server.seen.map(({ headers }) => headers['x-airlock-check']);
    expect(checks.filter((check) => check === 'pages/routes')).toHaveLength(1);

    for (const [index, id] of ids.entries())
      expect(id).toMatch(new RegExp(`^run-under-test\\.${checks[index]}\\.\\d+$`));
  });

  it('has a user agent, unless the caller sets one', async () => {
    await using server = await startServer((_request, response) => response.end());
    await using open = openDoor([server.url]);
    await open.pass().fetch(server.url);
    await open.pass().fetch(server.url, { headers: { 'User-Agent': 'a browser' } });
    expect(server.seen.map(({ headers }) => headers['user-agent'])).toEqual(['airlock (worker/healthy)', 'a browser']);
  });

  it('cannot override these headers', async () => {
    await using server = await startServer((_request, response) => response.end());
    await using open = openDoor([server.url]);
    await open.pass().fetch(server.url, { headers: { 'x-airlock-check': 'another', 'x-correlation-id': 'another' } });
    expect(server.seen[0]?.headers).toMatchObject({ 'x-airlock-check': 'worker/healthy' });
    expect(server.seen[0]?.headers['x-correlation-id']).toMatch(/^run-under-test\./);
  });
});
