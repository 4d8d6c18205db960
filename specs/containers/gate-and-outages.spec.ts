import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { startTwin } from '../../fixtures/twin/start-twin.ts';
import { writeTwinProject } from '../../fixtures/twin/write-project.ts';
import { runGate } from '../harness/bad-input/run-gate.ts';
import { hasEngine } from './engine.ts';
import { type RedisContainer, startRedisContainer } from './start-redis-container.ts';

/** Runs the gate on a twin whose production keeps its logs in a real Redis, to which something happens. */
async function runOnRealRedis(happens: (redis: RedisContainer, command: string) => Promise<void> | void = () => {}) {
  await using twin = await startTwin();
  const { prod } = twin.environments;
  let container: RedisContainer | undefined;
  await using redis = await startRedisContainer({
    token: prod.redisToken,
    onCommand: (command) => (container ? happens(container, command) : undefined),
  });
  container = redis;
  prod.relays.redis.leadTo(redis.url);
  const directory = await mkdtemp(path.join(os.tmpdir(), 'airlock-containers-'));
  try {
    const { configFile, keys } = writeTwinProject(directory, twin);
    const run = await runGate({ configFile, variables: keys });
    const outcomes = run.verdict?.parts.specs?.outcomes ?? [];
    const of = (id: string) => outcomes.find(({ check }) => check === id);
    return { ...run, kindOf: (id: string) => of(id)?.kind, findingsOf: (id: string) => of(id)?.findings ?? [] };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Does something at the first command of a name; what is asked meanwhile waits for it. */
function atFirst(name: string, act: (redis: RedisContainer) => Promise<void>) {
  let done: Promise<void> | undefined;
  return async (redis: RedisContainer, command: string) => {
    if (done === undefined && command === name) done = act(redis);
    await done;
  };
}

describe.runIf(hasEngine)('the gate on a Worker with a real Redis', () => {
  test('is open, and reads the time to live that Redis keeps', async () => {
    const run = await runOnRealRedis();
    expect(run.exitCode, run.stdout).toBe(0);
    expect(run.kindOf('worker/ingests')).toBe('held');
    expect(run.kindOf('worker/retention')).toBe('held');
  });

  test('is shut when Redis is stopped in the middle of the checks', async () => {
    const run = await runOnRealRedis(atFirst('LPUSH', (redis) => redis.stop()));
    expect(run.exitCode, run.stdout).toBe(1);
    expect(run.findingsOf('worker/ingests')[0]).toMatchObject({
      what: 'a log is not accepted',
      received: expect.stringContaining('status 500'),
    });
  });

  test('is shut when Redis freezes in the middle of the checks', async () => {
    const run = await runOnRealRedis(atFirst('LPUSH', (redis) => redis.pause()));
    expect(run.exitCode, run.stdout).toBe(1);
    expect(run.findingsOf('worker/ingests')[0]).toMatchObject({ what: 'a log is not accepted' });
    expect(run.kindOf('worker/rate-limit-enforced')).toBe('not verified');
  });

  test('is shut when Redis restarts without its data in the middle of the checks', async () => {
    const run = await runOnRealRedis(atFirst('LRANGE', (redis) => redis.restart()));
    expect(run.exitCode, run.stdout).toBe(1);
    expect(run.findingsOf('worker/ingests')[0]).toMatchObject({
      what: 'a log that was accepted is not found by its trace',
    });
  });
});
