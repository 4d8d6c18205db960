import { spawn } from 'node:child_process';
import path from 'node:path';

export const repository = path.join(import.meta.dirname, '..', '..');

/** The test runner, by the Node that measures. */
export const vitest: readonly string[] = [
  process.execPath,
  path.join(repository, 'node_modules/vitest/vitest.mjs'),
  'run',
];

export function gateCommand(project: string): string[] {
  return [...vitest, '--project', project];
}

export interface ProcessFigures {
  wallMs: number;
  /** User and system time of the process and its children. */
  cpuMs: number;
  stdout: string;
}

/** Runs a command to its end. @throws Error if it ends with another exit code, because the time of a wrong result is meaningless */
export async function measureProcess(
  command: readonly string[],
  { cwd, env, exitCode = 0 }: { cwd?: string; env?: NodeJS.ProcessEnv; exitCode?: number } = {},
): Promise<ProcessFigures> {
  const started = performance.now();
  const child = spawn('bash', ['-c', 'TIMEFORMAT="%U %S"; time "$@" 2>/dev/null', '-', ...command], {
    ...(cwd !== undefined && { cwd }),
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== exitCode)
    throw new Error(`${command.join(' ')} exited with ${code}, not ${exitCode}: ${stdout.slice(-400)}`);

  const [user = 0, system = 0] = stderr.trim().split(/\s+/).map(Number);
  return { wallMs: performance.now() - started, cpuMs: (user + system) * 1_000, stdout };
}
