import { spawn } from 'node:child_process';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Pool } from 'undici';
import { startTwin } from '../fixtures/twin/start-twin.ts';
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

export interface WorkerFigures {
  latencyMs: number;
  /** All `worker/*` checks with latency, from the first request to the last judgement, without the recovery check. */
  checksMs: number;
}

/** Measures the time of all checks of a Worker with latency. */
export async function benchWorker(): Promise<WorkerFigures> {
  return { latencyMs, checksMs: await checksMs() };
}

/** A hundred requests at once to a Worker whose limit is a hundred for each trace. Each function returns milliseconds. */
export interface Bursts extends AsyncDisposable {
  /** As a check sends them. */
  own: (trace: string) => Promise<number>;
  /** By a pool of undici. */
  bare: (trace: string) => Promise<number>;
}

/** Opens the connections for both ways of a burst. */
export async function openBurst(origin: string): Promise<Bursts> {
  const worker = { ...(await shippedWorker()), url: Setting.of('url', origin, 'the bench') };
  const rateLimit = RateLimitSource.parse({ per: 'trace', limit: requests, windowMs: 3_600_000 });
  const signal = new AbortController().signal;
  const door = new Door({
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

  return {
    own: (trace) => timed(burst, trace),
    bare: (trace) => timed(bare, trace),
    async [Symbol.asyncDispose]() {
      await Promise.all([pool.close(), door[Symbol.asyncDispose]()]);
    },
  };
}

async function timed(send: (trace: string) => Promise<void>, trace: string): Promise<number> {
  const started = performance.now();
  await send(trace);
  return performance.now() - started;
}

async function shippedWorker(): Promise<WorkerProfile> {
  const loaded = await loadDeployment(path.join(repository, 'deployment.config.ts'));
  const [worker] = resolveProfile(loaded, 'prod', {
    variables: { PROD_NEXT_PUBLIC_APP_URL: 'https://app.bench.example' },
    spanning: true,
  }).workers;
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

    // What production does not allow or have takes no time, and is part of no sum.
    const outcomes = (verdict.parts.specs?.outcomes ?? []).filter(
      ({ platform, kind }) => platform === 'worker' && kind !== 'not applicable',
    );
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
    `worker         all checks with ${latencyMs} ms latency ${figures.checksMs.toFixed(0)} ms, without recovery (goal: at most 2000)\n`,
  );
}
