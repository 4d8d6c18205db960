import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

export const repository = path.join(import.meta.dirname, '../../..');

const { scripts } = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** Scripts that are not declared with `command()`, and why not. */
export const notTools: Readonly<Record<string, string>> = {
  postinstall: 'npm runs it, on whatever Node there is, before TypeScript can be read',
  postpack: 'npm runs it after `npm pack`, so that the file of that name is the built package; it is the tool `pack`',
  test: 'a chain of other scripts and vitest, which has a help of its own',
  lint: "Biome's own command",
  format: "Biome's own command",
  'test:deep': 'vitest, which has a help of its own',
  types: "TypeScript's own command",
  faults: 'writes the list of faults and starts vitest, which has a help of its own',
  mutation: "Stryker's own command",
};

export const scriptNames = Object.keys(scripts);

/** The file of each tool, by the name of its script. */
export const tools: ReadonlyMap<string, string> = new Map(
  Object.entries(scripts).flatMap(([name, line]) => {
    const [, file] = /^node (\S+\.ts)$/.exec(line) ?? [];
    return file === undefined || name in notTools ? [] : [[name, file] as const];
  }),
);

export interface ToolRun {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A tool as `npm run` starts it, on no terminal, with an environment that names no deployment. */
export function startTool(file: string, args: readonly string[], variables: Record<string, string> = {}) {
  const child = spawn(process.execPath, [file, ...args], {
    cwd: repository,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: '1', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 50_000,
    killSignal: 'SIGKILL',
  });
  const run: ToolRun = { exitCode: null, signal: null, stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      run[stream] += text;
    });
  const ended = new Promise<ToolRun>((resolve) =>
    child.once('close', (exitCode, signal) => resolve({ ...run, exitCode, signal })),
  );
  return { child, ended };
}

export function runTool(name: string, args: readonly string[]): Promise<ToolRun> {
  const file = tools.get(name);
  if (file === undefined) throw new Error(`${name} is not a tool of package.json`);
  return startTool(file, args).ended;
}

const leftOut = ['.git', 'node_modules', '.cache', 'reports'];

/** Every file of the repository with its size and the time of its last change. */
export function filesOfRepository(folder = repository): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (leftOut.includes(entry.name)) return [];

    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return filesOfRepository(file);
    const { size, mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? {};
    return [`${path.relative(repository, file)} ${size} ${mtimeMs}`];
  });
}
