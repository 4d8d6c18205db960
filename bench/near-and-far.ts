import { spawn } from 'node:child_process';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startTwin, type Twin } from '../fixtures/twin/start-twin.ts';
import { type TwinProject, writeTwinProject } from '../fixtures/twin/write-project.ts';

const repository = path.join(import.meta.dirname, '..');

/** The round trip to the far twin. */
export const latencyMs = 80;

export interface NearAndFar extends AsyncDisposable {
  near: { twin: Twin; project: TwinProject };
  far: { twin: Twin; project: TwinProject };
}

/** Starts a twin without latency and one with latency, each with its own project. */
export async function startNearAndFar(): Promise<NearAndFar> {
  await using stack = new AsyncDisposableStack();
  const directory = stack.use(await mkdtempDisposable(path.join(tmpdir(), 'airlock-bench-')));
  const started = async (name: string, options: { latencyMs?: number }) => {
    const twin = stack.use(await startTwin(options));
    return { twin, project: writeTwinProject(path.join(directory.path, name), twin) };
  };
  const both = { near: await started('near', {}), far: await started('far', { latencyMs }) };
  const all = stack.move();

  return { ...both, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** Runs a gate as a user would. @returns milliseconds, including start-up. @throws Error if it does not exit with 0 */
export async function gateRunMs(name: string, { configFile, keys }: TwinProject): Promise<number> {
  const started = performance.now();
  const child = spawn(path.join(repository, 'node_modules/.bin/vitest'), ['run', '--project', name], {
    cwd: repository,
    env: { ...process.env, NO_COLOR: '1', DEPLOYMENT_CONFIG: configFile, ...keys },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`the run of ${name} exited with ${code}, so its time is meaningless`);

  return performance.now() - started;
}
