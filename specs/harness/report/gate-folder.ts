import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Verdict } from '../../../support/report/verdict/verdict.ts';
import { readVerdict } from '../../../support/report/verdict/verdict-file.ts';
import { commandMs } from '../patience.ts';
import { requirePublishedForm } from './published/published-form.ts';

const repository = path.join(import.meta.dirname, '../../..');
const samples = path.join(repository, 'fixtures/checks');

export interface GateFolderOptions {
  /** Sample checks of `fixtures/checks`, by their ids. */
  checks?: readonly string[];
  /** Further specs: their ids and texts. */
  specs?: Readonly<Record<string, string>>;
  /** Laid over the samples' config. */
  config?: Readonly<Record<string, unknown>>;
}

export interface Run {
  child: ChildProcess;
  /** Settles when the process has ended. */
  ended: Promise<Ended>;
}

export interface Ended {
  /** Undefined where a signal ended it. */
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
  durationMs: number;
}

/** A project of its own in which the gate runs the sample checks, with Airlock's own code and dependencies linked in. */
export class GateFolder implements AsyncDisposable {
  readonly #top = realpathSync(mkdtempSync(path.join(tmpdir(), 'airlock-gate-')));
  /** The project's root, where its config and its specs are. */
  readonly root = path.join(this.#top, 'fixtures/checks');
  readonly reports = path.join(this.root, 'reports/sample/prod');
  readonly verdictFile = path.join(this.reports, 'verdict.json');

  constructor({ checks = [], specs = {}, config = {} }: GateFolderOptions = {}) {
    mkdirSync(this.root, { recursive: true });
    for (const shared of ['support', 'node_modules']) {
      symlinkSync(path.join(repository, shared), path.join(this.#top, shared));
      symlinkSync(path.join(repository, shared), path.join(this.root, shared));
    }
    for (const file of ['vitest.config.ts', 'package.json'])
      copyFileSync(path.join(repository, file), path.join(this.root, file));
    for (const file of ['sample.config.ts', 'sample.table'])
      copyFileSync(path.join(samples, file), path.join(this.root, file));
    this.configure(config);
    for (const id of checks) {
      this.#makeRoom(id);
      copyFileSync(path.join(samples, `specs/${id}.spec.ts`), this.specFile(id));
    }
    for (const [id, text] of Object.entries(specs)) this.write(id, text);
  }

  specFile(id: string): string {
    return path.join(this.root, `specs/${id}.spec.ts`);
  }

  write(id: string, text: string): void {
    this.#makeRoom(id);
    writeFileSync(this.specFile(id), text);
  }

  writeTable(text: string): void {
    writeFileSync(path.join(this.root, 'sample.table'), text);
  }

  /** Lays something over the samples' config. */
  configure(config: Readonly<Record<string, unknown>>): void {
    writeFileSync(
      path.join(this.root, 'deployment.config.ts'),
      `import sample from './sample.config.ts';\n\nexport default { ...sample, ...${JSON.stringify(config)} };\n`,
    );
  }

  /** Runs the gate as a user would: `npx vitest run --project prod`. */
  start(args: readonly string[] = ['--project', 'prod'], variables: Readonly<Record<string, string>> = {}): Run {
    return startIn(this.root, ['run', ...args], variables);
  }

  run(args?: readonly string[], variables?: Readonly<Record<string, string>>): Promise<Ended> {
    return inTurn(() => this.start(args, variables).ended);
  }

  /** Asks `npm run gate` in this folder. */
  gate(args: readonly string[], variables?: Readonly<Record<string, string>>) {
    return this.command('gate', args, variables);
  }

  /** Runs a command of the report in this folder. */
  command(name: string, args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
    const file = path.join(repository, `support/report/commands/${name}.ts`);
    const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
      cwd: this.root,
      env: { ...environmentOf(variables), PATH: process.env.PATH },
      encoding: 'utf8',
      timeout: commandMs,
    });
    return { status, stdout, stderr };
  }

  /** The verdict of a project as it is on disk. @throws Error where there is none that can be relied on */
  verdict(project = 'prod'): Verdict {
    const file = path.join(this.root, 'reports/sample', project, 'verdict.json');
    const verdict = readVerdict(file);
    if ('unreadable' in verdict) throw new Error(verdict.unreadable);
    requirePublishedForm(readFileSync(file, 'utf8'));
    return verdict;
  }

  /** The kind of each outcome, by check. */
  kinds(project?: string): Record<string, string> {
    const outcomes = this.verdict(project).parts.specs?.outcomes ?? [];
    return Object.fromEntries(outcomes.map(({ check, kind }) => [check, kind]));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#top, { recursive: true, force: true, maxRetries: 3 });
  }

  #makeRoom(id: string): void {
    mkdirSync(path.dirname(this.specFile(id)), { recursive: true });
  }
}

/** No more than two at a time: each takes a processor for a second. */
const places = [Promise.resolve(), Promise.resolve()];

async function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
  const before = places.shift();
  const { promise, resolve } = Promise.withResolvers<void>();
  places.push(promise);
  await before;
  try {
    return await work();
  } finally {
    resolve();
  }
}

/** Nothing of the environment of the run around it. */
function environmentOf(variables: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return {
    HOME: process.env.HOME,
    NO_COLOR: '1',
    AIRLOCK_COMMIT: '0123456789abcdef0123456789abcdef01234567',
    ...variables,
  };
}

/** Runs vitest in a folder, with nothing of the environment of the run around it. */
export function startIn(directory: string, args: readonly string[], variables: Readonly<Record<string, string>>): Run {
  const bin = path.join(repository, 'node_modules/.bin');
  const started = performance.now();
  const child = spawn(process.execPath, [path.join(repository, 'node_modules/vitest/vitest.mjs'), ...args], {
    cwd: directory,
    env: { PATH: `${bin}${path.delimiter}${process.env.PATH}`, ...environmentOf(variables) },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: commandMs,
    killSignal: 'SIGKILL',
  });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
    });
  }
  const { promise, resolve, reject } = Promise.withResolvers<Ended>();
  child.once('error', reject);
  child.once('close', (code) =>
    resolve({ exitCode: code ?? undefined, ...said, durationMs: performance.now() - started }),
  );
  return { child, ended: promise };
}
