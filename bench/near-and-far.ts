import { spawn } from 'node:child_process';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startTwin, type Twin } from '../fixtures/twin/start-twin.ts';
import { type TwinProject, writeTwinProject } from '../fixtures/twin/write-project.ts';

const repository = path.join(import.meta.dirname, '..');

/** How far away the far twin is: a round trip in milliseconds. */
export const latencyMs = 80;

export interface NearAndFar extends AsyncDisposable {
  near: { twin: Twin; project: TwinProject };
  far: { twin: Twin; project: TwinProject };
}

/** Starts a twin beside and one from a distance, each with a project that describes it. */
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

/** Runs a project of the gate as a user would. @returns milliseconds, start-up included. @throws Error where it does not end with 0 */
export async function gateRunMs(name: string, { configFile, keys }: TwinProject): Promise<number> {
  const started = performance.now();
  const child = spawn(path.join(repository, 'node_modules/.bin/vitest'), ['run', '--project', name], {
    cwd: repository,
    env: { ...process.env, NO_COLOR: '1', DEPLOYMENT_CONFIG: configFile, ...keys },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`the run of ${name} ended with ${code}: what it measured is no whole run`);
  return performance.now() - started;
}
