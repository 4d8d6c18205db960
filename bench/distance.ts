import { spawn } from 'node:child_process';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startTwin } from '../fixtures/twin/start-twin.ts';
import { writeTwinProject } from '../fixtures/twin/write-project.ts';
import { median } from './median.ts';

const repository = path.join(import.meta.dirname, '..');
const latencyMs = 80;
const runs = 3;

export interface DistanceFigures {
  latencyMs: number;
  /** The prod run next to the twin, in milliseconds: start-up and computing. */
  nearMs: number;
  /** The prod run from a distance. */
  farMs: number;
  /** The longest chain of requests that the run has to make one after another, made by bare `fetch` from the same distance. */
  chainMs: number;
  /** What the distance costs, in longest chains. */
  ratio: number;
}

/** Measures what distance costs a gate run, against the longest chain of its requests. */
export async function benchDistance(): Promise<DistanceFigures> {
  await using near = await startTwin();
  await using far = await startTwin({ latencyMs });
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'airlock-bench-'));
  const projects = {
    near: writeTwinProject(path.join(directory.path, 'near'), near),
    far: writeTwinProject(path.join(directory.path, 'far'), far),
  };
  const nearMs: number[] = [];
  const farMs: number[] = [];
  const chainMs: number[] = [];
  await gateRunMs(projects.near);
  for (let run = 0; run < runs; run += 1) {
    nearMs.push(await gateRunMs(projects.near));
    farMs.push(await gateRunMs(projects.far));
    chainMs.push(await longestChainMs(far.environments.prod.workerUrl));
  }
  const figures = { latencyMs, nearMs: median(nearMs), farMs: median(farMs), chainMs: median(chainMs) };
  return { ...figures, ratio: (figures.farMs - figures.nearMs) / figures.chainMs };
}

async function gateRunMs({ configFile, keys }: { configFile: string; keys: Record<string, string> }): Promise<number> {
  const started = performance.now();
  const child = spawn(path.join(repository, 'node_modules/.bin/vitest'), ['run', '--project', 'prod'], {
    cwd: repository,
    env: { ...process.env, NO_COLOR: '1', DEPLOYMENT_CONFIG: configFile, ...keys },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`the gate ended with ${code}: what it measured is no whole run`);
  return performance.now() - started;
}

/** Health, a log, its trace, the recent traces, then three rounds of the burst: what no run can do side by side. */
async function longestChainMs(workerUrl: string): Promise<number> {
  const trace = `bench-${crypto.randomUUID()}`;
  const post = () =>
    fetch(`${workerUrl}/log`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'keep-alive' },
      body: JSON.stringify({ trace_id: trace, message: 'The bench measures a chain', level: 'info', system: 'manual' }),
    });
  const chain = [
    () => fetch(`${workerUrl}/health`),
    post,
    () => fetch(`${workerUrl}/logs?trace_id=${trace}`),
    () => fetch(`${workerUrl}/traces/recent`),
    post,
    post,
    post,
  ];
  const started = performance.now();
  for (const request of chain) {
    const response = await request();
    if (!response.ok) throw new Error(`the chain broke: status ${response.status}`);
    await response.text();
  }
  return performance.now() - started;
}
