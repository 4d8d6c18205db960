import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { commandMs } from '../patience.ts';

export interface ToolEnd {
  exitCode: number | null;
  /** The signal that ended it, where one did. */
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  /** Both. */
  all: string;
}

/** A tool in a process of its own, as npm would run it, without a terminal. */
export interface StartedTool {
  child: ChildProcess;
  ended: Promise<ToolEnd>;
  /** Waits until it has said something; rejects where it ends without. */
  says(text: string): Promise<void>;
}

const repository = path.join(import.meta.dirname, '../../..');

/** @param variables beside those that every process needs; `DEPLOYMENT_CONFIG` among them */
export function startTool(
  tool: 'drift' | 'sync-env',
  args: readonly string[],
  variables: Record<string, string>,
): StartedTool {
  const child = spawn(process.execPath, [path.join(repository, `support/sync/${tool}.ts`), ...args], {
    cwd: repository,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: commandMs,
    killSignal: 'SIGKILL',
  });
  const said = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
      for (const look of waiting) look();
    });
  const ended = new Promise<ToolEnd>((resolve) =>
    child.once('close', (exitCode, signal) => {
      resolve({ exitCode, signal, ...said, all: said.stdout + said.stderr });
    }),
  );
  const says = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!(said.stdout + said.stderr).includes(text)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
      void ended.then(({ all }) => reject(new Error(`it ended and had not said "${text}": ${all}`)));
    });
  return { child, ended, says };
}
