import { spawn } from 'node:child_process';
import path from 'node:path';

/** What a command said, and how it ended: no exit code where it was killed. */
export interface CommandRun {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  /** For `DEPLOYMENT_CONFIG`; reports are written beside it. */
  configFile: string;
  /** Environment variables, beside the few that every process needs. */
  variables: Readonly<Record<string, string>>;
  /** The run is killed after this. */
  timeoutMs: number;
}

export const repository = path.join(import.meta.dirname, '../../..');

/** Runs a command of the project as `npx` would, with nothing of the runner around it, in a process of its own. */
export async function runCommand(
  command: 'vitest' | 'playwright' | 'gate' | 'check',
  args: readonly string[],
  { configFile, variables, timeoutMs }: CommandOptions,
): Promise<CommandRun> {
  const bin = path.join(repository, 'node_modules/.bin');
  const [program, ...first] =
    command === 'gate' || command === 'check'
      ? [process.execPath, path.join(repository, `support/report/commands/${command}.ts`)]
      : [path.join(bin, command)];
  const child = spawn(program ?? '', [...first, ...args], {
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
  return { exitCode, stdout, stderr };
}
