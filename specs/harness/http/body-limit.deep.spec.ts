import { Readable } from 'node:stream';
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { readBoundedBody } from '../../../support/http/bounded-body.ts';
import { failureOf, openDoor } from './open-door.ts';
import { startServer } from './start-server.ts';

const limitBytes = 256 * 1024;
const block = Buffer.alloc(64 * 1024, 'x');

it('an endless body is read to the limit, and its connection is closed', async () => {
  let sentBytes = 0;
  const closed = Promise.withResolvers<void>();
  await using server = await startServer((_request, response) => {
    response.on('close', () => closed.resolve());
    const endless = new Readable({
      highWaterMark: block.length,
      read() {
        sentBytes += block.length;
        this.push(block);
      },
    });
    response.on('close', () => endless.destroy());
    endless.pipe(response);
  });
  await using open = openDoor([server.url], { bodyBytes: limitBytes });
  const pass = open.pass();
  const failure = await failureOf(pass.fetch(server.url));

  expect(failure.kind).toBe('body-too-large');
  expect(failure.message).toBe(
    `GET ${server.url}/: the body is larger than ${limitBytes} bytes; reading stopped there`,
  );

  await closed.promise;
  // The sockets' buffers depend on the system: a few megabytes on loopback.
  expect(sentBytes).toBeLessThan(limitBytes + 32 * 1024 * 1024);
  expect([pass.requests, pass.retries]).toEqual([0, 0]);
});

it.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
])('decompressing a small %s response stops at the limit', async (encoding, compress) => {
  const bomb = compress(Buffer.alloc(64 * 1024 * 1024));
  expect(bomb.length).toBeLessThan(limitBytes);

  await using server = await startServer((_request, response) =>
    response.writeHead(200, { 'content-encoding': encoding }).end(bomb),
  );
  await using open = openDoor([server.url], { bodyBytes: limitBytes });
  const before = process.memoryUsage().arrayBuffers;
  const failure = await failureOf(open.pass().fetch(server.url));

  expect(failure.kind).toBe('body-too-large');
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
});

it('a body of exactly the limit is read, and one byte more is not', async () => {
  await using server = await startServer(({ path }, response) => response.end('x'.repeat(Number(path.slice(1)))));
  await using open = openDoor([server.url], { bodyBytes: 1000 });
  const pass = open.pass();
  expect((await (await pass.fetch(`${server.url}/1000`)).text()).length).toBe(1000);
  expect((await failureOf(pass.fetch(`${server.url}/1001`))).kind).toBe('body-too-large');
  expect(pass.requests).toBe(1);
});

it('a body that exceeds the limit is cancelled, so that no more of it is fetched', async () => {
  let cancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(block),
    cancel() {
      cancelled = true;
    },
  });
  const reading = readBoundedBody(new Response(endless), 'GET', 'https://log.example.net/', limitBytes);

  await expect(reading).rejects.toMatchObject({ kind: 'body-too-large' });
  expect(cancelled).toBe(true);
});
