import { excerptRow } from './excerpt.ts';
import type { Fault } from './judge-row.ts';
import type { LineSpan } from './scan-line.ts';
import type { TableProblem } from './table.ts';

/** Problems beyond this number are counted, not listed, so that a large file that is not a table stays cheap. */
export const MAXIMUM_PROBLEMS = 10_000;

export class ProblemList {
  readonly #source: { text: string; file: string };
  readonly #problems: TableProblem[] = [];
  #unlisted: TableProblem | undefined;
  #unlistedCount = 0;

  constructor(source: { text: string; file: string }) {
    this.#source = source;
  }

  /** Adds the faults of a line; `open` are the spans of the line that the excerpt may show unmasked. */
  add(line: LineSpan, faults: readonly Fault[], open: readonly number[]): void {
    const { file, text } = this.#source;
    for (const { offset, message, remedy } of faults.toSorted((one, other) => one.offset - other.offset)) {
      const place = { file, line: line.number, column: offset - line.start + 1 };
      if (this.#problems.length < MAXIMUM_PROBLEMS) {
        this.#problems.push({ ...place, message, excerpt: excerptRow(text, line, offset, open), remedy });
        continue;
      }

      this.#unlistedCount += 1;
      this.#unlisted ??= {
        ...place,
        message: '',
        excerpt: '',
        remedy: 'Fix the problems above first; then these are listed.',
      };
    }
  }

  /** Adds a problem of the whole file, without a line to show. */
  addToFile(message: string, remedy: string): void {
    this.#problems.push({ file: this.#source.file, line: 1, column: 1, message, excerpt: '', remedy });
  }

  /** Every listed problem. If some are not listed, the last entry counts them, at the position of the first one. */
  list(): readonly TableProblem[] {
    if (!this.#unlisted) return this.#problems;
    return [
      ...this.#problems,
      { ...this.#unlisted, message: `${this.#unlistedCount} more problems from here on are not listed` },
    ];
  }
}
