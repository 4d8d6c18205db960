import { expect, it } from 'vitest';
import { freePort } from '../../../fixtures/ports/free-port.ts';
import { defineReading } from '../../../support/reading/index.ts';
import { startServer } from '../http/start-server.ts';
import { openReadings } from './open-readings.ts';

const page = defineReading({
  name: 'house.page',
  effect: 'read',
  key: String,
  read: async (address: string, { fetch }) => (await fetch(address)).text(),
});

/** Reads a page through another reading, and sends one request itself. */
const pageTwice = (name: string) =>
  defineReading({
    name,
    effect: 'read',
    key: String,
    async read(address: string, { fetch, read }): Promise<string> {
      return `${await read(page, address)} ${await (await fetch(address)).text()}`;
    },
  });

const prod = (origin: string) => [{ origin, environment: 'prod' }];

it('the requests of a shared reading are evidence of every check that takes it', async () => {
  await using server = await startServer((_request, response, index) =>
    index === 0 ? response.writeHead(503).end() : response.end('here'),
  );
  await using open = openReadings(prod(server.url));
  const readers = ['worker/a', 'worker/b', 'worker/c'].map((check) => open.reader(check));
  await Promise.all(readers.map(({ read }) => read(page, server.url)));
  const late = open.reader('worker/late');
  await late.read(page, server.url);

  expect(server.seen).toHaveLength(2);

  for (const { told } of [...readers, late]) expect(told).toEqual({ requests: 2, retries: 1, environments: ['prod'] });
});

it('the requests of nested readings are counted once each', async () => {
  await using server = await startServer((_request, response) => response.end('here'));
  await using open = openReadings(prod(server.url));
  const { read, told } = open.reader('worker/healthy');
  const [one, other] = [pageTwice('house.one'), pageTwice('house.other')];
  await Promise.all([read(one, server.url), read(other, server.url), read(one, server.url)]);
  await read(page, server.url);

  expect(server.seen).toHaveLength(3);
  expect(told.requests).toBe(3);

  const second = open.reader('worker/second');
  await second.read(other, server.url);

  expect(second.told.requests).toBe(2);
});

it('requests without a response are not evidence, and their attempts count as retries', async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  await using open = openReadings(prod(url));
  const { read, told } = open.reader('worker/healthy');
  await expect(read(page, url)).rejects.toMatchObject({ kind: 'connection-refused' });
  expect(told).toEqual({ requests: 0, retries: 2, environments: ['prod'] });
});

it('a reading of files counts no requests', async () => {
  const files = defineReading({ name: 'house.files', effect: 'offline', key: String, read: async () => ['a.ts'] });
  await using open = openReadings([]);
  const { read, told } = open.reader('config/x', { effect: 'offline' });
  expect(await read(files, '.')).toEqual(['a.ts']);
  expect(told).toEqual({ requests: 0, retries: 0, environments: [] });
});
