import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

export interface RefusingProxy extends AsyncDisposable {
  url: string;
}

/**
 * Starts a proxy on 127.0.0.1 that refuses everything: a tunnel with 403, a plain request by closing the connection. A browser
 * with this proxy and a list of exceptions reaches only the exceptions.
 * Source: RFC 9110, section 9.3.6 (CONNECT), RFC 9112, section 3.2.2 (absolute form of proxy requests).
 */
export async function startRefusingProxy(): Promise<RefusingProxy> {
  const server = createServer((request) => request.socket.destroy());
  server.on('connect', (_request, socket) => {
    // The client may have disconnected.
    socket.on('error', () => {});
    socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // It must not keep the process alive.
  server.unref();

  return { url: `http://127.0.0.1:${portOf(server)}`, [Symbol.asyncDispose]: () => end(server) };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy is not listening on a TCP port.');
  return address.port;
}

async function end(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
