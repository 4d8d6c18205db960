import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
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
import { idOfSpec } from '../../check/spec-place.ts';
import { type ExitCode, exitCodes } from '../../command/exit-code.ts';
import { redact } from '../../redaction/redact.ts';
import { scanFiles } from '../../redaction/scan-files.ts';
import { type Breakage, reduceOutcomes } from '../verdict/reduce.ts';
import { forgetShard, joinShards, type Shard } from '../verdict/smoke-shards.ts';
import { type VerdictSubject, writeVerdictPart } from '../verdict/verdict-file.ts';
import { type Publishing, publishVerdict } from './publish-verdict.ts';

export interface SmokeReporterOptions extends Omit<Publishing, 'print'> {
  subject: VerdictSubject;
  /** Where evidence of failures is kept, redacted. */
  evidenceDirectory: string;
  /** The private folder of the run, with what is not redacted. It goes with the run. */
  runDirectory: string;
  partial?: string;
}

/**
 * Playwright's side of the gate: adds the smoke tests to the verdict of the same project and commit, and sets the exit
 * code. Playwright alone would end with 0 where every test was skipped.
 */
export default class SmokeReporter implements Reporter {
  readonly #options: SmokeReporterOptions;
  readonly #startedAt = new Date().toISOString();
  readonly #errors: Breakage[] = [];
  #tests: TestCase[] = [];
  #shard: Shard | undefined;
  #exitCode: ExitCode | undefined;

  constructor(options: SmokeReporterOptions) {
    this.#options = options;
    process.on('exit', () => {
      process.exitCode = this.#exitCode ?? this.#finish('interrupted');
    });
  }

  printsToStdio(): boolean {
    return true;
  }

  onBegin({ shard }: FullConfig, suite: Suite): void {
    this.#shard = shard ?? undefined;
    if (shard) forgetShard(this.#options.reportsDirectory, shard);
    this.#tests = suite.allTests();
    const files = [...new Set(this.#tests.map(specFileOf))];
    // Told to the workers: one whose test fails judges what is left, on the visits that it has.
    writeFileSync(path.join(this.#options.runDirectory, 'plan.json'), JSON.stringify(files), { mode: 0o600 });
    // Evidence of an earlier run is not of this one.
    rmSync(this.#options.evidenceDirectory, { recursive: true, force: true });
    this.#write([], [], 'running');
  }

  onError({ message = 'an error without a message' }: TestError): void {
    this.#errors.push({ place: 'the smoke run', message: redact(message.split('\n')[0] ?? message) });
  }

  async onEnd({ status }: FullResult): Promise<void> {
    await this.#scanEvidence();
    this.#exitCode = this.#finish(status === 'interrupted' || status === 'timedout' ? 'interrupted' : 'complete');
  }

  /** The last scan of what CI picks up. What holds a secret, or cannot be opened to see, is removed, and closes the gate. */
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
      breakages.push({ place: 'the smoke run', message: 'it was interrupted before every check had its outcome' });
    const outcomes = this.#tests.map(
      (test) => annotatedOutcome(counted(test)?.annotations ?? []) ?? plainOutcome(test),
    );
    const verdict = this.#write(outcomes, breakages, state);
    const { subject } = this.#options;
    try {
      publishVerdict(verdict, { ...this.#options, print: (text) => process.stdout.write(text) });
    } catch (error) {
      process.stdout.write(`\nGate closed: the reports cannot be written. ${(error as Error).message}\n`);
      return exitCodes.notVerified;
    }
    const reduced = reduceOutcomes(outcomes, breakages, subject.strict).exitCode;
    // A part that is held does not open a gate that the specs before it have closed, and the report says so.
    return reduced === exitCodes.done && verdict.exitCode !== null ? verdict.exitCode : reduced;
  }

  #write(outcomes: readonly Outcome[], breakages: Breakage[], state: 'running' | 'complete' | 'interrupted') {
    const { subject, reportsDirectory, partial } = this.#options;
    const own = {
      state,
      startedAt: this.#startedAt,
      ...(state !== 'running' && { finishedAt: new Date().toISOString() }),
      ...(partial !== undefined && { partial }),
      breakages,
      outcomes,
    };
    const part = this.#shard && state !== 'running' ? joinShards(reportsDirectory, subject, this.#shard, own) : own;
    return writeVerdictPart(reportsDirectory, subject, 'smoke', part);
  }
}

/** The result that counts, where a spec asks for retries: a test that fails and then passes has not passed. */
function counted({ results }: TestCase): TestResult | undefined {
  return results[0];
}

/** A test that came to no outcome of its own: a team's journey counts by its state, one that did not run is not verified. */
function plainOutcome(test: TestCase): Outcome {
  const result = counted(test);
  const check = idOfSpec(specFileOf(test)) ?? specFileOf(test);
  const place = `${path.relative(process.cwd(), test.location.file)}:${test.location.line}:${test.location.column}`;
  const passed = test.outcome() === 'expected' && result?.status === 'passed';
  const kind = passed
    ? 'held'
    : test.outcome() === 'skipped' || result === undefined || result.status === 'interrupted'
      ? 'not verified'
      : 'failed';
  return {
    check,
    platform: 'smoke',
    environment: test.parent.project()?.name ?? '',
    title: test.title,
    effect: 'read',
    severity: 'critical',
    why: 'The team wrote this test for the gate.',
    remedy: 'See the test.',
    kind,
    findings:
      kind === 'failed'
        ? (result?.errors ?? []).map(({ message }) => ({
            what: 'the test failed',
            expected: 'it passes',
            received: redact(message ?? ''),
            from: [place],
          }))
        : [],
    ...(kind === 'not verified' && { reason: 'the test did not run to its end' }),
    evidence: passed ? { tests: 1 } : {},
    retries: 0,
    reached: [],
    durationMs: Math.round(result?.duration ?? 0),
    spec: place,
  };
}

/** The spec that a test belongs to: where a check was declared for it, the test itself stands in support. */
function specFileOf(test: TestCase): string {
  let suite: Suite | undefined = test.parent;
  while (suite && suite.type !== 'file') suite = suite.parent;
  return suite?.location?.file ?? test.location.file;
}
