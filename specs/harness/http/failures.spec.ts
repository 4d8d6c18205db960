import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../../fixtures/ports/free-port.ts';
import { classifyError } from '../../../support/http/classify-error.ts';
import { failureOf, openDoor } from './open-door.ts';
import { startServer, startSocketServer } from './start-server.ts';

describe('a request without a response', () => {
  it('to a host that does not resolve says so', async () => {
    await using open = openDoor(['http://x.invalid']);
    const pass = open.pass();
    const failure = await failureOf(pass.fetch('http://x.invalid/health'));
    expect(failure.kind).toBe('host-not-found');
    expect(failure.message).toMatch(/^GET http:\/\/x\.invalid\/health: the host name .*resolve/);
    expect(pass.requests).toBe(0);
  });

  it('to a port where nothing listens says so, and is not counted as evidence', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    await using open = openDoor([url]);
    const pass = open.pass();
    const failure = await failureOf(pass.fetch(`${url}/health`));

    expect(failure.kind).toBe('connection-refused');
    expect(failure.message).toBe(`GET ${url}/health: the connection is refused: nothing listens there (3 attempts)`);
    expect([pass.requests, pass.retries]).toEqual([0, 2]);
    expect(failure.isRefusal).toBe(false);
  });

  it('to a port that browsers block says so', async () => {
    await using open = openDoor(['http://127.0.0.1:6000']);
    const failure = await failureOf(open.pass().fetch('http://127.0.0.1:6000/health'));
    expect(failure.kind).toBe('invalid-request');
    expect(failure.seen).toBe('this port belongs to another protocol; `fetch` and browsers block it');
  });

  it('is lost if the server closes the connection at once', async () => {
    await using server = await startSocketServer((socket) => socket.end());
    await using open = openDoor([server.url]);
    expect((await failureOf(open.pass().fetch(server.url))).kind).toBe('connection-lost');
  });

  it('is lost if the server resets the connection', async () => {
    await using server = await startSocketServer((socket) => socket.resetAndDestroy());
    await using open = openDoor([server.url]);
    expect((await failureOf(open.pass().fetch(server.url))).kind).toBe('connection-lost');
  });

  it.each([
    ['in the headers', 'HTTP/1.1 200 OK\r\nContent-Type: text'],
    ['in a body of known length', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"status":"healthy"}'],
    ['in a chunked body', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n{"status":"healthy"}\r\n'],
  ])('is lost if the server closes the connection %s: half a response does not count', async (_where, text) => {
    await using server = await startSocketServer((socket) => socket.end(text));
    await using open = openDoor([server.url]);
    const pass = open.pass();
    expect((await failureOf(pass.fetch(server.url))).kind).toBe('connection-lost');
    expect(pass.requests).toBe(0);
  });

  it.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.9\r\n'],
    ['one with an impossible status', 'HTTP/1.1 099 Odd\r\nContent-Length: 2\r\n\r\n{}'],
    ['one with a broken chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n'],
    ['one with endless headers', `HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(200_000)}\r\n\r\n`],
    ['not in its declared encoding', 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain'],
    [
      'broken brotli',
      'HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 33\r\n\r\nplain text that is not brotli, no',
    ],
    ['broken zstd', 'HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\nContent-Length: 5\r\n\r\nplain'],
  ])('is malformed if the response is %s, and is not repeated', async (_what, text) => {
    await using server = await startSocketServer((socket) => socket.end(text));
    await using open = openDoor([server.url]);
    const failure = await failureOf(open.pass().fetch(server.url));
    expect(failure.kind, failure.message).toBe('malformed-answer');
    expect(server.asked).toBe(1);
  });
});

describe('a compressed body', () => {
  const page = Buffer.from(JSON.stringify({ status: 'healthy', functions: 'sites/list:listCompanySites '.repeat(40) }));
  const packings: readonly [string, (body: Buffer) => Buffer][] = [
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
    ['gzip, br', (body) => brotliCompressSync(gzipSync(body))],
  ];

  it.each(packings)('of %s is read whole, and is not an answer where it is cut off', async (encoding, pack) => {
    const packed = pack(page);
    await using server = await startServer(({ path }, response) => {
      // The length matches what is sent: it was truncated behind the server.
      const sent = path === '/cut' ? packed.subarray(0, packed.length - 5) : packed;
      response.writeHead(200, { 'content-encoding': encoding, 'content-length': sent.length }).end(sent);
    });
    await using open = openDoor([server.url]);
    const pass = open.pass();
    const whole = await pass.fetch(server.url);

    expect(await whole.text()).toBe(page.toString());
    expect([...whole.headers.keys()].filter((name) => name.includes('encoding'))).toEqual(['content-encoding']);

    const failure = await failureOf(pass.fetch(`${server.url}/cut`));
    expect([failure.kind, failure.seen]).toEqual(['malformed-answer', 'the compressed body is truncated']);
    expect(pass.requests).toBe(1);
  });

  it.each([
    ['an empty body', 'gzip', Buffer.alloc(0), ''],
    ['several members', 'gzip', Buffer.concat([gzipSync('one, '), gzipSync('two')]), 'one, two'],
    ['in an unknown encoding', 'aes128gcm', Buffer.from('as it is'), 'as it is'],
    ['in an encoding written in capitals', 'GZIP', gzipSync('read'), 'read'],
    ['in an encoding named like an object property', 'constructor', Buffer.from('as it is'), 'as it is'],
  ])('may be %s', async (_what, encoding, body, text) => {
    await using server = await startServer((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(body),
    );
    await using open = openDoor([server.url]);
    const response = await open.pass().fetch(server.url);
    expect([await response.text(), response.headers.get('content-encoding')]).toEqual([text, encoding]);
  });

  it('with too many encodings is malformed', async () => {
    await using server = await startServer((_request, response) =>
      response.writeHead(200, { 'content-encoding': Array(6).fill('gzip').join(', ') }).end(gzipSync('x')),
    );
    await using open = openDoor([server.url]);
    expect((await failureOf(open.pass().fetch(server.url))).kind).toBe('malformed-answer');
  });
});

describe('a response', () => {
  it('keeps a status that the constructor does not accept', async () => {
    await using server = await startSocketServer((socket) =>
      socket.end('HTTP/1.1 999 Request denied\r\nContent-Length: 2\r\n\r\nno'),
    );
    await using open = openDoor([server.url]);
    const response = await open.pass().fetch(server.url);

    expect([response.status, response.ok, response.statusText]).toEqual([999, false, 'Request denied']);
    expect(await response.text()).toBe('no');
  });

  it('keeps its headers as the server sent them, each cookie separately', async () => {
    const packed = gzipSync('{"status":"healthy"}');
    await using server = await startServer((_request, response) => {
      response.setHeader('set-cookie', ['a=1; Path=/', 'b=2; Path=/']);
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed);
    });
    await using open = openDoor([server.url]);
    const response = await open.pass().fetch(server.url);

    expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/']);
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(response.headers.get('content-length')).toBe(String(packed.length));
    expect(await response.json()).toEqual({ status: 'healthy' });
  });

  it.each([204, 205, 304])('of status %i has no body', async (status) => {
    await using server = await startServer((_request, response) => response.writeHead(status).end());
    await using open = openDoor([server.url]);
    const response = await open.pass().fetch(server.url);
    expect([response.status, response.body, await response.text()]).toEqual([status, null, '']);
  });

  it('to HEAD has its headers and no body', async () => {
    await using server = await startServer((_request, response) =>
      response.writeHead(200, { 'content-length': 12345 }).end(),
    );
    await using open = openDoor([server.url]);
    const response = await open.pass().fetch(server.url, { method: 'HEAD' });
    expect([response.headers.get('content-length'), await response.text()]).toEqual(['12345', '']);
  });
});

describe('the class of an error', () => {
  const wrapped = (code: string, syscall?: string) =>
    new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code, ...(syscall && { syscall }) }) });

  it.each([
    ['ETIMEDOUT', 'connect', 'connection-refused'],
    ['EHOSTUNREACH', 'connect', 'connection-refused'],
    ['ETIMEDOUT', 'read', 'connection-lost'],
    ['EHOSTUNREACH', 'write', 'connection-lost'],
    ['ENETUNREACH', 'read', 'connection-lost'],
    ['EAI_AGAIN', 'getaddrinfo', 'host-not-found'],
    ['UND_ERR_CONNECT_TIMEOUT', undefined, 'connection-refused'],
    ['CERT_HAS_EXPIRED', undefined, 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', undefined, 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', undefined, 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', undefined, 'tls'],
    ['EMFILE', undefined, 'network'],
  ])('%s of %s is %s', (code, syscall, expected) => {
    expect(classifyError(wrapped(code, syscall), 'POST', 'https://log.example.net/').kind).toBe(expected);
  });

  it('of several addresses is that of the first address', () => {
    const each = ['ECONNREFUSED', 'ENETUNREACH'].map((code) =>
      Object.assign(new Error(code), { code, syscall: 'connect' }),
    );
    const error = new TypeError('fetch failed', { cause: new AggregateError(each) });
    expect(classifyError(error, 'GET', 'https://log.example.net/').seen).toMatch(/nothing listens/);
  });

  it('that is unknown keeps the innermost message', () => {
    const error = new TypeError('fetch failed', {
      cause: new Error('outer', { cause: new Error('the inner reason') }),
    });
    expect(classifyError(error, 'GET', 'https://log.example.net/').message).toMatch(/the inner reason$/);
    expect(classifyError('a thrown text', 'GET', 'https://log.example.net/').message).toMatch(/a thrown text$/);
  });
});
