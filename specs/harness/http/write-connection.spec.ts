import { expect, test } from 'vitest';
import { openDoor } from './open-door.ts';
import { startServer } from './start-server.ts';

test('a write goes out on a connection of its own: the server may be closing the one that is kept', async () => {
  const sockets = new Set<unknown>();
  await using server = await startServer((_, response) => {
    // A server that closes a kept connection as soon as a second request comes on it, without a word.
    const { socket } = response;
    if (sockets.has(socket)) return void socket?.destroy();
    sockets.add(socket);
    return void response.writeHead(200, { 'content-type': 'text/plain' }).end('taken');
  });
  await using open = openDoor([server.url]);
  const { fetch } = open.pass({ effect: 'canary' });
  for (let number = 0; number < 5; number += 1) {
    const answer = await fetch(server.url, { method: 'POST', body: 'a log' });
    expect(answer.status).toBe(200);
  }
  expect(sockets.size).toBe(5);
});
