import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type {
  Reporter,
  SerializedError,
  TestCase,
  TestModule,
  TestRunEndReason,
  TestSpecification,
  Vitest,
} from 'vitest/node';
import type { Outcome } from '../check/outcome.ts';
import { idOfSpec } from '../check/spec-place.ts';
import { redact } from '../redaction/redact.ts';
import { formatConsoleReport } from './console-report.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { type Breakage, reduceOutcomes } from './reduce.ts';
import type { VerdictPart } from './verdict.ts';
import { type VerdictSubject, verdictFileName, writeVerdictPart } from './verdict-file.ts';

export interface GateReporterOptions {
  subject: VerdictSubject;
  reportsDirectory: string;
  /** Filters given on the command line: the verdict is then of a part only. */
  partial?: string;
  /** Where the console report goes: another reporter may own stdout. */
  print: (text: string) => void;
  color: boolean;
}

/**
 * vitest's side of the gate: tells the workers what the run is about, reduces what came to a verdict, writes it, and sets
 * the exit code. Attached to every gate run, whatever `--reporter` names: without it an all-skipped run would end with 0.
 */
export class GateReporter implements Reporter {
  readonly #options: GateReporterOptions;
  #startedAt: string | undefined;
  #modules: ReadonlyArray<TestModule> = [];
  #namePattern: string | undefined;
  #exitCode: ExitCode | undefined;

  constructor(options: GateReporterOptions) {
    this.#options = options;
    // vitest sets its own code late, and a signal ends the process without `onTestRunEnd`: the last word is here.
    process.on('exit', () => {
      process.exitCode = this.#exitCode ?? this.#endEarly();
    });
  }

  onInit(vitest: Vitest): void {
    const pattern = vitest.config.testNamePattern;
    this.#namePattern = pattern === undefined ? undefined : pattern.source;
  }

  onTestRunStart(specifications: ReadonlyArray<TestSpecification>): void {
    this.#startedAt = new Date().toISOString();
    this.#exitCode = undefined;
    const files = Map.groupBy(specifications, (specification) => specification.project);
    const id = randomUUID();
    for (const [project, own] of files) {
      project.provide('runPlan', {
        id,
        files: own.map(({ moduleId }) => moduleId),
        ...(this.#namePattern !== undefined && { namePattern: this.#namePattern }),
      });
    }
    // From here on the former verdict no longer holds: a run that is killed leaves one that says so.
    this.#write({ ...this.#part([], []), state: 'running' });
  }

  onTestModuleCollected(module: TestModule): void {
    this.#modules = [...this.#modules, module];
  }

  onTestRunEnd(
    modules: ReadonlyArray<TestModule>,
    errors: ReadonlyArray<SerializedError>,
    reason: TestRunEndReason,
  ): void {
    this.#modules = modules;
    const breakages = [
      ...breakagesOf(modules),
      ...errors.map(({ message }) => ({ place: 'the run', message: redact(message) })),
    ];
    if (reason === 'interrupted') breakages.push(interruption);
    this.#finish(breakages, reason === 'interrupted' ? 'interrupted' : 'complete');
  }

  #finish(breakages: readonly Breakage[], state: 'complete' | 'interrupted'): ExitCode {
    const outcomes = this.#modules.flatMap((module) => outcomesOf(module, this.#namePattern !== undefined));
    const part: VerdictPart = { ...this.#part(outcomes, breakages), state, finishedAt: new Date().toISOString() };
    const verdict = this.#write(part);
    const { verdictFile } = this;
    this.#options.print(
      formatConsoleReport(verdict, {
        color: this.#options.color,
        verdictFile: path.relative(process.cwd(), verdictFile),
      }),
    );
    this.#exitCode = reduceOutcomes(outcomes, breakages, this.#options.subject.strict).exitCode;
    return this.#exitCode;
  }

  /** The process ends and no run has: it was interrupted, or nothing was found to run. */
  #endEarly(): ExitCode {
    if (this.#startedAt === undefined) {
      this.#options.print(
        `\nGate closed: no check ran${this.#options.partial === undefined ? '' : ` (${this.#options.partial} matches none)`}.\n`,
      );
      this.#startedAt = new Date().toISOString();
      this.#write({ ...this.#part([], []), state: 'complete', finishedAt: this.#startedAt });
      return exitCodes.configuration;
    }
    return this.#finish([interruption], 'interrupted');
  }

  #part(outcomes: readonly Outcome[], breakages: readonly Breakage[]): VerdictPart {
    return {
      state: 'running',
      startedAt: this.#startedAt ?? new Date().toISOString(),
      ...(this.#options.partial !== undefined && { partial: this.#options.partial }),
      breakages: [...breakages],
      outcomes,
    };
  }

  get verdictFile(): string {
    return path.join(this.#options.reportsDirectory, verdictFileName);
  }

  #write(part: VerdictPart) {
    return writeVerdictPart(this.#options.reportsDirectory, this.#options.subject, 'specs', part);
  }
}

const interruption: Breakage = { place: 'the run', message: 'it was interrupted before every check had its outcome' };

/** Spec files that could not be loaded, and suites whose hooks failed: no test of theirs failed, yet nothing was checked. */
function breakagesOf(modules: ReadonlyArray<TestModule>): Breakage[] {
  return modules.flatMap((module) => {
    const errors = [...module.errors(), ...[...module.children.allSuites()].flatMap((suite) => suite.errors())];
    return errors.map(({ message }) => ({
      place: module.relativeModuleId,
      message: redact(`the spec cannot be run: ${message}`),
    }));
  });
}

function outcomesOf(module: TestModule, filtered: boolean): Outcome[] {
  const tests = [...module.children.allTests()];
  return tests.flatMap((test) => test.meta().outcome ?? plainOutcome(test, module, filtered));
}

/** A test that is no `check`: a team's own. It counts by its state; one that was skipped is not verified. */
function plainOutcome(test: TestCase, module: TestModule, filtered: boolean): Outcome | [] {
  const { state, errors = [] } = test.result();
  // What a name filter leaves out was not asked for; the verdict is marked as of a part.
  if (filtered && state === 'skipped') return [];
  const check = idOfSpec(module.moduleId) ?? module.relativeModuleId;
  const kind = state === 'passed' ? 'held' : state === 'failed' ? 'failed' : 'not verified';
  return {
    check,
    platform: check.split('/')[0] ?? check,
    environment: module.project.name,
    title: test.fullName,
    effect: 'read',
    severity: 'critical',
    why: 'The team wrote this test for the gate.',
    remedy: 'See the test.',
    kind,
    findings: errors.map(({ message }) => ({
      what: 'the test failed',
      expected: 'it passes',
      received: redact(message),
      from: [module.relativeModuleId],
    })),
    ...(kind === 'not verified' && { reason: state === 'skipped' ? 'the test was skipped' : 'the test did not run' }),
    evidence: kind === 'held' ? { tests: 1 } : {},
    retries: 0,
    reached: [],
    durationMs: Math.round(test.diagnostic()?.duration ?? 0),
    spec: `${module.relativeModuleId}:${test.location?.line ?? 1}:${test.location?.column ?? 1}`,
  };
}
