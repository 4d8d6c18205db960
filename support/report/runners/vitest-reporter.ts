import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { UserConsoleLog } from 'vitest';
import type { Reporter, SerializedError, TestModule, TestRunEndReason, TestSpecification, Vitest } from 'vitest/node';
import { type ProgressMessage, progressChannel } from '../../check/output/run-progress.ts';
import { type ExitCode, exitCodes } from '../../command/exit-code.ts';
import { ConfigurationError, type Waiver } from '../../profile/index.ts';
import { redact } from '../../redaction/redact.ts';
import { errorText } from '../../text/error-text.ts';
import { escapeTerminal } from '../../text/escape-terminal.ts';
import type { Progress } from '../progress/progress.ts';
import type { Breakage } from '../verdict/reduce.ts';
import { forgetShard, joinShards, type Shard } from '../verdict/shards.ts';
import type { VerdictSubject } from '../verdict/summarize.ts';
import type { RunPart } from '../verdict/verdict.ts';
import { writeVerdictPart } from '../verdict/verdict-file.ts';
import type { CheckHomes } from './check-homes.ts';
import { concludeRun } from './conclude-run.ts';
import { checkIdsOf } from './projects.ts';
import type { Publishing } from './publish-verdict.ts';
import { breakagesOf, outcomesOf } from './spec-outcomes.ts';

export interface GateReporterOptions extends Publishing {
  subject: VerdictSubject;
  waivers: readonly Waiver[];
  whyNoSecrets?: string | undefined;
  /** Where the checks of the run are. */
  homes: CheckHomes;
  /** The other runs on the same environments that were under way meanwhile. */
  besides: () => string[];
  /** A run is stopped after this: a check that blocks its thread cannot notice its deadline. */
  watchdogMs: number;
  /** Shows how far the run is. */
  progress?: Progress;
}

/**
 * vitest's side of the gate: provides the run plan to the workers, reduces the outcomes to a verdict, writes it, and sets
 * the exit code. Attached to every gate run, whatever `--reporter` names: without it an all-skipped run would end with 0.
 */
export class GateReporter implements Reporter {
  readonly #options: GateReporterOptions;
  #vitest: Vitest | undefined;
  #startedAt = new Date().toISOString();
  #specifications: ReadonlyArray<TestSpecification> = [];
  #modules = new Map<string, TestModule>();
  #filtered = false;
  #partial: string | undefined;
  #shard: Shard | undefined;
  #runId = '';
  /** Why the verdict that says that the run has begun could not be written. */
  #notBegun: Breakage[] = [];
  #exitCode: ExitCode | undefined;
  #watchdog: NodeJS.Timeout | undefined;
  #channel: BroadcastChannel | undefined;

  constructor(options: GateReporterOptions) {
    this.#options = options;
    // From here on the previous verdict is void: a run that is killed leaves one that says so.
    this.#write({ state: 'running', startedAt: this.#startedAt, breakages: [], outcomes: [] });
    // vitest sets its own code late, and a signal ends the process without `onTestRunEnd`: the last word is here.
    process.on('exit', () => {
      process.exitCode = this.#exitCode ?? this.#finish([interruption, ...this.#leftOut()], 'interrupted');
    });
    // vitest listens to SIGINT and SIGTERM; by itself a terminal that is closed ends a process without `exit`.
    process.once('SIGHUP', () => process.exit());
  }

  /** Runs what may refuse the command: then the verdict says so, and the process ends with 78. */
  endOnConfigurationError(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      process.stderr.write(`\nAirlock cannot start.\n\n${error.message}\n\n`);
      const breakage = { place: 'the command', message: error.message, configuration: true };
      this.#write(this.#part([], [breakage], 'complete'));
      this.#exitCode = exitCodes.configuration;
      process.exit(exitCodes.configuration);
    }
  }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunStart(specifications: ReadonlyArray<TestSpecification>): void {
    this.#startedAt = new Date().toISOString();
    this.#exitCode = undefined;
    this.#specifications = specifications;
    this.#modules = new Map();
    const pattern = this.#vitest?.config.testNamePattern;
    this.#filtered = pattern !== undefined;
    const { shard } = this.#vitest?.config ?? {};
    this.#shard = shard && { current: shard.index, total: shard.count };
    if (this.#shard) forgetShard(this.#options.reportsDirectory, 'specs', this.#shard);
    this.#partial = wordPart(specifications.length, this.#specsPlanned(), pattern, this.#shard !== undefined);
    const id = randomUUID();
    this.#runId = id;
    this.#followProgress(id, specifications.length);
    for (const [project, own] of Map.groupBy(specifications, (specification) => specification.project)) {
      project.provide('runPlan', {
        id,
        files: own.map(({ moduleId }) => moduleId),
        ...(pattern !== undefined && {
          // A sticky or global pattern would remember where it matched last.
          namePattern: { source: pattern.source, flags: pattern.flags.replace(/[gy]/g, '') },
        }),
      });
    }
    try {
      this.#write(this.#part([], [], 'running'));
      this.#notBegun = [];
    } catch (error) {
      this.#notBegun = [{ place: 'the reports', message: `they cannot be written: ${errorText(error)}` }];
    }
  }

  onTestModuleQueued(module: TestModule): void {
    this.#modules.set(keyOf(module), module);
    this.#watchdog ??= setTimeout(() => this.#giveUp(), this.#options.watchdogMs).unref();
  }

  /** What a spec writes while it is loaded belongs to no check: it is shown where it comes up. */
  onUserConsoleLog({ content, taskId }: UserConsoleLog): void {
    this.#options.progress?.clear();
    const place = taskId === undefined ? undefined : this.#placeOf(taskId);
    this.#options.print(
      `${redact(escapeTerminal(`${place === undefined ? '' : `${place}: `}${content.trimEnd()}`))}\n`,
    );
  }

  #placeOf(taskId: string): string | undefined {
    const task = this.#vitest?.state.idMap.get(taskId);
    return task && path.relative(process.cwd(), task.file.filepath);
  }

  #followProgress(id: string, total: number): void {
    const { progress } = this.#options;
    if (progress === undefined) return;
    progress.expect(total);
    const several = this.#options.subject.environments.length > 1;
    this.#channel?.close();
    this.#channel = progressChannel(id);
    this.#channel.onmessage = (event) => {
      const { check, environment, state } = event.data as ProgressMessage;
      const name = several ? `${environment} › ${check}` : check;
      if (state === 'running') progress.began(name);
      else progress.ended(name);
    };
  }

  onTestModuleCollected(module: TestModule): void {
    this.#modules.set(keyOf(module), module);
  }

  onTestRunEnd(
    modules: ReadonlyArray<TestModule>,
    errors: ReadonlyArray<SerializedError>,
    reason: TestRunEndReason,
  ): void {
    for (const module of modules) this.#modules.set(keyOf(module), module);
    const interrupted = reason === 'interrupted';
    const { [errorSlot]: notStarted } = globalThis as { [errorSlot]?: SerializedError };
    const breakages = [
      ...this.#notBegun,
      ...breakagesOf(this.#modules.values(), notStarted === undefined ? errors : [notStarted, ...errors]),
      ...(interrupted ? [interruption] : []),
    ];
    // What broke says more than what is missing because of it.
    if (breakages.length === 0) breakages.push(...this.#leftOut());
    this.#finish(breakages, interrupted ? 'interrupted' : 'complete');
  }

  /** Specs that should have run and have no outcome. */
  #leftOut(): Breakage[] {
    const missing = this.#specifications.filter((specification) => {
      const module = this.#modules.get(keyOf(specification));
      return module === undefined || (module.children.size === 0 && module.errors().length === 0);
    });
    const names = missing.map(({ moduleId }) => path.relative(process.cwd(), moduleId)).join(', ');
    return missing.length === 0 ? [] : [{ place: 'the run', message: `no outcome from: ${names}` }];
  }

  #giveUp(): void {
    const message = `it did not finish within ${this.#options.watchdogMs} ms and was stopped: a check may block its thread`;
    this.#finish([{ place: 'the run', message }, ...this.#leftOut()], 'interrupted');
    process.exit();
  }

  /** Writes and prints the verdict. Never throws: a report that cannot be written closes the gate too. */
  #finish(breakages: readonly Breakage[], state: 'complete' | 'interrupted'): ExitCode {
    clearTimeout(this.#watchdog);
    this.#channel?.close();
    this.#options.progress?.stop();
    this.#watchdog = undefined;
    const run = { id: this.#runId, filtered: this.#filtered };
    const { outcomes, strange } = outcomesOf([...this.#modules.values()], run);
    const part = this.#part(outcomes, [...breakages, ...strange], state);
    const exitCode = concludeRun(this.#shard === undefined ? part : this.#joined(part, this.#shard), this.#options);
    this.#exitCode = exitCode;
    return exitCode;
  }

  #part(
    outcomes: RunPart['outcomes'],
    breakages: readonly Breakage[],
    state: 'running' | 'complete' | 'interrupted',
  ): RunPart {
    const beside = state === 'running' ? [] : this.#options.besides();
    return {
      state,
      startedAt: this.#startedAt,
      ...(state !== 'running' && { finishedAt: new Date().toISOString() }),
      ...(this.#partial !== undefined && { partial: this.#partial }),
      ...(beside.length > 0 && { beside }),
      breakages: [...breakages],
      outcomes,
    };
  }

  #joined(part: RunPart, shard: Shard): RunPart {
    const { reportsDirectory, subject } = this.#options;
    return joinShards(reportsDirectory, subject, 'specs', shard, part);
  }

  /** How many specs the projects of the run have: a run of fewer is partial. */
  #specsPlanned(): number {
    const { homes, subject } = this.#options;
    const { project, plan } = subject;
    return project.includes('+')
      ? project.split('+').reduce((sum, name) => sum + checkIdsOf(name, homes).length, 0)
      : plan.specs.checks.length;
  }

  #write(part: RunPart) {
    return writeVerdictPart(this.#options.reportsDirectory, this.#options.subject, 'specs', part);
  }
}

/** Where the global setup leaves the error that kept the embedded deployment from starting. */
const errorSlot = Symbol.for('airlock.embedded-error');

const interruption: Breakage = { place: 'the run', message: 'it was interrupted before every check had an outcome' };

function keyOf({ project, moduleId }: { project: { name: string }; moduleId: string }): string {
  return `${project.name}\n${moduleId}`;
}

/** How a run was narrowed, by any option; undefined for a run of every spec. */
function wordPart(specs: number, onDisk: number, pattern: RegExp | undefined, isShard: boolean): string | undefined {
  const parts = [
    ...(pattern === undefined ? [] : [`names like ${pattern.source.replaceAll('\\/', '/')}`]),
    ...(specs < onDisk && !isShard ? [`${specs} of ${onDisk} specs`] : []),
  ];
  return parts.length === 0 ? undefined : parts.join(', ');
}
