import { describe, expect, it } from 'vitest';
import { failureOf, openDoor } from './open-door.ts';
import { type Answer, startServer } from './start-server.ts';

const leadTo =
  (location: string, status = 302): Answer =>
  ({ path }, response) =>
    path === '/' ? response.writeHead(status, { location }).end('elsewhere') : response.end(`at ${path}`);

describe('a redirect inside the allowed origins', () => {
  it.each([301, 302, 303, 307, 308])(
    'with status %i is followed, and the response has the final URL',
    async (status) => {
      await using server = await startServer(leadTo('/next?a=1', status));
      await using open = openDoor([server.url]);
      const pass = open.pass();
      const response = await pass.fetch(server.url);

      expect([await response.text(), response.url, response.redirected]).toEqual([
        'at /next?a=1',
        `${server.url}/next?a=1`,
        true,
      ]);
      expect(pass.requests).toBe(2);
    },
  );

  it('is returned, not followed, with `redirect: manual`', async () => {
    await using server = await startServer(leadTo('/next'));
    await using open = openDoor([server.url]);
    const response = await open.pass().fetch(server.url, { redirect: 'manual' });
    expect([response.status, response.headers.get('location'), response.redirected]).toEqual([302, '/next', false]);
    expect(response.url).toBe(`${server.url}/`);
    expect(server.seen).toHaveLength(1);
  });

  it('is a failure with `redirect: error`', async () => {
    await using server = await startServer(leadTo('/next'));
    await using open = openDoor([server.url]);
    const failure = await failureOf(open.pass().fetch(server.url, { redirect: 'error' }));
    expect(failure.kind).toBe('redirected-away');
    expect(server.seen).toHaveLength(1);
  });

  it('to another origin of the profile is followed without credentials', async () => {
    await using target = await startServer((_request, response) => response.end('there'));
    await using server = await startServer(leadTo(`${target.url}/next`, 307));
    await using open = openDoor([server.url, target.url]);
    const headers = { authorization: 'Bearer made-up', cookie: 'session=made-up', 'x-asked': 'yes' };
    const response = await open.pass().fetch(server.url, { headers });

    expect(await response.text()).toBe('there');
    expect(server.seen[0]?.headers).toMatchObject({ authorization: 'Bearer made-up', 'x-asked': 'yes' });
    expect(target.seen[0]?.headers).toMatchObject({ 'x-asked': 'yes' });
    expect(target.seen[0]?.headers).not.toHaveProperty('authorization');
    expect(target.seen[0]?.headers).not.toHaveProperty('cookie');
  });

  it('keeps credentials on the same origin', async () => {
    await using server = await startServer(leadTo('/next'));
    await using open = openDoor([server.url]);
    await open.pass().fetch(server.url, { headers: { authorization: 'Bearer made-up' } });
    expect(server.seen[1]?.headers.authorization).toBe('Bearer made-up');
  });

  it.each([
    [301, 'GET', ''],
    [302, 'GET', ''],
    [303, 'GET', ''],
    [307, 'POST', '{"n":1}'],
    [308, 'POST', '{"n":1}'],
  ])('with status %i turns POST into %s', async (status, method, body) => {
    await using server = await startServer(leadTo('/next', status));
    await using open = openDoor([server.url]);
    await open.pass({ effect: 'canary' }).fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"n":1}',
    });

    expect(server.seen.map((request) => [request.method, request.body])).toEqual([
      ['POST', '{"n":1}'],
      [method, body],
    ]);
    expect(server.seen[1]?.headers['content-type']).toBe(method === 'GET' ? undefined : 'application/json');
  });

  it.each([
    ['HEAD', 303, 'HEAD'],
    ['DELETE', 302, 'DELETE'],
    ['DELETE', 303, 'GET'],
  ])('turns %s with status %i into %s', async (asked, status, method) => {
    await using server = await startServer(leadTo('/next', status));
    await using open = openDoor([server.url]);
    await open.pass({ effect: 'destructive' }).fetch(server.url, { method: asked });
    expect(server.seen[1]?.method).toBe(method);
  });

  it('is retried like any request, with its own attempts for each step', async () => {
    await using server = await startServer(({ path }, response, index) => {
      if (path === '/') response.writeHead(302, { location: '/next' }).end();
      else if (index === 1) response.writeHead(503).end();
      else response.end('ready');
    });
    await using open = openDoor([server.url]);
    const pass = open.pass();

    expect(await (await pass.fetch(server.url)).text()).toBe('ready');
    expect([pass.requests, pass.retries]).toEqual([3, 1]);
  });
});

describe('a redirect to a forbidden address', () => {
  it('at an origin that the profile does not name is a failure, and nothing is sent there', async () => {
    await using away = await startServer((_request, response) => response.end('healthy'));
    await using server = await startServer(leadTo(`${away.url}/health?key=made-up`));
    await using open = openDoor([server.url]);
    const failure = await failureOf(open.pass().fetch(server.url));

    expect(failure.kind).toBe('redirected-away');
    expect(failure.message).toContain(`it redirects (302) to ${away.url}/health: refused for`);
    expect(failure.message).not.toContain('made-up');
    // The other side caused it, so it is not a refusal of our own request.
    expect(failure.isRefusal).toBe(false);
    expect(away.connections.made).toBe(0);
  });

  it('in another environment is a failure for a check that may not cross', async () => {
    await using dev = await startServer((_request, response) => response.end('dev'));
    await using prod = await startServer(leadTo(dev.url));
    const origins = [
      { origin: prod.url, environment: 'prod' },
      { origin: dev.url, environment: 'dev' },
    ];
    await using open = openDoor([], { origins });
    const failure = await failureOf(open.pass({ environments: ['prod'] }).fetch(prod.url));

    expect(failure.message).toContain('this origin belongs to dev, and only prod may be reached');
    expect(dev.connections.made).toBe(0);

    const audit = open.pass({ environments: ['prod', 'dev'] });
    expect(await (await audit.fetch(prod.url)).text()).toBe('dev');
    expect(audit.environments).toEqual(['prod', 'dev']);
  });

  it.each([
    ['https on the same port', 'https', ''],
    ['a user name', 'http', 'someone:made-up-password@'],
  ])('with %s is a failure', async (_what, scheme, userinfo) => {
    await using server = await startServer(({ headers }, response) =>
      response.writeHead(302, { location: `${scheme}://${userinfo}${headers.host}/next` }).end(),
    );
    await using open = openDoor([server.url]);
    const failure = await failureOf(open.pass().fetch(server.url));

    expect([failure.kind, server.seen.length]).toEqual(['redirected-away', 1]);
    expect(failure.message).not.toContain('made-up-password');
  });

  it('that would write is a failure for the effect `read`', async () => {
    await using server = await startServer((_request, response) =>
      response.writeHead(307, { location: '/write' }).end(),
    );
    await using open = openDoor([server.url], { queries: [{ origin: server.url, path: '/api/query' }] });
    const failure = await failureOf(open.pass().fetch(`${server.url}/api/query`, { method: 'POST', body: '{}' }));

    expect(failure.kind).toBe('redirected-away');
    expect(server.seen.map(({ path }) => path)).toEqual(['/api/query']);
  });

  it('that is not a valid URL is a failure', async () => {
    await using server = await startServer((_request, response) =>
      response.writeHead(302, { location: 'http://[' }).end(),
    );
    await using open = openDoor([server.url]);
    const failure = await failureOf(open.pass().fetch(server.url));
    expect(failure.message).toBe(`GET ${server.url}/: it redirects (302) to "http://[", which is not a valid URL`);
  });

  it('without a host is shown by its scheme', async () => {
    await using server = await startServer((_request, response) =>
      response.writeHead(302, { location: 'data:application/json,{"status":"healthy"}' }).end(),
    );
    await using open = openDoor([server.url]);
    const failure = await failureOf(open.pass().fetch(server.url));

    expect(failure.message).toBe(
      `GET ${server.url}/: it redirects (302) to \`data:\`: refused for worker/healthy: \`data:\` is not \`http:\` or \`https:\``,
    );
  });

  it('back to itself fails after five steps', async () => {
    await using server = await startServer((_request, response) =>
      response.writeHead(302, { location: '/again' }).end(),
    );
    await using open = openDoor([server.url]);
    const failure = await failureOf(open.pass().fetch(server.url));

    expect(failure.message).toBe(
      `GET ${server.url}/again: it redirects (302) to ${server.url}/again: more than 5 redirects in a row`,
    );
    expect(server.seen).toHaveLength(6);
  });
});

describe('a response that is not a redirect', () => {
  it('may be a 302 without a location', async () => {
    await using server = await startServer((_request, response) => response.writeHead(302).end('nowhere'));
    await using open = openDoor([server.url]);
    const response = await open.pass().fetch(server.url);
    expect([response.status, await response.text()]).toEqual([302, 'nowhere']);
  });

  it.each([201, 300, 304])('may be a %i with a location', async (status) => {
    await using server = await startServer((_request, response) =>
      response.writeHead(status, { location: '/next' }).end(),
    );
    await using open = openDoor([server.url]);
    expect((await open.pass().fetch(server.url)).status).toBe(status);
    expect(server.seen).toHaveLength(1);
  });
});
