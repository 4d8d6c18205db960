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
async function runOnRealRedis(
  happens: (redis: RedisContainer, command: readonly string[]) => Promise<void> | void = () => {},
) {
  // What happens to Redis takes a while on a busy machine, and the Worker does not give up meanwhile.
  await using twin = await startTwin({ worker: { prod: { redisDeadlineMs: 8_000 } } });
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

/** Does something at the first command of a kind; what is asked meanwhile waits for it. */
function atFirst(
  isMeant: (command: readonly string[]) => boolean,
  act: (redis: RedisContainer) => Promise<void>,
): (redis: RedisContainer, command: readonly string[]) => Promise<void> {
  let done: Promise<void> | undefined;
  return async (redis, command) => {
    if (done === undefined && isMeant(command)) done = act(redis);
    await done;
  };
}

const writes = ([name]: readonly string[]) => name === 'LPUSH';

/** Whether a log is asked for that was written before: other checks look for logs that must not be there. */
function readsWhatWasWritten() {
  const written = new Set<string | undefined>();
  return ([name, key]: readonly string[]) => {
    if (name === 'LPUSH') written.add(key);
    return name === 'LRANGE' && written.has(key);
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
    const run = await runOnRealRedis(atFirst(writes, (redis) => redis.stop()));
    expect(run.exitCode, run.stdout).toBe(1);
    expect(run.findingsOf('worker/ingests')[0]).toMatchObject({
      what: 'a log is not accepted',
      received: expect.stringContaining('status 500'),
    });
  });

  test('is shut when Redis freezes in the middle of the checks', async () => {
    const run = await runOnRealRedis(atFirst(writes, (redis) => redis.pause()));
    expect(run.exitCode, run.stdout).toBe(1);
    expect(run.findingsOf('worker/ingests')[0]).toMatchObject({ what: 'a log is not accepted' });
    expect(run.kindOf('worker/rate-limit-enforced')).toBe('not verified');
  });

  test('is shut when Redis restarts without its data in the middle of the checks', async () => {
    const run = await runOnRealRedis(atFirst(readsWhatWasWritten(), (redis) => redis.restart()));
    expect(run.exitCode, run.stdout).toBe(1);
    // Which of the two logs stood in Redis at that moment depends on which was posted faster.
    expect(run.findingsOf('worker/ingests')[0]).toMatchObject({
      what: expect.stringMatching(/^a log (that was accepted|with secrets in it) is not found by its trace/),
    });
  });
});
