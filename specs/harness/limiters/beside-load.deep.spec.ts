import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answers } from '../../../fixtures/answers/start-answers.ts';
import { startExpressLimiter } from '../../../fixtures/limiters/start-express-limiter.ts';
import { startFastifyLimiter } from '../../../fixtures/limiters/start-fastify-limiter.ts';
import { startForeignLimiter } from '../../../fixtures/limiters/start-foreign-limiter.ts';
import { startHonoLimiter } from '../../../fixtures/limiters/start-hono-limiter.ts';
import { startLocalRedis } from '../../../fixtures/limiters/start-local-redis.ts';
import { startUpstashLimiter, type UpstashAlgorithm } from '../../../fixtures/limiters/start-upstash-limiter.ts';
import { startWorkersLimiter } from '../../../fixtures/limiters/start-workers-limiter.ts';
import { lookAtLimiter } from './look-at-limiter.ts';

/** How often each healthy limiter is judged; the figure of the documentation is of 50. */
const runs = Number(process.env.AIRLOCK_LIMITER_RUNS ?? 50);
/** How many runs go on at the same time. */
const atOnce = 10;
const limit = 20;
const windowMs = 6_000;
const timeoutMs = 600_000;

type Promised = Parameters<typeof lookAtLimiter>[1];
interface Variant {
  name: string;
  start: () => Promise<Answers>;
  promised: Promised;
}

const fixed: Promised = { limit, windowMs };
const sliding: Promised = { ...fixed, algorithm: 'sliding-window' };
const refilled: Promised = { ...fixed, algorithm: 'token-bucket' };
const untelling: Promised = { limit, windowMs: 10_000 };
/** A bucket of 100 a minute has its quota back after a minute: what it gives back meanwhile is judged, its end is not waited for. */
const minute: Promised = { limit: 100, windowMs: 60_000, algorithm: 'token-bucket' };

const upstash = (algorithm: UpstashAlgorithm, promised: Promised): Variant => ({
  name: `@upstash/ratelimit, ${algorithm}`,
  promised,
  async start() {
    const redis = await startLocalRedis();
    const limiter = await startUpstashLimiter({ limit, windowMs, algorithm, redis });
    return { url: limiter.url, [Symbol.asyncDispose]: () => ended(limiter, redis) };
  },
});

async function ended(...parts: AsyncDisposable[]): Promise<void> {
  for (const part of parts) await part[Symbol.asyncDispose]();
}

const variants: readonly Variant[] = [
  ...[0, 80].flatMap((latencyMs): Variant[] => [
    {
      name: `token bucket 20 a 6 s, ${latencyMs} ms away`,
      promised: refilled,
      start: () => startForeignLimiter({ algorithm: 'token-bucket', limit, windowMs, latencyMs }),
    },
    {
      name: `token bucket 100 a 60 s, ${latencyMs} ms away`,
      promised: minute,
      start: () => startForeignLimiter({ algorithm: 'token-bucket', limit: 100, windowMs: 60_000, latencyMs }),
    },
  ]),
  upstash('fixed-window', fixed),
  upstash('sliding-window', sliding),
  upstash('token-bucket', refilled),
  { name: 'hono-rate-limiter', promised: fixed, start: () => startHonoLimiter({ limit, windowMs }) },
  {
    name: 'express-rate-limit, draft-7',
    promised: fixed,
    start: () => startExpressLimiter({ limit, windowMs, headers: 'draft-7' }),
  },
  {
    name: 'express-rate-limit, draft-8',
    promised: fixed,
    start: () => startExpressLimiter({ limit, windowMs, headers: 'draft-8' }),
  },
  {
    name: 'rate-limiter-flexible',
    promised: fixed,
    start: () => startForeignLimiter({ algorithm: 'rate-limiter-flexible', limit, windowMs }),
  },
  { name: '@fastify/rate-limit', promised: fixed, start: () => startFastifyLimiter({ limit, windowMs }) },
  {
    name: 'the ratelimit binding',
    promised: untelling,
    async start() {
      const limiter = await startWorkersLimiter(untelling);
      return { url: limiter.variant('none'), [Symbol.asyncDispose]: () => limiter[Symbol.asyncDispose]() };
    },
  },
];

/** Takes a processor for as long as it runs. */
function startBusyLoop(): Worker {
  return new Worker('for (;;) Math.sqrt(Math.random());', { eval: true });
}

describe(`a healthy limiter is found healthy beside two busy loops, ${runs} times`, () => {
  let loops: Worker[] = [];
  const lines: string[] = [];
  beforeAll(() => {
    loops = [startBusyLoop(), startBusyLoop()];
  });
  afterAll(async () => {
    await Promise.all(loops.map((loop) => loop.terminate()));
    process.stdout.write(`\n${lines.join('\n')}\n`);
  });

  test.each(variants)('$name', { timeout: timeoutMs }, async ({ name, start, promised }) => {
    const checks = ['enforced', 'exact', 'scoped', ...(promised === minute ? [] : (['recovers'] as const))] as const;
    const seen: string[] = [];
    for (let done = 0; done < runs; done += atOnce) {
      await using limiter = await start();
      const round = Array.from({ length: Math.min(atOnce, runs - done) }, async (_, number) => {
        await delay(number * 50);
        return await lookAtLimiter(limiter.url, promised, checks);
      });
      const said = await Promise.all(round);
      seen.push(
        ...said.flatMap((each) =>
          Object.entries(each).flatMap(([check, words]) => words.map((word) => `${check}: ${word}`)),
        ),
      );
    }
    const unread = seen.filter((word) => word.includes('not verified'));
    lines.push(`| ${name} | ${runs} | ${seen.length - unread.length} | ${unread.length} |`);
    expect(seen).toEqual([]);
  });
});
