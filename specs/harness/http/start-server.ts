import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createSocketServer } from 'node:net';

export interface SeenRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface LocalServer extends AsyncDisposable {
  url: string;
  port: number;
  /** The requests received, in order. */
  seen: SeenRequest[];
  /** The number of connections, in total and currently open. */
  connections: { made: number; open: number };
}

/** Answers the n-th request, counted from 0. */
export type Answer = (request: SeenRequest, response: ServerResponse, index: number) => void;

/** Starts an HTTP server on a free port of a loopback address. */
export async function startServer(answer: Answer, { host = '127.0.0.1', port = 0 } = {}): Promise<LocalServer> {
  const seen: SeenRequest[] = [];
  const server = createServer({ noDelay: true }, async (request, response) => {
    request.on('error', () => undefined);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    const entry = { method, path: url, headers, body: Buffer.concat(chunks).toString() };
    seen.push(entry);
    answer(entry, response, seen.length - 1);
  });
  const { connections, dispose } = track(server);
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;

  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    port: address.port,
    seen,
    connections,
    [Symbol.asyncDispose]: dispose,
  };
}

/** Starts a TCP server that passes the socket to `speak` whenever a connection has sent something. */
export async function startSocketServer(
  speak: (socket: Socket, index: number) => void,
): Promise<Omit<LocalServer, 'seen'> & { asked: number }> {
  const server = createSocketServer({ noDelay: true }, (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => {
      subject.asked += 1;
      speak(socket, subject.asked - 1);
    });
  });
  const { connections, dispose } = track(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const subject = { url: `http://127.0.0.1:${port}`, port, asked: 0, connections, [Symbol.asyncDispose]: dispose };

  return subject;
}

function track(server: ReturnType<typeof createSocketServer>) {
  const sockets = new Set<Socket>();
  const connections = { made: 0, open: 0 };
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    connections.made += 1;
    connections.open += 1;
    socket.on('close', () => {
      sockets.delete(socket);
      connections.open -= 1;
    });
  });
  const dispose = async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };

  return { connections, dispose };
}
