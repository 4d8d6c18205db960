import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { failureRemedy } from '../../../support/http/index.ts';
import { failureOf, openDoor } from './open-door.ts';
import { selfMadeCertificate } from './self-made-certificate.ts';
import { startServer } from './start-server.ts';

const trusted = getCACertificates('default');
afterEach(() => {
  setDefaultCACertificates(trusted);
  vi.unstubAllEnvs();
});

async function startTlsServer(certificate: { cert: string; key: string }) {
  let requests = 0;
  const server = createServer(certificate, (_request, response) => {
    requests += 1;
    response.end('over TLS');
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `https://127.0.0.1:${port}`,
    port,
    requests: () => requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('TLS', () => {
  it('with a self-signed certificate is refused before anything is sent, without a retry', async () => {
    await using server = await startTlsServer(selfMadeCertificate('127.0.0.1'));
    await using open = openDoor([server.url]);
    const pass = open.pass({ effect: 'canary' });
    const failure = await failureOf(pass.fetch(`${server.url}/log`, { method: 'POST', body: '{}' }));

    expect(failure.kind).toBe('tls');
    expect(failure.message).toBe(
      `POST ${server.url}/log: the certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)`,
    );
    expect([server.requests(), pass.requests, pass.retries]).toEqual([0, 0, 0]);
  });

  it('with a self-signed certificate is refused also where a variable of Node asks for no check', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    await using server = await startTlsServer(selfMadeCertificate('127.0.0.1'));
    await using open = openDoor([server.url]);
    expect((await failureOf(open.pass().fetch(server.url))).kind).toBe('tls');
    expect(server.requests()).toBe(0);
  });

  it('with a trusted certificate is used', async () => {
    const certificate = selfMadeCertificate('127.0.0.1');
    setDefaultCACertificates([...trusted, certificate.cert]);
    await using server = await startTlsServer(certificate);
    await using open = openDoor([server.url]);
    expect(await (await open.pass().fetch(server.url)).text()).toBe('over TLS');
  });

  it.each([
    ['for another host', 'elsewhere.example', [-1, 1], 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['that has expired', '127.0.0.1', [-3, -2], 'CERT_HAS_EXPIRED'],
    ['that is not valid yet', '127.0.0.1', [2, 3], 'CERT_NOT_YET_VALID'],
  ] as const)('with a trusted certificate %s is refused', async (_what, host, validDays, code) => {
    const certificate = selfMadeCertificate(host, validDays);
    setDefaultCACertificates([...trusted, certificate.cert]);
    await using server = await startTlsServer(certificate);
    await using open = openDoor([server.url]);
    const failure = await failureOf(open.pass().fetch(server.url));

    expect(failure.message).toBe(`GET ${server.url}/: the certificate is not trusted (${code})`);
    expect(failureRemedy(failure)).toMatch(/^Renew or correct the certificate of 127\.0\.0\.1:\d+; /);
    expect(server.requests()).toBe(0);
  });

  it('to a port that speaks plain HTTP fails', async () => {
    await using server = await startServer((_request, response) => response.end('plain'));
    const url = server.url.replace('http:', 'https:');
    await using open = openDoor([url]);
    const failure = await failureOf(open.pass().fetch(url));
    expect(failure.message).toMatch(/the TLS handshake failed \(\w+\)$/);
    const { host } = new URL(url);
    expect(failureRemedy(failure)).toBe(
      `Serve TLS at ${host}, or correct its address: what answers there speaks no TLS.`,
    );
    expect(server.seen).toEqual([]);
  });

  it('that ends before a certificate was accepted has a remedy of its own', () => {
    const url = 'https://logs.prod.acme.com/health';
    const seen = 'the TLS handshake failed (ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE)';
    expect(failureRemedy({ kind: 'tls', url, seen })).toMatch(/^Look at the TLS settings of logs\.prod\.acme\.com: /);
  });

  it('is not used by a plain request to its port', async () => {
    await using server = await startTlsServer(selfMadeCertificate('127.0.0.1'));
    const url = server.url.replace('https:', 'http:');
    await using open = openDoor([url]);
    const failure = await failureOf(open.pass().fetch(url));
    expect(['connection-lost', 'malformed-answer']).toContain(failure.kind);
    expect(server.requests()).toBe(0);
  });
});
