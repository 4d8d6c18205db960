import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { defineReading, type Reading, WaitingDeadline } from '../../../support/reading/index.ts';
import { startSocketServer } from '../http/start-server.ts';
import { patienceMs } from '../patience.ts';
import { openReadings } from './open-readings.ts';

const deadlineMs = 150;
const soonMs = patienceMs;

const page = defineReading({
  name: 'house.page',
  effect: 'read',
  key: String,
  read: async (address: string, { fetch }) => (await fetch(address)).text(),
});

describe('the deadline of a reading', () => {
  it('aborts its requests, for every check that waits', async () => {
    await using server = await startSocketServer(() => undefined);
    await using open = openReadings([{ origin: server.url, environment: 'prod' }], { deadlineMs });
    const started = performance.now();
    const outcomes = await Promise.allSettled(
      ['worker/a', 'worker/b'].map((check) => open.reader(check).read(page, server.url)),
    );

    expect(outcomes).toMatchObject(Array(2).fill({ status: 'rejected', reason: { kind: 'deadline' } }));
    expect(performance.now() - started).toBeLessThan(soonMs);
    expect(server.asked).toBe(1);
  });

  it('applies to all its requests together', async () => {
    await using server = await startSocketServer((socket, index) => {
      if (index < 3) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    });
    const polling = defineReading({
      name: 'house.polling',
      effect: 'read',
      key: String,
      async read(address: string, { fetch }): Promise<never> {
        for (;;) await (await fetch(address)).text();
      },
    });
    await using open = openReadings([{ origin: server.url, environment: 'prod' }], { deadlineMs });
    const { read, told } = open.reader('worker/a');

    await expect(read(polling, server.url)).rejects.toMatchObject({ kind: 'deadline' });
    expect(told.requests).toBe(3);
  });

  it('also ends a reading that is not waiting for a request, and names it', async () => {
    const stuck = defineReading({
      name: 'house.stuck',
      effect: 'read',
      key: String,
      read: () => new Promise<never>(() => undefined),
    });
    await using open = openReadings([], { deadlineMs });

    await expect(open.reader('config/x').read(stuck, 'x')).rejects.toThrow(
      'the reading house.stuck did not finish within its deadline of 150 ms',
    );
  });

  it('lets a reading return what it has so far', async () => {
    const graceful = defineReading({
      name: 'house.graceful',
      effect: 'read',
      key: String,
      read: (_input: string, { signal }) =>
        new Promise<string>((resolve) => {
          signal.addEventListener('abort', () => resolve('two of three'));
        }),
    });
    await using open = openReadings([], { deadlineMs });

    expect(await open.reader('worker/a').read(graceful, 'x')).toBe('two of three');
  });
});

describe('a reading of local files', () => {
  const local = defineReading({
    name: 'house.local',
    effect: 'offline',
    key: String,
    read: async (waitMs: number, { signal }) => delay(waitMs, 'read', { signal }),
  });

  it('waits for nobody: the deadline is not for it, nor for those who wait for it', async () => {
    const through = defineReading({
      name: 'house.through',
      effect: 'read',
      key: String,
      read: (waitMs: number, { read }) => read(local, waitMs),
    });
    await using open = openReadings([], { deadlineMs });
    using deadline = new WaitingDeadline(deadlineMs);
    const { read } = open.reader('convex/x', { deadline });
    const twoDeadlinesMs = 2 * deadlineMs;
    expect(await Promise.all([read(local, twoDeadlinesMs), read(through, twoDeadlinesMs)])).toEqual(['read', 'read']);
    expect(deadline.signal.aborted).toBe(false);
  });

  it('ends with the run, and says so', async () => {
    const run = new AbortController();
    await using open = openReadings([], { deadlineMs, runSignal: run.signal });
    const stuck = defineReading({
      name: 'house.stuck',
      effect: 'offline',
      key: String,
      read: () => new Promise<never>(() => undefined),
    });
    const taken = open.reader('config/x').read(stuck, 'x');
    run.abort();
    await expect(taken).rejects.toMatchObject({
      message: 'the reading house.stuck of local files had not ended when the run did',
      limit: 'runMs',
    });
  });
});

describe('a deadline for waiting', () => {
  /** Computes for a time, as one that parses a large file does. */
  function compute(forMs: number): void {
    const until = performance.now() + forMs;
    while (performance.now() < until);
  }

  it('counts no computing', async () => {
    using deadline = new WaitingDeadline(500);
    compute(1_000);
    // Timers that are due come before what a socket has for this thread.
    await delay(1);
    expect(deadline.signal.aborted).toBe(false);
  });

  it('counts what comes before and after a pause, and nothing of the pause', async () => {
    using deadline = new WaitingDeadline(deadlineMs);
    const resume = deadline.pause();
    await delay(2 * deadlineMs);
    expect(deadline.signal.aborted).toBe(false);
    resume();
    await new Promise((resolve) => deadline.signal.addEventListener('abort', resolve));
    expect(deadline.signal.reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('that follows another is paused with it, also when it begins or ends in the middle of a pause', async () => {
    using leading = new WaitingDeadline(60_000);
    using following = new WaitingDeadline(deadlineMs);
    const resume = leading.pause();
    const unfollow = following.follow(leading);
    await delay(2 * deadlineMs);
    expect(following.signal.aborted).toBe(false);
    unfollow();
    await new Promise((resolve) => following.signal.addEventListener('abort', resolve));
    resume();
  });
});

describe('the end of the run', () => {
  it('aborts a reading’s signal and its requests', async () => {
    const run = new AbortController();
    await using server = await startSocketServer(() => run.abort(new Error('interrupted')));
    await using open = openReadings([{ origin: server.url, environment: 'prod' }], { runSignal: run.signal });
    let signalled = false;
    const watching = defineReading({
      name: 'house.watching',
      effect: 'read',
      key: String,
      read: async (address: string, { fetch, signal }) => {
        signal.addEventListener('abort', () => {
          signalled = true;
        });
        return (await fetch(address)).status;
      },
    });
    const failure = open.reader('worker/a').read(watching, server.url);

    await expect(failure).rejects.toMatchObject({ kind: 'run-over', isRefusal: true });
    expect(signalled).toBe(true);
  });
});

describe('readings that wait for each other', () => {
  const chain = (name: string, next: () => Reading<string, string>) =>
    defineReading({
      name,
      effect: 'read',
      key: String,
      read: (input: string, { read }): Promise<string> => read(next(), input),
    });

  it('fail at once if one takes itself', async () => {
    const self: Reading<string, string> = chain('house.self', () => self);
    await using open = openReadings([]);
    await expect(open.reader('worker/a').read(self, 'x')).rejects.toThrow(
      'the reading house.self takes house.self, which is waiting for house.self',
    );
  });

  it('fail at once if they form a cycle, also when both are started', async () => {
    const one: Reading<string, string> = chain('house.one', () => other);
    const other: Reading<string, string> = chain('house.other', () => one);
    await using open = openReadings([]);
    const started = performance.now();
    const outcomes = await Promise.allSettled([
      open.reader('worker/a').read(one, 'x'),
      open.reader('worker/b').read(other, 'x'),
    ]);

    for (const outcome of outcomes)
      expect(outcome).toMatchObject({
        reason: { message: expect.stringMatching(/takes house\.\w+, which is waiting for/) },
      });

    expect(performance.now() - started).toBeLessThan(soonMs);
  });

  it('may take themselves with another input', async () => {
    const countdown: Reading<number, string> = defineReading({
      name: 'house.countdown',
      effect: 'read',
      key: String,
      read: async (count: number, { read }): Promise<string> => (count === 0 ? 'done' : read(countdown, count - 1)),
    });
    await using open = openReadings([]);

    expect(await open.reader('worker/a').read(countdown, 5)).toBe('done');
  });
});
