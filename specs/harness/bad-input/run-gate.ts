import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Verdict } from '../../../support/report/verdict.ts';
import { readVerdict } from '../../../support/report/verdict-file.ts';

export interface GateRun {
  exitCode: number | null;
  stdout: string;
  stderr: string;
  durationMs: number;
  /** What the run wrote; undefined where it wrote none that can be read. */
  verdict: Verdict | undefined;
}

export interface GateRunOptions {
  /** For `DEPLOYMENT_CONFIG`; reports are written beside it. */
  configFile: string;
  project?: string;
  /** Further arguments of vitest. */
  args?: readonly string[];
  /** Environment variables, beside the few that every process needs. */
  variables?: Record<string, string>;
  /** The run is killed after this. */
  timeoutMs?: number;
}

const repository = path.join(import.meta.dirname, '../../..');

/** Runs the gate as a user would: `npx vitest run --project prod`, in a process of its own. */
export async function runGate({
  configFile,
  project = 'prod',
  args = [],
  variables = {},
  timeoutMs = 60_000,
}: GateRunOptions): Promise<GateRun> {
  const started = performance.now();
  const bin = path.join(repository, 'node_modules/.bin');
  const child = spawn(path.join(bin, 'vitest'), ['run', '--project', project, ...args], {
    cwd: repository,
    env: {
      PATH: `${bin}${path.delimiter}${process.env.PATH}`,
      HOME: process.env.HOME,
      NO_COLOR: '1',
      DEPLOYMENT_CONFIG: configFile,
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const verdict = readVerdict(path.join(path.dirname(configFile), 'reports/verdict.json'));
  return {
    exitCode,
    stdout,
    stderr,
    durationMs: performance.now() - started,
    verdict: 'unreadable' in verdict ? undefined : verdict,
  };
}
