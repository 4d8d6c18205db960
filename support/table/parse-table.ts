import { isCapitalName, isNameLike } from './excerpt.ts';
import { judgeRow } from './judge-row.ts';
import {
  environmentOf,
  headerOf,
  type Layout,
  layOutByCount,
  layOutHeader,
  looksLikeHeader,
  looksLikeOtherHeader,
} from './layout.ts';
import { ProblemList } from './problem-list.ts';
import { type CellSpans, MAXIMUM_COLUMNS, scanCells } from './scan-cells.ts';
import { findNul, judgeLine, type LineSpan, scanLines, trimSpan } from './scan-line.ts';
import { isVariableName } from './scan-value.ts';
import type { Row, Table, TableProblem } from './table.ts';

const DEFAULT_ENVIRONMENTS = ['dev', 'prod'];

interface ScannedRow {
  line: LineSpan;
  cells: CellSpans;
}

/**
 * Parses a source-of-truth table: pipe-separated rows `GROUP | TARGET | KEY | DEV_VALUE | PROD_VALUE`, in the column order of
 * the header. Without a header the columns are in this order, with or without GROUP. Makes one pass over the text and never throws
 * on its content.
 * @param text the file's content; a byte order mark is skipped
 * @param options.file the file name in positions and problems
 * @param options.environments the environments of a single VALUE column, or of the columns of a table without a header; dev and prod by default
 * @returns the readable rows, and every problem (beyond 10,000, only their number). Do not use a table that has problems: its bad
 *   rows are missing.
 * @throws TypeError if `options.environments` names one twice, or one that no column header can express
 */
export function parseTable(
  text: string,
  options: { file: string; environments?: readonly string[] },
): { table: Table; problems: readonly TableProblem[] } {
  const environments = options.environments ?? DEFAULT_ENVIRONMENTS;
  refuseBadNames(environments, options.file);
  const parser = new TableParser({ text, file: options.file }, environments);
  const mayHoldNul = text.includes('\0');

  for (const line of scanLines(text)) {
    const kind = judgeLine(text, line, mayHoldNul);
    if (kind === 'row') parser.takeRow({ line, cells: scanCells(text, line) });
    else if (kind === 'binary') parser.takeBinary(line);
    else if (kind === 'separator') parser.takeSeparator(line);
  }

  return parser.finish();
}

class TableParser {
  readonly #source: { text: string; file: string };
  readonly #environments: readonly string[];
  readonly #problems: ProblemList;
  readonly #rows: Row[] = [];
  /** Rows seen that are not headers, good or bad. */
  #rowCount = 0;
  #header: { line: LineSpan; names: readonly string[]; layout: Layout | undefined } | undefined;
  #layout: Layout | undefined;
  /** The number of cells in the current header, even if it has no valid layout. */
  #columns: number | undefined;
  #tableEnvironments: readonly string[] = [];
  /** False below a line that makes the columns ambiguous: rows are still checked, but none is kept. */
  #isTrusted = true;
  #firstRow: ScannedRow | undefined;

  constructor(source: { text: string; file: string }, environments: readonly string[]) {
    this.#source = source;
    this.#environments = environments;
    this.#problems = new ProblemList(source);
  }

  takeRow(row: ScannedRow): void {
    const { line, cells } = row;
    if (cells.count > MAXIMUM_COLUMNS) {
      this.#rowCount += 1;
      const message = `too many cells: expected at most ${MAXIMUM_COLUMNS} in any row, saw ${cells.count}`;
      this.#problems.add(line, [{ offset: line.start, message, remedy: 'Check that the file is a table.' }], []);
      return;
    }

    const isFirst = !this.#header && this.#rowCount === 0;
    const words = this.#wordsOf(cells);
    if (looksLikeHeader(words, isFirst)) {
      this.#takeHeader(row, words);
      return;
    }

    if (isFirst && looksLikeOtherHeader(words, this.#environments)) {
      this.#takeOtherHeader(row);
      return;
    }

    this.#rowCount += 1;
    if (!this.#header && !this.#layout) this.#layOutWithoutHeader(row);
    else this.#judgeCount(row);
    const layout = this.#layout;
    if (!layout || cells.count !== this.#columns) return;

    if (isFirst) this.#firstRow = row;
    const judged = judgeRow(this.#source, line, cells, layout);
    if ('faults' in judged) this.#problems.add(line, judged.faults, this.#openCells(cells, layout));
    else if (this.#isTrusted) this.#rows.push(judged.row);
  }

  /** A header in words of its own may have its columns in any order: the rows below it are checked, and none is read. */
  #takeOtherHeader({ line, cells }: ScannedRow): void {
    this.#rowCount += 1;
    this.#isTrusted = false;
    this.#layout = layOutByCount(cells.count, this.#environments);
    this.#columns = cells.count;
    if (this.#layout) this.#tableEnvironments = this.#environments;
    const message = 'a first row that names environments: expected a header with TARGET and KEY, saw neither';
    const remedy =
      'Write the header as | GROUP | TARGET | KEY | DEV_VALUE | PROD_VALUE |, in the order of the columns; if this is a row, write a header above it.';
    this.#problems.add(line, [{ offset: line.start, message, remedy }], []);
  }

  /** In Markdown a first row directly above a separator is a header, but this one has no header words. */
  takeSeparator(line: LineSpan): void {
    const first = this.#firstRow;
    this.#firstRow = undefined;
    if (this.#rowCount !== 1 || first?.line.number !== line.number - 1) return;

    this.#isTrusted = false;
    this.#rows.length = 0;
    const message = 'a first row above a separator: expected a header with TARGET and KEY, saw neither';
    const remedy =
      'Write a header above the separator; or, if this is a row and the table has no header, remove the separator.';
    this.#problems.add(first.line, [{ offset: first.line.start, message, remedy }], []);
  }

  takeBinary(line: LineSpan): void {
    this.#rowCount += 1;
    const offset = findNul(this.#source.text, line);
    const remedy = 'Remove the NUL byte; if there are many, save the file as UTF-8 text.';
    this.#problems.add(line, [{ offset, message: 'a NUL byte: expected text', remedy }], []);
  }

  finish(): { table: Table; problems: readonly TableProblem[] } {
    if (this.#rowCount === 0) this.#addMissingRows();
    const table = { file: this.#source.file, environments: this.#tableEnvironments, rows: this.#rows };
    return { table, problems: this.#problems.list() };
  }

  #addMissingRows(): void {
    const remedy = 'Add a row for each variable; lines that start with # are comments and do not count.';
    if (!this.#header) {
      this.#problems.addToFile('the table has no rows: expected a header and at least one row, saw neither', remedy);
      return;
    }

    const { start, end } = this.#header.line;
    const message = 'the table has no rows: expected at least one below the header, saw none';
    this.#problems.add(this.#header.line, [{ offset: start, message, remedy }], [start, end]);
  }

  #takeHeader({ line, cells }: ScannedRow, words: readonly string[]): void {
    const { layout, faults } = layOutHeader(words, this.#environments);
    const names = words.map((word) => word.toUpperCase());
    const open = this.#openWhere(cells, (_, index) => isNameLike(words[index] ?? ''));
    const first = this.#header;
    this.#columns = cells.count;

    if (first && first.names.length === names.length && first.names.every((name, index) => name === names[index])) {
      this.#layout = first.layout;
      this.#isTrusted = true;
      return;
    }

    const located = faults.map(({ index, message, remedy }) => ({
      offset: this.#offsetOf(cells, index),
      message,
      remedy,
    }));

    if (first || this.#layout) {
      this.#isTrusted = false;
      const differing = Math.max(
        0,
        names.findIndex((name, index) => name !== first?.names[index]),
      );
      located.push({
        offset: this.#offsetOf(cells, differing),
        message: misplacedHeaderMessage(first?.line),
        remedy: 'Keep one header, above all rows; put a table with other columns in a file of its own.',
      });
    } else {
      this.#header = { line, names, layout };
      this.#tableEnvironments = layout ? layout.values.map(({ environment }) => environment) : [];
    }

    this.#layout = layout;
    this.#problems.add(line, located, open);
  }

  #layOutWithoutHeader({ line, cells }: ScannedRow): void {
    const environments = this.#environments;
    this.#layout = layOutByCount(cells.count, environments);
    if (this.#layout) {
      this.#columns = cells.count;
      this.#tableEnvironments = environments;
      return;
    }

    const message = withoutHeaderMessage(cells.count, environments);
    const remedy =
      'Write a header above the first row: | GROUP | TARGET | KEY | DEV_VALUE | PROD_VALUE |, with GROUP only if the rows have one.';
    this.#problems.add(line, [{ offset: line.start, message, remedy }], this.#openCapitals(cells, cells.count));
  }

  /** Adds a problem if a row has more or fewer cells than the current header or the first row. */
  #judgeCount({ line, cells }: ScannedRow): void {
    const columns = this.#columns ?? 0;
    if (cells.count === columns) return;

    const names = this.#layout?.names;
    const expected = names ? `${columns} (${describeColumns(names)})` : `${columns} as in the header`;
    const message = `wrong number of cells: expected ${expected}, saw ${cells.count}`;
    let offset = trimSpan(this.#source.text, line.start, line.end).end;
    let remedy = 'Add the missing cell; an empty last cell needs a pipe before and after it.';

    if (cells.count > columns) {
      offset = this.#offsetOf(cells, columns);
      remedy = 'Write a | inside a value as \\|, or remove the extra cell.';
    }

    const leading = Math.min(...(this.#layout?.values ?? []).map(({ index }) => index), 3);
    this.#problems.add(line, [{ offset, message, remedy }], this.#openCapitals(cells, leading));
  }

  /** The offset at which a cell's text begins. */
  #offsetOf({ bounds }: CellSpans, index: number): number {
    const from = bounds[2 * index] ?? bounds.at(-1) ?? 0;
    return trimSpan(this.#source.text, from, bounds[2 * index + 1] ?? from).start;
  }

  #wordsOf(cells: CellSpans): string[] {
    const words: string[] = [];
    for (let at = 0; at < cells.bounds.length; at += 2) {
      const { start, end } = trimSpan(this.#source.text, cells.bounds[at] ?? 0, cells.bounds[at + 1] ?? 0);
      words.push(this.#source.text.slice(start, end));
    }

    return words;
  }

  /** In a complete row the group may be shown, and a target or key unless it looks like a misplaced value. */
  #openCells(cells: CellSpans, { group, target, key }: Layout): number[] {
    const isName = (text: string): boolean => isNameLike(text) || isVariableName(text);
    return this.#openWhere(
      cells,
      (text, index) => index === group || ((index === target || index === key) && isName(text)),
    );
  }

  /** If cells may be misplaced, only text that is certainly a name may be shown. */
  #openCapitals(cells: CellSpans, below: number): number[] {
    return this.#openWhere(cells, (text, index) => index < below && isCapitalName(text));
  }

  #openWhere({ bounds }: CellSpans, isOpen: (text: string, index: number) => boolean): number[] {
    const open: number[] = [];
    for (let at = 0; at < bounds.length; at += 2) {
      const from = bounds[at] ?? 0;
      const to = bounds[at + 1] ?? 0;
      if (isOpen(this.#source.text.slice(from, to).trim(), at / 2)) open.push(from, to);
    }

    return open;
  }
}

function misplacedHeaderMessage(first: LineSpan | undefined): string {
  if (first === undefined) return 'a header below rows: expected it above the first row';
  return `a second, different header: expected the header of line ${first.number} again`;
}

function withoutHeaderMessage(count: number, environments: readonly string[]): string {
  if (environments.length === 0)
    return 'the table has no environment column: it has no header, and no environments were passed in';
  const columns = ['TARGET', 'KEY', ...environments.map(headerOf)];
  return `a table without a header: expected ${columns.length} cells (${describeColumns(columns)}) or ${columns.length + 1} (GROUP first), saw ${count}`;
}

function describeColumns(names: readonly string[]): string {
  return names.map((name) => (isNameLike(name) ? name : '?')).join(' | ');
}

function refuseBadNames(environments: readonly string[], file: string): void {
  for (const [index, environment] of environments.entries()) {
    if (environments.indexOf(environment) === index && environmentOf(headerOf(environment)) === environment) continue;
    throw new TypeError(
      `environments for ${file}: expected different names of lower-case letters, digits and single hyphens, saw ${JSON.stringify(environments)}; correct the list that was passed in`,
    );
  }
}
