import { describe, expect, it } from 'vitest';
import { type Asker, admit, onlyReads } from '../../../support/http/admission.ts';
import { RequestFailure } from '../../../support/http/index.ts';
import { constantFrom, property, assert as propertyHolds, webUrl } from '../property.ts';
import { failureOf, openDoor } from './open-door.ts';
import { startServer } from './start-server.ts';

const rules = {
  origins: [
    { origin: 'https://log.example.net', environment: 'prod' },
    { origin: 'https://log-dev.example.net', environment: 'dev' },
    { origin: 'https://shared.example.net', environment: 'dev' },
    { origin: 'https://shared.example.net', environment: 'prod' },
    { origin: 'http://[::1]:3210', environment: 'prod' },
  ],
  queries: [{ origin: 'https://log.example.net', path: '/api/query' }],
};
const prodReader: Asker = { check: 'worker/healthy', effect: 'read', environments: ['prod'] };

function ask(address: string, { method = 'GET', asker = prodReader, headers = {} as Record<string, string> } = {}) {
  return admit(rules, asker, method, new URL(address), new Headers(headers));
}

function kindOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof RequestFailure) return error.kind;
    throw error;
  }
  return 'admitted';
}

describe('a method beside the request’s own', () => {
  it.each([
    ['x-http-method-override', 'DELETE', 'method-not-allowed'],
    ['X-HTTP-Method', 'put', 'method-not-allowed'],
    ['x-method-override', ' Patch ', 'method-not-allowed'],
    ['x-http-method-override', 'GET, DELETE', 'method-not-allowed'],
    ['x-http-method-override', 'HEAD', 'admitted'],
  ])('counts as the request’s: %s: %s', (header, value, expected) => {
    expect(kindOf(() => ask('https://log.example.net/', { headers: { [header]: value } }))).toBe(expected);
    const query = { method: 'POST', headers: { [header]: value } };
    expect(kindOf(() => ask('https://log.example.net/api/query', query))).toBe(expected);
  });

  it('counts in the address too', () => {
    expect(kindOf(() => ask('https://log.example.net/logs?_method=delete'))).toBe('method-not-allowed');
    expect(kindOf(() => ask('https://log.example.net/logs?_method=get'))).toBe('admitted');
  });

  it('leaves a write that is allowed alone', () => {
    const asker: Asker = { ...prodReader, effect: 'canary' };
    const headers = { 'x-http-method-override': 'DELETE' };
    expect(kindOf(() => ask('https://log.example.net/', { asker, headers, method: 'POST' }))).toBe('admitted');
  });
});

describe('an origin', () => {
  it.each([
    ['https://log.example.net/health', 'admitted'],
    ['https://LOG.Example.NET/health', 'admitted'],
    ['https://log.example.net:443/', 'admitted'],
    ['http://[::1]:3210/', 'admitted'],
    ['http://[0:0:0:0:0:0:0:1]:3210/', 'admitted'],
    ['http://[::1]:3211/', 'origin-not-allowed'],
    ['http://log.example.net/health', 'origin-not-allowed'],
    ['https://log.example.net:8443/health', 'origin-not-allowed'],
    ['https://log.example.net./health', 'origin-not-allowed'],
    ['https://log.example.net.evil.example/', 'origin-not-allowed'],
    ['https://evil.example/https://log.example.net/', 'origin-not-allowed'],
    ['https://log-dev.example.net/', 'origin-not-allowed'],
    ['wss://log.example.net/', 'origin-not-allowed'],
    ['data:text/plain,healthy', 'origin-not-allowed'],
    ['file:///etc/hostname', 'origin-not-allowed'],
    ['blob:https://log.example.net/1b4e28ba-2fa1-11d2-883f-0016d3cca427', 'origin-not-allowed'],
    ['https://someone:made-up@log.example.net/', 'invalid-request'],
    ['https://log.example.net@evil.example/', 'invalid-request'],
  ])('%s is %s', (address, expected) => {
    expect(kindOf(() => ask(address))).toBe(expected);
  });

  it('is only admitted if the profile names it, whatever the address', () => {
    propertyHolds(
      property(webUrl({ withQueryParameters: true }), constantFrom('prod', 'dev'), (address, environment) => {
        const asker = { ...prodReader, environments: [environment] };
        expect(kindOf(() => ask(address, { asker }))).not.toBe('admitted');
      }),
    );
  });

  it('that is shared counts as the asking environment’s', () => {
    expect(ask('https://shared.example.net/').environment).toBe('prod');
    const dev = { ...prodReader, environments: ['dev'] };
    expect(ask('https://shared.example.net/', { asker: dev }).environment).toBe('dev');
  });

  it('of another environment is refused, and the refusal names that environment and the check', () => {
    expect(() => ask('https://log-dev.example.net/')).toThrow(
      'GET https://log-dev.example.net/: refused for worker/healthy: this origin belongs to dev, and only prod may be reached',
    );

    const audit: Asker = { ...prodReader, environments: ['prod', 'dev'] };
    expect(ask('https://log-dev.example.net/', { asker: audit }).environment).toBe('dev');
    expect(kindOf(() => ask('https://log.example.net/', { asker: { ...prodReader, environments: [] } }))).toBe(
      'origin-not-allowed',
    );
  });

  it('that the profile does not name is refused, and the refusal lists the ones it names', () => {
    expect(() => ask('https://elsewhere.example/')).toThrow(
      'the profile does not name this origin (it names https://log.example.net, https://shared.example.net, http://[::1]:3210)',
    );
  });

  it('cannot be changed with a Host header', () => {
    const headers = { host: 'log-dev.example.net' };
    expect(kindOf(() => ask('https://log.example.net/', { headers }))).toBe('origin-not-allowed');
    expect(kindOf(() => ask('https://log.example.net/', { headers: { host: 'LOG.example.net' } }))).toBe('admitted');
  });
});

describe('a method', () => {
  it.each(['GET', 'HEAD', 'OPTIONS'])('%s is admitted for `read`', (method) => {
    expect(kindOf(() => ask('https://log.example.net/log', { method }))).toBe('admitted');
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'PURGE'])(
    '%s is refused for `read` and admitted for effects that write',
    (method) => {
      const address = 'https://log.example.net/log';
      expect(kindOf(() => ask(address, { method }))).toBe('method-not-allowed');
      for (const effect of ['canary', 'burst', 'destructive'] as const)
        expect(kindOf(() => ask(address, { method, asker: { ...prodReader, effect } }))).toBe('admitted');
    },
  );

  it.each(['GET', 'HEAD', 'OPTIONS', 'POST'])('%s is refused for `offline`, which sends nothing', (method) => {
    const asker: Asker = { ...prodReader, effect: 'offline' };
    expect(kindOf(() => ask('https://log.example.net/api/query', { method, asker }))).toBe('method-not-allowed');
  });

  it.each([
    ['POST', 'https://log.example.net/api/query', true],
    ['POST', 'https://log.example.net/api/query?format=json', true],
    ['POST', 'https://log.example.net/api/./x/../query', true],
    ['POST', 'https://log.example.net/api/query/', false],
    ['POST', 'https://log.example.net/api/query_batch', false],
    ['POST', 'https://log.example.net/api/query/../mutation', false],
    ['POST', 'https://log.example.net/api/Query', false],
    ['POST', 'https://log.example.net/api/quer%79', false],
    ['POST', 'https://log.example.net//api/query', false],
    ['POST', 'https://log.example.net/api', false],
    ['POST', 'https://shared.example.net/api/query', false],
    ['PUT', 'https://log.example.net/api/query', false],
    ['DELETE', 'https://log.example.net/api/query', false],
  ])('%s %s only reads: %s', (method, address, expected) => {
    expect(onlyReads(rules, method, new URL(address))).toBe(expected);
    expect(kindOf(() => ask(address, { method }))).toBe(expected ? 'admitted' : 'method-not-allowed');
  });
});

describe('a refused request', () => {
  it('is never sent, and is not counted as evidence', async () => {
    await using server = await startServer((_request, response) => response.end('here'));
    await using other = await startServer((_request, response) => response.end('there'));
    await using open = openDoor([server.url]);
    const pass = open.pass();
    const offline = open.pass({ effect: 'offline' });
    const [host] = [server.url.replace('http://', '')];

    const kinds = await Promise.all(
      [
        pass.fetch(other.url),
        pass.fetch(server.url.replace('http:', 'https:')),
        pass.fetch(server.url.replace('127.0.0.1', 'localhost')),
        pass.fetch(`http://someone:made-up-password@${host}/`),
        pass.fetch(`${server.url}/log`, { method: 'POST', body: '{}' }),
        pass.fetch(`${server.url}/log`, { method: 'delete' }),
        pass.fetch(server.url, { headers: { host: 'elsewhere.example' } }),
        pass.fetch('not an address'),
        pass.fetch('/health'),
        pass.fetch(server.url, { method: 'GET', body: 'a body' }),
        pass.fetch(server.url, { method: 'CONNECT' }),
        offline.fetch(server.url),
      ].map(async (request) => {
        const failure = await failureOf(request);
        expect(failure.isRefusal, failure.message).toBe(true);
        expect(failure.message).not.toContain('made-up-password');
        return failure.kind;
      }),
    );

    expect(kinds).toEqual([
      'origin-not-allowed',
      'origin-not-allowed',
      'origin-not-allowed',
      'invalid-request',
      'method-not-allowed',
      'method-not-allowed',
      'origin-not-allowed',
      'invalid-request',
      'invalid-request',
      'invalid-request',
      'invalid-request',
      'method-not-allowed',
    ]);
    expect([...server.seen, ...other.seen]).toEqual([]);
    expect(server.connections.made + other.connections.made).toBe(0);
    expect([pass.requests, pass.retries, pass.environments]).toEqual([0, 0, []]);
  });

  it('does not show the password of an invalid address', async () => {
    await using open = openDoor(['https://log.example.net']);
    const failure = await failureOf(open.pass().fetch('https://someone:made-up-password@host:99999/'));
    expect(failure.kind).toBe('invalid-request');
    expect(failure.message).not.toContain('made-up-password');
  });
});

describe('an admitted request', () => {
  it('reaches IPv6 loopback', async () => {
    await using server = await startServer((_request, response) => response.end('six'), { host: '::1' });
    await using open = openDoor([server.url]);
    const response = await open.pass().fetch(`${server.url}/`);
    expect(await response.text()).toBe('six');
  });

  it('reaches a host written in capitals', async () => {
    await using server = await startServer((_request, response) => response.end('here'));
    const address = server.url.replace('127.0.0.1', 'LOCALHOST');
    await using open = openDoor([server.url.replace('127.0.0.1', 'localhost')]);
    expect(await (await open.pass().fetch(address)).text()).toBe('here');
  });
});
