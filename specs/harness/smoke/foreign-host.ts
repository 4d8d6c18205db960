import { once } from 'node:events';
import { createServer } from 'node:http';

/** A host that the profile may or may not name, and what reaches it. */
export async function startForeignHost() {
  const reached: string[] = [];
  const server = createServer((request, response) => {
    reached.push(`${request.method} ${request.url}`);
    response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/javascript' }).end('void 0');
  }).on('upgrade', ({ url }, socket) => {
    reached.push(`socket ${url}`);
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The foreign host listens on no TCP port.');
  return {
    host: `127.0.0.1:${address.port}`,
    reached,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}
