import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Verdict } from '../../../support/report/verdict/verdict.ts';
import { readVerdict } from '../../../support/report/verdict/verdict-file.ts';
import { commandMs } from '../patience.ts';
import { requirePublishedForm } from '../report/published/published-form.ts';

const modules = path.join(import.meta.dirname, '../../../node_modules');

export interface Ran {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** The runners of the clone, by what `npx` calls them. */
export const runners = {
  vitest: path.join(modules, 'vitest/vitest.mjs'),
  playwright: path.join(modules, '@playwright/test/cli.js'),
} as const;

/** Runs a program in a folder, with nothing of the environment of the run around it. */
export async function runIn(
  directory: string,
  program: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const child = spawn(program, args, {
    cwd: directory,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NO_COLOR: '1',
      AIRLOCK_COMMIT: '0123456789abcdef0123456789abcdef01234567',
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: commandMs,
    killSignal: 'SIGKILL',
  });
  const ran: Ran = { exitCode: null, stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      ran[stream] += text;
    });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { ...ran, exitCode };
}

/** Runs one of the clone's runners. */
export function runRunner(
  directory: string,
  runner: keyof typeof runners,
  args: readonly string[],
  variables?: Readonly<Record<string, string>>,
): Promise<Ran> {
  return runIn(directory, process.execPath, [runners[runner], ...args], variables);
}

/** The verdict of a team's production. @throws Error where there is none that can be read */
export function verdictIn(directory: string): Verdict {
  const file = path.join(directory, 'reports/acme/prod/verdict.json');
  const verdict = readVerdict(file);
  if ('unreadable' in verdict) throw new Error(verdict.unreadable);
  requirePublishedForm(readFileSync(file, 'utf8'));
  return verdict;
}

/** The kind of a check's outcome in one part of a verdict. */
export function kindOf(verdict: Verdict, part: 'specs' | 'smoke', check: string): string | undefined {
  return verdict.parts[part]?.outcomes.find((outcome) => outcome.check === check)?.kind;
}
