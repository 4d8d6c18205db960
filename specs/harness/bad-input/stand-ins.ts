import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listenOnHeldPort } from '../../../fixtures/ports/listen-on-held-port.ts';

/** Something that stands where a deployment belongs, on 127.0.0.1. */
export interface StandIn extends AsyncDisposable {
  url: string;
}

async function startStandIn(listener: RequestListener): Promise<StandIn> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Takes every request and never answers. */
export const startHanging = () => startStandIn(() => {});

/** Answers every path with the page of another product. */
export const startOtherProduct = () =>
  startStandIn((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Parked</title><p>For sale');
  });

/** Leads every request to a host that the profile does not name. */
export const startLeadingAway = () =>
  startStandIn((_request, response) => {
    response.writeHead(302, { location: 'http://elsewhere.example.test/' }).end();
  });

/** Sends bodies without an end, as fast as they are taken. */
export const startEndless = () =>
  startStandIn((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const chunk = Buffer.alloc(16_384, '[');
    const pour = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', pour);
    pour();
  });

/** Sends bodies a character at a time, so that no timeout of an idle connection ends them. */
export const startDripping = () =>
  startStandIn((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write('['), 100);
    response.on('close', () => clearInterval(timer));
  });

/** Breaks every connection in the middle of its answer. */
export const startBreaking = () =>
  startStandIn((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"status":', () => response.destroy());
  });

/** An address of this machine at which nothing listens any more. */
export async function startGone(): Promise<StandIn> {
  const server = createServer();
  const held = await listenOnHeldPort(server);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.close();
  return { url, ...held };
}

/** A host name that no name server knows (RFC 6761, section 6.4). */
export const startNameless = async (): Promise<StandIn> => ({
  url: 'https://airlock-no-such-host.invalid',
  [Symbol.asyncDispose]: async () => {},
});

/** Says what it should keep for itself. */
export const startEchoing = (secret: string) =>
  startStandIn((_request, response) => {
    response
      .writeHead(500, { 'content-type': 'application/json' })
      .end(JSON.stringify({ error: secret, also: encodeURIComponent(secret) }));
  });
