import { describe, expect, it } from 'vitest';
import { defineReading } from '../../../support/reading/index.ts';
import { startServer } from '../http/start-server.ts';
import { until } from '../patience.ts';
import { array, asyncProperty, constantFrom, assert as propertyHolds } from '../property.ts';
import { openReadings } from './open-readings.ts';

/** A reading that counts how often it is taken for each input. */
function counting(answer: (input: string) => Promise<string> | string = (input) => input) {
  const calls: string[] = [];
  const reading = defineReading({
    name: 'house.counted',
    effect: 'read',
    key: (input: string) => input,
    async read(input): Promise<string> {
      calls.push(input);
      return answer(input);
    },
  });

  return { reading, calls };
}

describe('a reading', () => {
  it('is taken once for the same input, however often it is needed, concurrently or later', async () => {
    const { reading, calls } = counting();
    await using open = openReadings([]);
    const readers = Array.from({ length: 50 }, (_, index) => open.reader(`worker/check-${index}`));
    const values = await Promise.all(readers.map(({ read }) => read(reading, 'a')));

    expect(values).toEqual(Array(50).fill('a'));
    expect(await open.reader('worker/late').read(reading, 'a')).toBe('a');
    expect(calls).toEqual(['a']);
  });

  it('is taken once for each input, in whatever order', async () => {
    await propertyHolds(
      asyncProperty(array(constantFrom('a', 'b', 'a\nb', '', '["a"]'), { maxLength: 20 }), async (inputs) => {
        const { reading, calls } = counting();
        await using open = openReadings([]);
        const values = await Promise.all(
          inputs.map((input, index) => open.reader(`worker/check-${index % 3}`).read(reading, input)),
        );

        expect(values).toEqual(inputs);
        expect([...calls].sort()).toEqual([...new Set(inputs)].sort());
      }),
      { numRuns: 50 },
    );
  });

  it('is not taken before a check needs it', async () => {
    const { calls } = counting();
    await using open = openReadings([]);
    open.reader('worker/healthy');
    await Promise.resolve();
    expect(calls).toEqual([]);
  });

  it('is distinct from another reading with the same key', async () => {
    const health = defineReading({ name: 'house.health', effect: 'read', key: String, read: async () => 'health' });
    const page = defineReading({ name: 'house.page', effect: 'read', key: String, read: async () => 'page' });
    await using open = openReadings([]);
    const { read } = open.reader('worker/healthy');
    expect(await Promise.all([read(health, 'x'), read(page, 'x')])).toEqual(['health', 'page']);
  });

  it('whose key function throws rejects', async () => {
    const reading = defineReading({
      name: 'house.keyless',
      effect: 'read',
      key(): string {
        throw new Error('the config names no URL');
      },
      read: async () => 'never',
    });
    await using open = openReadings([]);

    await expect(open.reader('worker/healthy').read(reading, {})).rejects.toThrow('the config names no URL');
  });
});

describe('a reading that fails', () => {
  it('fails for every check with the same error, and is not taken again', async () => {
    const { reading, calls } = counting(() => Promise.reject(new Error('it broke')));
    await using open = openReadings([]);
    const outcomes = await Promise.allSettled(
      [1, 2, 3].map((each) => open.reader(`worker/${each}`).read(reading, 'a')),
    );
    const late = await open
      .reader('worker/late')
      .read(reading, 'a')
      .catch((error: unknown) => error);
    const reasons = new Set(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason));

    expect(reasons.size).toBe(1);
    expect(reasons).toContain(late);
    expect(late).toMatchObject({ message: 'it broke' });
    expect(calls).toEqual(['a']);
  });

  it('rejects also if it throws synchronously', async () => {
    const reading = defineReading({
      name: 'house.thrower',
      effect: 'offline',
      key: String,
      read(): Promise<string> {
        throw new Error('thrown, not rejected');
      },
    });
    await using open = openReadings([]);

    await expect(open.reader('config/x').read(reading, 1)).rejects.toThrow('thrown, not rejected');
  });

  it('does not end the process if nothing awaits it', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const { reading, calls } = counting((input) => Promise.reject(new Error(`${input} broke`)));
    // Starts two and fails on the first: nothing awaits the second.
    const outer = defineReading({
      name: 'house.outer',
      effect: 'read',
      key: String,
      async read(_input: string, { read }): Promise<string> {
        const second = read(reading, 'second');
        return (await read(reading, 'first')) + (await second);
      },
    });

    try {
      await using open = openReadings([]);
      const { read } = open.reader('worker/healthy');
      read(reading, 'third');

      await expect(read(outer, 'x')).rejects.toThrow('first broke');
      expect(calls).toEqual(['third', 'second', 'first']);

      await new Promise((resolve) => setImmediate(resolve));
      expect(unhandled).toEqual([]);
      await expect(open.reader('worker/late').read(reading, 'second')).rejects.toThrow('second broke');
    } finally {
      process.off('unhandledRejection', note);
    }
  });
});

describe('readings', () => {
  it('run concurrently', async () => {
    const held: (() => void)[] = [];
    await using server = await startServer((_request, response) => held.push(() => response.end('here')));
    const page = defineReading({
      name: 'house.page',
      effect: 'read',
      key: String,
      read: async (path: string, { fetch }) => (await fetch(`${server.url}${path}`)).status,
    });
    await using open = openReadings([{ origin: server.url, environment: 'prod' }]);
    const { read } = open.reader('pages/routes');
    const statuses = Promise.all(['/a', '/b', '/c'].map((path) => read(page, path)));
    await until(() => held.length === 3);
    for (const answer of held) answer();

    expect(await statuses).toEqual([200, 200, 200]);
  });
});
