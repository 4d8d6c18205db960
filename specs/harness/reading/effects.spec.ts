import { describe, expect, it } from 'vitest';
import { type Effect, effects } from '../../../support/profile/index.ts';
import { defineReading } from '../../../support/reading/index.ts';
import { startServer } from '../http/start-server.ts';
import { openReadings } from './open-readings.ts';

const sending = (effect: Effect, method: string) =>
  defineReading({
    name: `house.${effect}`,
    effect,
    key: String,
    read: async (address: string, { fetch }) => (await fetch(address, { method })).status,
  });

describe('a check', () => {
  const pairs = effects.flatMap((check, own) => effects.map((reading, its) => ({ check, reading, taken: its <= own })));

  it.each(pairs)(
    'with effect $check that takes a reading with effect $reading gets it: $taken',
    async ({ check, reading, taken }) => {
      let started = 0;
      const counted = defineReading({
        name: 'house.counted',
        effect: reading,
        key: String,
        read: async () => ++started,
      });
      await using open = openReadings([]);

      const { read, told } = open.reader('worker/healthy', { effect: check });
      if (taken) expect(await read(counted, 'x')).toBe(1);
      else
        await expect(read(counted, 'x')).rejects.toThrow(
          `the reading house.counted has the effect \`${reading}\`, more than the \`${check}\` of worker/healthy`,
        );

      expect(started).toBe(taken ? 1 : 0);
      expect(told.requests).toBe(0);
    },
  );

  it('does not get a stronger reading that another check already took', async () => {
    const burst = defineReading({ name: 'house.burst', effect: 'burst', key: String, read: async () => 'burst' });
    await using open = openReadings([]);
    expect(await open.reader('worker/rate-limit', { effect: 'burst' }).read(burst, 'x')).toBe('burst');
    await expect(open.reader('worker/healthy').read(burst, 'x')).rejects.toThrow(/more than the `read`/);
  });
});

describe('a reading', () => {
  it('sends only what its own effect allows, not what the check’s allows', async () => {
    await using server = await startServer((_request, response) => response.end());
    await using open = openReadings([{ origin: server.url, environment: 'prod' }]);
    const { read } = open.reader('worker/rate-limit', { effect: 'burst' });

    await expect(read(sending('offline', 'GET'), server.url)).rejects.toMatchObject({ kind: 'method-not-allowed' });
    await expect(read(sending('read', 'POST'), server.url)).rejects.toMatchObject({ kind: 'method-not-allowed' });
    expect(server.seen).toEqual([]);
    expect(await read(sending('canary', 'POST'), server.url)).toBe(200);
  });

  it('cannot take another with a stronger effect than its own, whatever the check may do', async () => {
    const canary = sending('canary', 'POST');
    const nesting = defineReading({
      name: 'house.nesting',
      effect: 'read',
      key: String,
      read: (address: string, { read }) => read(canary, address),
    });
    await using server = await startServer((_request, response) => response.end());
    await using open = openReadings([{ origin: server.url, environment: 'prod' }]);
    const { read } = open.reader('worker/rate-limit', { effect: 'burst' });

    await expect(read(nesting, server.url)).rejects.toThrow('the reading house.canary has the effect `canary`');
    expect(server.seen).toEqual([]);
  });
});
