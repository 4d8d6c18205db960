import { spawn } from 'node:child_process';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Pool } from 'undici';
import { startRedisRest } from '../fixtures/twin/redis/start-redis-rest.ts';
import { startTwin } from '../fixtures/twin/start-twin.ts';
import { startWorkerDouble } from '../fixtures/twin/worker/start-worker-double.ts';
import { writeTwinProject } from '../fixtures/twin/write-project.ts';
import { Door } from '../support/http/index.ts';
import { sendAtOnce } from '../support/platforms/worker/limits/send-counted.ts';
import {
  loadDeployment,
  RateLimitSource,
  resolveProfile,
  Setting,
  type WorkerProfile,
} from '../support/profile/index.ts';
import { readVerdict } from '../support/report/verdict/verdict-file.ts';
import { median } from './median.ts';

const repository = path.join(import.meta.dirname, '..');
const latencyMs = 80;
const requests = 100;
const warmUpRuns = 5;
const runs = 15;

export interface WorkerFigures {
  /** A hundred concurrent requests of a burst. */
  burstMs: number;
  poolMs: number;
  ratio: number;
  latencyMs: number;
  /** All `worker/*` checks with latency, from the first request to the last judgement, without the recovery check. */
  checksMs: number;
}

/** Measures the overhead of a burst over plain requests, and the time of all checks of a Worker with latency. */
export async function benchWorker(): Promise<WorkerFigures> {
  const { burstMs, poolMs } = await burstAgainstPool();
  return { burstMs, poolMs, ratio: burstMs / poolMs, latencyMs, checksMs: await checksMs() };
}

/** Sends the same hundred posts to the same Worker by each method, alternating, each time with a new trace: the burst of a limit of 100. */
async function burstAgainstPool(): Promise<{ burstMs: number; poolMs: number }> {
  await using redis = await startRedisRest({ token: 'made-up-redis-token' });
  const perSystem = { browser: 100_000, convex: 100_000, worker: 100_000, manual: 100_000 };
  await using double = await startWorkerDouble({
    serviceName: 'bench',
    redisUrl: redis.url,
    redisToken: redis.token,
    allowedOrigins: [],
    adminToken: '',
    limits: { globalPerWindow: 100_000, perSystem, perTrace: requests, windowMs: 3_600_000 },
  });
  const origin = double.url;
  const worker = { ...(await shippedWorker()), url: Setting.of('url', origin, 'the bench') };
  const rateLimit = RateLimitSource.parse({ per: 'trace', limit: requests, windowMs: 3_600_000 });
  const signal = new AbortController().signal;
  await using door = new Door({
    runId: 'bench',
    origins: [{ origin, environment: 'prod' }],
    queries: [],
    runSignal: signal,
    bodyBytes: 1_000_000,
  });
  const { fetch } = door.pass({ check: 'bench', effect: 'burst', signal });
  const pool = new Pool(origin, { connections: requests, pipelining: 1 });
  const burst = async (key: string) => {
    const asked = Array.from({ length: requests }, (_, number) => ({ worker, rateLimit, key, runId: 'bench', number }));
    const answers = await sendAtOnce(fetch, asked);
    if (answers.some(({ accepted }) => !accepted))
      throw new Error('the Worker refuses requests, so the time is meaningless');
  };
  const bare = async (trace: string) => {
    const body = JSON.stringify({ trace_id: trace, message: 'The bench posts it', level: 'info', system: 'manual' });
    const headers = { 'content-type': 'application/json' };
    const send = async () => (await pool.request({ path: '/log', method: 'POST', headers, body })).body.text();
    await Promise.all(Array.from({ length: requests }, send));
  };
  const times = { burst: [] as number[], pool: [] as number[] };

  for (let run = 0; run < warmUpRuns + runs; run += 1) {
    const [poolMs, burstMs] = [await timed(bare, `pool-${run}`), await timed(burst, `burst-${run}`)];
    if (run < warmUpRuns) continue;
    times.pool.push(poolMs);
    times.burst.push(burstMs);
  }

  await pool.close();
  return { burstMs: median(times.burst), poolMs: median(times.pool) };
}

async function timed(send: (trace: string) => Promise<void>, trace: string): Promise<number> {
  const started = performance.now();
  await send(trace);
  return performance.now() - started;
}

async function shippedWorker(): Promise<WorkerProfile> {
  const loaded = await loadDeployment(path.join(repository, 'deployment.config.ts'));
  const [worker] = resolveProfile(loaded, 'prod', { variables: {}, spanning: true }).workers;
  if (!worker) throw new Error('the shipped config has no `platforms.worker`');
  return worker;
}

/** The checks start together, then the bursts run one after another: a user waits for the sum. */
async function checksMs(): Promise<number> {
  await using twin = await startTwin({ latencyMs });
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'airlock-bench-'));
  const { configFile, keys } = writeTwinProject(directory.path, twin);
  const times: number[] = [];

  for (let run = 0; run <= 3; run += 1) {
    const child = spawn(
      path.join(repository, 'node_modules/.bin/vitest'),
      ['run', '--project', 'prod', 'specs/worker'],
      {
        cwd: repository,
        env: { ...process.env, NO_COLOR: '1', DEPLOYMENT_CONFIG: configFile, ...keys },
        stdio: 'ignore',
      },
    );
    const code = await new Promise((resolve) => child.once('close', resolve));
    const verdict = readVerdict(path.join(directory.path, 'reports/twin/prod/verdict.json'));
    if ('unreadable' in verdict) throw new Error(`the run wrote no verdict (exit ${code})`);

    const outcomes = (verdict.parts.specs?.outcomes ?? []).filter(({ platform }) => platform === 'worker');
    const wrong = outcomes.find(({ kind }) => kind !== 'held');
    if (wrong || outcomes.length === 0)
      throw new Error(`${wrong?.check ?? 'no check'} did not hold, so its time is meaningless`);

    const together = outcomes.filter(({ effect }) => effect !== 'burst').map(({ durationMs }) => durationMs);
    const bursts = outcomes
      .filter(({ effect, check }) => effect === 'burst' && check !== 'worker/rate-limit-recovers')
      .map(({ durationMs }) => durationMs);
    if (run > 0) times.push(Math.max(...together) + bursts.reduce((sum, each) => sum + each, 0));
  }

  return median(times);
}

if (import.meta.main) {
  const figures = await benchWorker();
  process.stdout.write(
    `worker         ${requests} concurrent requests ${figures.burstMs.toFixed(1)} ms, plain pool ${figures.poolMs.toFixed(1)} ms: ratio ${figures.ratio.toFixed(2)} (goal: at most 1.5)\n` +
      `worker         all checks with ${latencyMs} ms latency ${figures.checksMs.toFixed(0)} ms, without recovery (goal: at most 2000)\n`,
  );
}
