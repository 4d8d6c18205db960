import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { startRelay } from '../../../fixtures/twin/relay.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describe.each([0, 40])('a relay with %i ms latency', (latencyMs) => {
  it('delivers the chunks of a request in order', async () => {
    const { port } = await relayTo((socket) => socket.pipe(socket), latencyMs);
    const pieces = Array.from({ length: 20 }, (_, index) => `${index};`);
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const client = connect({ port, host: '127.0.0.1', noDelay: true });
        const answer = text(client);
        await once(client, 'connect');

        for (const piece of pieces) {
          client.write(piece);
          // One event-loop turn each, so that the chunks are not merged.
          await setImmediate();
        }

        client.end();
        return answer;
      }),
    );

    expect(new Set(answers)).toEqual(new Set([pieces.join('')]));
  });

  it('delivers the whole response of a service that disconnects right after it', async () => {
    const whole = 'an answer'.repeat(100_000);
    const { port } = await relayTo((socket) => socket.once('data', () => socket.end(whole)), latencyMs);
    const client = connect({ port, host: '127.0.0.1' });
    client.write('a question');
    expect(await text(client)).toBe(whole);
  });

  it('takes one round trip for the connection and one for each request', async () => {
    const { port } = await relayTo((socket) => socket.pipe(socket), latencyMs);
    const client = connect({ port, host: '127.0.0.1', noDelay: true });
    cleanups.push(() => client.destroy());
    const began = performance.now();
    client.write('first');
    await once(client, 'data');
    const first = performance.now() - began;
    client.write('second');
    await once(client, 'data');
    const second = performance.now() - began - first;

    // Timers may fire a millisecond early.
    expect(first).toBeGreaterThanOrEqual(2 * latencyMs - 2);
    expect(second).toBeGreaterThanOrEqual(latencyMs - 2);
  });

  it('disconnects from the service when its client disconnects', async () => {
    const asked = Promise.withResolvers<Socket>();
    const { port } = await relayTo(
      (socket) => socket.on('error', () => {}).once('data', () => asked.resolve(socket)),
      latencyMs,
    );
    const client = connect({ port, host: '127.0.0.1' });
    client.write('a question');
    const service = await asked.promise;
    const closed = once(service, 'close');
    client.resetAndDestroy();
    await closed;

    expect(service.destroyed).toBe(true);
  });

  it('closes open connections when it stops, and refuses new ones', async () => {
    const { port, stop } = await relayTo((socket) => socket.pipe(socket), latencyMs);
    const client = connect({ port, host: '127.0.0.1' });
    client.write('a question');
    await once(client, 'data');
    const closed = once(client, 'close');
    await stop();
    await closed;
    const [error] = await once(connect({ port, host: '127.0.0.1' }), 'error').catch((refused: unknown) => [refused]);

    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
  });
});

async function relayTo(serve: (socket: Socket) => unknown, latencyMs: number) {
  const server: Server = createServer({ noDelay: true }, serve);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const relay = await startRelay(latencyMs);
  relay.leadTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  cleanups.push(
    () => server.close(),
    () => relay.stop(),
  );

  return { port: Number(new URL(relay.url).port), stop: () => relay.stop() };
}
