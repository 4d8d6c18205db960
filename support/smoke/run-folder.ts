import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Outcome } from '../check/outcome.ts';

/** The variable that names the private folder of a run, in Playwright's workers. */
const variable = 'AIRLOCK_SMOKE_RUN';

/**
 * What the workers of one run hand on to each other. Playwright starts a new worker after every test that fails; without
 * this, each would open all pages anew. Undefined where the run has no such folder: then each worker sees for itself.
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

  /** The specs that the run has planned, in their order; none where nobody said. */
  plannedFiles(): string[] {
    const file = path.join(this.#directory, 'plan.json');
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as string[]) : [];
  }

  /** The outcome of a check, where a worker before this one came to it. */
  outcome(id: string): Outcome | undefined {
    const file = this.#fileOf(id);
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Outcome) : undefined;
  }

  /** Keeps an outcome for the workers that follow. It is redacted already. */
  keep(outcome: Outcome): void {
    mkdirSync(this.#directory, { recursive: true });
    writeFileSync(this.#fileOf(outcome.check), JSON.stringify(outcome), { mode: 0o600 });
  }

  #fileOf(id: string): string {
    return path.join(this.#directory, `outcome-${id.replaceAll('/', '-')}.json`);
  }
}
