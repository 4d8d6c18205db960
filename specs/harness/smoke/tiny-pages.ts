import { once } from 'node:events';
import { createServer } from 'node:http';

/** An answer of the tiny server: HTML with 200, or what is said; `hang` never answers, `drop` closes the connection. */
export type TinyAnswer =
  | string
  | { status?: number; type?: string; body?: string; headers?: Record<string, string> }
  | 'hang'
  | 'drop';

/** Serves these answers by path on 127.0.0.1; every other path answers 404 without a body. */
export async function startTinyPages(answers: Record<string, TinyAnswer>) {
  const server = createServer((request, response) => {
    const answer = answers[new URL(request.url ?? '/', 'http://tiny').pathname];
    if (answer === 'hang') return;
    if (answer === 'drop') {
      request.socket.destroy();
      return;
    }
    const {
      status = 200,
      type = 'text/html',
      body = '',
      headers = {},
    } = typeof answer === 'string' ? { body: answer } : (answer ?? { status: 404 });
    response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, ...headers }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The tiny server listens on no TCP port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A page with a landmark, an icon of its own, and this inside. */
export function tinyPage(inside: string): string {
  return `<!doctype html><html lang="en"><title>Tiny</title><link rel="icon" href="data:,">
    <main aria-label="Tiny"><h1>Tiny</h1>${inside}</main></html>`;
}
