import { expect, it } from 'vitest';
import { defineReading } from '../../../support/reading/index.ts';
import { startServer } from '../http/start-server.ts';
import { openReadings } from './open-readings.ts';

const page = defineReading({
  name: 'house.page',
  effect: 'read',
  key: String,
  read: async (address: string, { fetch }) => (await fetch(address)).text(),
});

it('only a check that may cross reads another environment, even if it was already read', async () => {
  await using dev = await startServer((_request, response) => response.end('dev'));
  await using open = openReadings([{ origin: dev.url, environment: 'dev' }]);
  const audit = open.reader('isolation/convex-identity', { environments: ['prod', 'dev'] });

  expect(await audit.read(page, dev.url)).toBe('dev');
  expect(audit.told.environments).toEqual(['dev']);

  const own = open.reader('worker/healthy');
  await expect(own.read(page, dev.url)).rejects.toMatchObject({ kind: 'origin-not-allowed' });
  expect(own.told).toEqual({ requests: 0, retries: 0, environments: [] });
  expect(checksSeen(dev)).toEqual(['isolation/convex-identity']);
});

it('a refused check does not affect one that may cross', async () => {
  await using dev = await startServer((_request, response) => response.end('dev'));
  await using open = openReadings([{ origin: dev.url, environment: 'dev' }]);
  await expect(open.reader('worker/healthy').read(page, dev.url)).rejects.toThrow('this origin belongs to dev');
  const audit = open.reader('isolation/convex-identity', { environments: ['prod', 'dev'] });
  expect(await audit.read(page, dev.url)).toBe('dev');
});

it('checks that may contact the same environments share, in whatever order they list them', async () => {
  await using dev = await startServer((_request, response) => response.end('dev'));
  await using open = openReadings([{ origin: dev.url, environment: 'dev' }]);
  const orders = [
    ['prod', 'dev'],
    ['dev', 'prod'],
  ];
  await Promise.all(orders.map((environments) => open.reader('isolation/x', { environments }).read(page, dev.url)));

  expect(dev.seen).toHaveLength(1);
});

it('a nested reading contacts no more environments than the check may', async () => {
  const nesting = defineReading({
    name: 'house.nesting',
    effect: 'read',
    key: String,
    read: (address: string, { read }) => read(page, address),
  });
  await using dev = await startServer((_request, response) => response.end('dev'));
  await using open = openReadings([{ origin: dev.url, environment: 'dev' }]);

  await expect(open.reader('worker/healthy').read(nesting, dev.url)).rejects.toMatchObject({
    kind: 'origin-not-allowed',
  });
  expect(dev.connections.made).toBe(0);
});

function checksSeen({ seen }: { seen: { headers: NodeJS.Dict<string | string[]> }[] }) {
  return seen.map(({ headers }) => headers['x-airlock-check']);
}
