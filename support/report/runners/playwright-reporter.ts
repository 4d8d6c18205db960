import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestError,
  TestResult,
} from '@playwright/test/reporter';
import type { Outcome } from '../../check/outcome.ts';
import { annotatedOutcome } from '../../check/outcome-annotation.ts';
import { shownLines } from '../../check/output/printed.ts';
import { idOfSpec } from '../../check/spec-place.ts';
import { type ExitCode, exitCodes } from '../../command/exit-code.ts';
import type { Waiver } from '../../profile/index.ts';
import { redact } from '../../redaction/redact.ts';
import { scanFiles } from '../../redaction/scan-files.ts';
import { type Progress, progressOfProcess } from '../progress/progress.ts';
import { type Breakage, reduceOutcomes } from '../verdict/reduce.ts';
import { forgetShard, joinShards, type Shard } from '../verdict/shards.ts';
import type { VerdictSubject } from '../verdict/summarize.ts';
import type { RunPart } from '../verdict/verdict.ts';
import { writeVerdictPart } from '../verdict/verdict-file.ts';
import { asksForQuiet } from './ci-environment.ts';
import { concludeRun } from './conclude-run.ts';
import type { Publishing } from './publish-verdict.ts';
import { teamTestOutcome } from './team-test.ts';

export interface SmokeReporterOptions extends Omit<Publishing, 'print'> {
  subject: VerdictSubject;
  waivers: readonly Waiver[];
  /** Why this run may have been given no secrets, where that is known. */
  whyNoSecrets?: string | undefined;
  /** Where evidence of failures is kept, redacted. */
  evidenceDirectory: string;
  /** The private folder of the run, with unredacted files. It is removed at the end of the run. */
  runDirectory: string;
  partial?: string;
}

/** Where the config, which starts the run, leaves how the reporter learns of other runs: a reporter's options are data. */
export const besidesSlot = Symbol.for('airlock.smoke-besides');

/**
 * Playwright's side of the gate: adds the smoke tests to the verdict of the same project and commit, and sets the exit
 * code. Playwright alone would end with 0 where every test was skipped.
 */
export default class SmokeReporter implements Reporter {
  readonly #options: SmokeReporterOptions;
  readonly #startedAt = new Date().toISOString();
  readonly #errors: Breakage[] = [];
  /** Playwright's folder of all tests. */
  #rootDir = '';
  #tests: TestCase[] = [];
  #shard: Shard | undefined;
  #missing: string[] = [];
  #exitCode: ExitCode | undefined;
  readonly #progress: Progress;
  /** What tests wrote to the console, outside of what their checks do. */
  readonly #printed = new Map<TestCase, string[]>();

  constructor(options: SmokeReporterOptions) {
    this.#options = options;
    this.#progress = progressOfProcess(
      `${options.subject.deployment} · ${options.subject.project}, in a browser`,
      process.env,
      asksForQuiet(process.env),
    );
    process.on('exit', () => {
      process.exitCode = this.#exitCode ?? this.#finish('interrupted');
    });
  }

  printsToStdio(): boolean {
    return true;
  }

  onBegin(config: FullConfig, suite: Suite): void {
    this.#rootDir = config.rootDir;
    this.#refuseUnsound(config);
    const { shard } = config;
    this.#shard = shard ?? undefined;
    if (shard) forgetShard(this.#options.reportsDirectory, 'smoke', shard);
    this.#tests = suite.allTests();
    this.#progress.expect(this.#tests.length);
    const found = new Set(this.#tests.map((test) => idOfSpec(this.#specFileOf(test))));
    this.#missing = (this.#options.subject.plan.smoke?.checks ?? []).filter((check) => !found.has(check));
    const files = [...new Set(this.#tests.map((test) => this.#specFileOf(test)))];
    // For the workers: after a failed test, the next worker has to know which specs are left.
    writeFileSync(path.join(this.#options.runDirectory, 'plan.json'), JSON.stringify(files), { mode: 0o600 });
    // Evidence of an earlier run does not belong to this one.
    rmSync(this.#options.evidenceDirectory, { recursive: true, force: true });
    this.#write([], [], 'running');
  }

  /** Ends the run where the config, as Playwright has resolved it, would change what the run means. */
  #refuseUnsound(config: FullConfig): void {
    const problem = unsoundConfig(config);
    if (problem === undefined) return;

    process.stderr.write(`\nAirlock cannot start.\n\n${problem}\n\n`);
    this.#errors.push({ place: 'the command', message: problem, configuration: true });
    this.#exitCode = this.#finish('complete');
    process.exit(exitCodes.configuration);
  }

  onTestBegin(test: TestCase): void {
    this.#progress.began(this.#checkOf(test));
  }

  onTestEnd(test: TestCase): void {
    this.#progress.ended(this.#checkOf(test));
  }

  onStdOut(chunk: string | Buffer, test: TestCase | undefined): void {
    this.#keepPrinted(chunk, test);
  }

  onStdErr(chunk: string | Buffer, test: TestCase | undefined): void {
    this.#keepPrinted(chunk, test);
  }

  #keepPrinted(chunk: string | Buffer, test: TestCase | undefined): void {
    if (!test) return;
    this.#printed.set(test, [...(this.#printed.get(test) ?? []), String(chunk)]);
  }

  onError({ message = 'an error without a message' }: TestError): void {
    const [first = ''] = stripVTControlCharacters(message).split('\n');
    this.#errors.push({ place: 'the smoke run', message: redact(first) });
  }

  async onEnd({ status }: FullResult): Promise<void> {
    await this.#scanEvidence();
    this.#exitCode = this.#finish(status === 'interrupted' || status === 'timedout' ? 'interrupted' : 'complete');
  }

  /** The last scan of what CI picks up. A file that contains a secret, or cannot be opened, is removed and closes the gate. */
  async #scanEvidence(): Promise<void> {
    const { evidenceDirectory, runDirectory } = this.#options;
    rmSync(runDirectory, { recursive: true, force: true });
    for (const { file, reason } of await scanFiles(evidenceDirectory)) {
      rmSync(file, { force: true });
      const message = `${path.basename(file)} was removed: ${reason}. This is a mistake in Airlock's redaction.`;
      this.#errors.push({ place: path.relative(process.cwd(), path.dirname(file)), message: redact(message) });
    }
  }

  #finish(state: 'complete' | 'interrupted'): ExitCode {
    const breakages = [...this.#errors];
    if (state === 'interrupted')
      breakages.push({ place: 'the smoke run', message: 'it was interrupted before every check had an outcome' });
    this.#progress.stop();
    const outcomes = this.#tests.map((test) => this.#outcomeOf(test));
    const part = this.#part(outcomes, breakages, state);
    const print = (text: string) => process.stdout.write(text);
    const exitCode = concludeRun(part, { ...this.#options, name: 'smoke', print });
    const { strict } = this.#options.subject;
    const extent = { partial: part.partial };
    const reduced = reduceOutcomes(part.outcomes, part.breakages, strict, extent).exitCode;
    // Smoke tests that held do not open a gate that the specs have closed, and the report says so.
    return reduced === exitCodes.done ? exitCode : reduced;
  }

  #checkOf(test: TestCase): string {
    const file = this.#specFileOf(test);
    return idOfSpec(file) ?? file;
  }

  /**
   * The spec file of a test, absolute. The test of a check is created in support, so its own location is not the spec; nor is that of
   * its file, in whose place Playwright puts the test's own where it takes the two for a script and its source.
   * Source: Playwright 1.65, `testLoader` and `processSuite`: a file is titled by its path from the folder of all tests.
   */
  #specFileOf(test: TestCase): string {
    let suite: Suite | undefined = test.parent;
    while (suite && suite.type !== 'file') suite = suite.parent;
    return suite === undefined ? test.location.file : path.resolve(this.#rootDir, suite.title);
  }

  #outcomeOf(test: TestCase): Outcome {
    const outcome = annotatedOutcome(counted(test)?.annotations ?? []) ?? plainOutcome(test, this.#checkOf(test));
    const printed = shownLines([...(outcome.printed ?? []), ...(this.#printed.get(test) ?? [])]);
    return printed.length === 0 ? outcome : { ...outcome, printed: printed.map((line) => redact(line)) };
  }

  #write(outcomes: readonly Outcome[], breakages: Breakage[], state: 'running') {
    const { subject, reportsDirectory } = this.#options;
    return writeVerdictPart(reportsDirectory, subject, 'smoke', this.#part(outcomes, breakages, state));
  }

  #part(outcomes: readonly Outcome[], breakages: Breakage[], state: RunPart['state']): RunPart {
    const { subject, reportsDirectory } = this.#options;
    const partial = this.#partial();
    const besides = (globalThis as { [besidesSlot]?: () => string[] })[besidesSlot];
    const beside = state === 'running' ? [] : (besides?.() ?? []);
    const own: RunPart = {
      state,
      startedAt: this.#startedAt,
      ...(state !== 'running' && { finishedAt: new Date().toISOString() }),
      ...(partial !== undefined && { partial }),
      ...(beside.length > 0 && { beside }),
      breakages,
      outcomes,
    };
    return this.#shard && state !== 'running' ? joinShards(reportsDirectory, subject, 'smoke', this.#shard, own) : own;
  }

  /** How the run was narrowed: by the command line, or by whatever leaves planned checks without a test. */
  #partial(): string | undefined {
    const { partial, subject } = this.#options;
    if (partial !== undefined) return partial;
    if (this.#shard !== undefined || this.#missing.length === 0) return undefined;

    const planned = subject.plan.smoke?.checks.length ?? 0;
    return `${planned - this.#missing.length} of ${planned} specs`;
  }
}

/** Playwright's own, which the checks are written for. Source: Playwright 1.65, `TestConfig.timeout`. */
const leastTimeoutMs = 30_000;

/**
 * What is resolved otherwise than the gate's own config has it, wherever it was set. Source: Playwright 1.65, `FullConfig`.
 */
function unsoundConfig({ workers, maxFailures, projects }: FullConfig): string | undefined {
  const seen: readonly (readonly [string, unknown, unknown])[] = [
    ['workers', workers, 1],
    ['maxFailures', maxFailures, 0],
    ...projects.flatMap(({ retries, repeatEach }) => [
      ['retries', retries, 0] as const,
      ['repeatEach', repeatEach, 1] as const,
    ]),
  ];
  const wrong = seen.find(([, value, allowed]) => value !== undefined && value !== allowed);
  if (wrong)
    return `${wrong[0]} is ${wrong[1]}, and in a gate it is ${wrong[2]}: every check is judged once, on the same visits.`;

  // 0 is not a limit.
  const short = projects.find(({ timeout }) => timeout > 0 && timeout < leastTimeoutMs);
  return (
    short &&
    `timeout is ${short.timeout} ms, and in a gate it is at least ${leastTimeoutMs} ms: a check that was cut short looks like one that failed.`
  );
}

/** The first result counts, also if a spec asks for retries: a test that fails and then passes has not passed. */
function counted({ results }: TestCase): TestResult | undefined {
  return results[0];
}

/** A test without an outcome of its own: a team's own test counts by its state; one that did not run is not verified. */
function plainOutcome(test: TestCase, check: string): Outcome {
  const result = counted(test);
  const place = `${path.relative(process.cwd(), test.location.file)}:${test.location.line}:${test.location.column}`;
  return teamTestOutcome({
    check,
    platform: 'smoke',
    environment: test.parent.project()?.name ?? '',
    title: test.title,
    kind: kindOf(test, result),
    errors: (result?.errors ?? []).map(({ message = '' }) => message),
    reason: 'the test did not run to its end',
    retries: 0,
    durationMs: result?.duration ?? 0,
    from: place,
    spec: place,
  });
}

function kindOf(test: TestCase, result: TestResult | undefined): 'held' | 'failed' | 'not verified' {
  if (test.outcome() === 'expected' && result?.status === 'passed') return 'held';

  const didNotRun = test.outcome() === 'skipped' || result === undefined || result.status === 'interrupted';
  return didNotRun ? 'not verified' : 'failed';
}
