import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Outcome } from '../check/outcome.ts';

/** Names the private folder of a run for Playwright's workers. */
const variable = 'AIRLOCK_SMOKE_RUN';

/**
 * What the workers of one run share. Playwright starts a new worker after every failed test; without this, each would open
 * all pages again.
 */
export class RunFolder {
  readonly #directory: string;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  static ofThisRun(): RunFolder | undefined {
    const directory = process.env[variable];
    return directory === undefined ? undefined : new RunFolder(directory);
  }

  /** The specs that the run has planned, in order; empty if there is no plan. */
  plannedFiles(): string[] {
    const file = path.join(this.#directory, 'plan.json');
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as string[]) : [];
  }

  /** The outcome of a check that an earlier worker judged. */
  outcome(id: string): Outcome | undefined {
    const file = this.#fileOf(id);
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Outcome) : undefined;
  }

  /** Keeps an outcome, already redacted, for the workers that follow. */
  keep(outcome: Outcome): void {
    mkdirSync(this.#directory, { recursive: true });
    writeFileSync(this.#fileOf(outcome.check), JSON.stringify(outcome), { mode: 0o600 });
  }

  #fileOf(id: string): string {
    return path.join(this.#directory, `outcome-${id.replaceAll('/', '-')}.json`);
  }
}
