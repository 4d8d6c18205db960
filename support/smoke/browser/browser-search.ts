import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

/** How a command ended: its exit code (or why there is none) and what it wrote. */
export interface CommandResult {
  exitCode: number | 'timed out' | 'not started';
  output: string;
}

/** What the search for a browser may inspect and run. A parameter, so that specs can prove its order. */
export interface BrowserSearch {
  platform: NodeJS.Platform;
  isRoot: boolean;
  environment: Record<string, string | undefined>;
  /** The path of Playwright's own Chromium, downloaded or not. */
  playwrightExecutable: string;
  isExecutable(path: string): Promise<boolean>;
  run(command: string, args: string[], timeoutMs: number): Promise<CommandResult>;
}

/** The search on this machine. */
export function thisMachine(): BrowserSearch {
  return {
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    environment: process.env,
    playwrightExecutable: chromium.executablePath(),
    isExecutable: (path) =>
      access(path, constants.X_OK).then(
        () => true,
        () => false,
      ),
    run: runCommand,
  };
}

/** The command that downloads Playwright's own Chromium, by the Playwright of this project. */
export function playwrightInstallCommand(): [command: string, args: string[]] {
  return [process.execPath, [createRequire(import.meta.url).resolve('@playwright/test/cli'), 'install', 'chromium']];
}

/** The files that a command name can refer to, in the order of PATH. */
export function pathsOfCommand(name: string, search: BrowserSearch): string[] {
  const folders = (search.environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name));
}

function runCommand(command: string, args: string[], timeoutMs: number): Promise<CommandResult> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return new Promise((resolve) => {
    const options = { timeout: timeoutMs, killSignal: 'SIGKILL' as const, env, maxBuffer: 16 * 1024 * 1024 };
    execFile(command, args, options, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`;
      if (!error) resolve({ exitCode: 0, output });
      else if (error.killed) resolve({ exitCode: 'timed out', output });
      else resolve({ exitCode: typeof error.code === 'number' ? error.code : 'not started', output });
    });
  });
}
