import type { Formula } from '../formula/formulas.ts';
import type { Operation, Unread } from '../operations/operation.ts';

/** Something that may have happened before a point of a run, and where it did. */
export type Done = { operation: Operation; when: Formula } | { unread: Unread; when: Formula };

/** What has happened before a point of a run. Of what runs beside it, nothing is before the other. */
export class Timeline {
  #done: readonly Done[];

  constructor(done: readonly Done[] = []) {
    this.#done = done;
  }

  get done(): readonly Done[] {
    return this.#done;
  }

  add(done: Done): void {
    this.#done = [...this.#done, done];
  }

  fork(): Timeline {
    return new Timeline(this.#done);
  }

  /** What happened in forks is before all that comes now. */
  join(...forks: readonly Timeline[]): void {
    this.#done = [...new Set([...this.#done, ...forks.flatMap(({ done }) => done)])];
  }
}

/** One operation in one run: where it is reached, where it succeeds, and what was before it. */
export interface Occurrence {
  operation: Operation;
  reached: Formula;
  succeeded: Formula;
  before: readonly Done[];
}
