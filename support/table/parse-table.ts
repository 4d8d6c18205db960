import { isCapitalName, isNameLike } from './excerpt.ts';
import { judgeRow } from './judge-row.ts';
import { environmentOf, headerOf, type Layout, layOutByCount, layOutHeader, looksLikeHeader } from './layout.ts';
import { ProblemList } from './problem-list.ts';
import { type CellSpans, MAXIMUM_COLUMNS, scanCells } from './scan-cells.ts';
import { findNul, judgeLine, type LineSpan, scanLines, trimSpan } from './scan-line.ts';
import { isVariableName } from './scan-value.ts';
import type { Row, Table, TableProblem } from './table.ts';

const DEFAULT_ENVIRONMENTS = ['dev', 'prod'];

/** What of a line the parser looks at: where it is, and where its cells are. */
interface ScannedRow {
  line: LineSpan;
  cells: CellSpans;
}

/**
 * Reads a source-of-truth table: pipe-separated rows `GROUP | TARGET | KEY | DEV_VALUE | PROD_VALUE`, in the column order of
 * its header; without a header in this order, GROUP present or not. Takes one pass over the text and never throws on its content.
 * @param text the file's content; a byte order mark is skipped
 * @param options.file the name that positions and problems carry
 * @param options.environments what the one VALUE column, or the columns of a table without a header, stand for; dev and prod when absent
 * @returns the rows that could be read, and every problem (past 10,000 their number). A table with a problem is not to be
 *   trusted: its bad rows are left out.
 * @throws TypeError when `options.environments` names one twice, or one that no column header can name
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
  /** Rows seen that are no header, good or bad. */
  #rowCount = 0;
  #header: { line: LineSpan; names: readonly string[]; layout: Layout | undefined } | undefined;
  #layout: Layout | undefined;
  /** How many cells the header in force has, also where it gives no layout. */
  #columns: number | undefined;
  #tableEnvironments: readonly string[] = [];
  /** False below a line that leaves open what the columns are: rows are still judged, and none is kept. */
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

  /** A first row right above a separator is how Markdown writes a header, and this one has none of a header's words. */
  takeSeparator(line: LineSpan): void {
    const first = this.#firstRow;
    this.#firstRow = undefined;
    if (this.#rowCount !== 1 || first?.line.number !== line.number - 1) return;
    this.#isTrusted = false;
    this.#rows.length = 0;
    const message = 'a first row above a separator: expected a header with TARGET and KEY, saw neither';
    const remedy =
      'Write a header above the separator; or, if this is a row and the table has no header, take the separator out.';
    this.#problems.add(first.line, [{ offset: first.line.start, message, remedy }], []);
  }

  takeBinary(line: LineSpan): void {
    this.#rowCount += 1;
    const offset = findNul(this.#source.text, line);
    const remedy = 'Take the NUL byte out; if there are many, save the file as UTF-8 text.';
    this.#problems.add(line, [{ offset, message: 'a NUL byte: expected text', remedy }], []);
  }

  finish(): { table: Table; problems: readonly TableProblem[] } {
    if (this.#rowCount === 0) this.#addMissingRows();
    const table = { file: this.#source.file, environments: this.#tableEnvironments, rows: this.#rows };
    return { table, problems: this.#problems.list() };
  }

  #addMissingRows(): void {
    const remedy = 'Add a row for each variable; a line that starts with # is a comment and does not count.';
    if (!this.#header) {
      this.#problems.addToFile('the table has no row: expected a header and at least one row, saw neither', remedy);
      return;
    }
    const { start, end } = this.#header.line;
    const message = 'the table has no row: expected at least one below the header, saw none';
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
        message: first
          ? `a second header that differs: expected the header of line ${first.line.number} again`
          : 'a header below rows: expected it above the first row, which was read without one',
        remedy: 'Keep one header, above every row; a table with other columns belongs into a file of its own.',
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
    const columns = ['TARGET', 'KEY', ...environments.map(headerOf)];
    const message =
      environments.length === 0
        ? 'the table has no environment column: it has no header, and no environments are given for one'
        : `a table without a header: expected ${columns.length} cells (${describeColumns(columns)}) or ${columns.length + 1} (GROUP first), saw ${cells.count}`;
    const remedy =
      'Write a header above the first row: | GROUP | TARGET | KEY | DEV_VALUE | PROD_VALUE |, GROUP only if the rows have it.';
    this.#problems.add(line, [{ offset: line.start, message, remedy }], this.#openCapitals(cells, cells.count));
  }

  /** Adds a problem where a row has more or fewer cells than the header, or the first row, in force. */
  #judgeCount({ line, cells }: ScannedRow): void {
    const columns = this.#columns ?? 0;
    if (cells.count === columns) return;
    const names = this.#layout?.names;
    const expected = names ? `${columns} (${describeColumns(names)})` : `${columns} as in the header`;
    const isLong = cells.count > columns;
    const end = trimSpan(this.#source.text, line.start, line.end).end;
    const offset = isLong ? this.#offsetOf(cells, columns) : end;
    const message = `wrong number of cells: expected ${expected}, saw ${cells.count}`;
    const remedy = isLong
      ? 'Write a | that belongs to a value as \\|, or take the further cell out.'
      : 'Add the missing cell; a last cell that is empty needs a pipe before it and one after it.';
    const leading = Math.min(...(this.#layout?.values ?? []).map(({ index }) => index), 3);
    this.#problems.add(line, [{ offset, message, remedy }], this.#openCapitals(cells, leading));
  }

  /** Where the text of a cell begins. */
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

  /** In a whole row the group may be read, and a target or key unless it looks like a value that slipped into its place. */
  #openCells(cells: CellSpans, { group, target, key }: Layout): number[] {
    const isName = (text: string): boolean => isNameLike(text) || isVariableName(text);
    return this.#openWhere(
      cells,
      (text, index) => index === group || ((index === target || index === key) && isName(text)),
    );
  }

  /** Where cells may be out of place, only what is surely a name may be read. */
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

function describeColumns(names: readonly string[]): string {
  return names.map((name) => (isNameLike(name) ? name : '?')).join(' | ');
}

function refuseBadNames(environments: readonly string[], file: string): void {
  for (const [index, environment] of environments.entries()) {
    if (environments.indexOf(environment) === index && environmentOf(headerOf(environment)) === environment) continue;
    throw new TypeError(
      `environments for ${file}: expected different names of lower-case letters, digits and single hyphens, saw ${JSON.stringify(environments)}; mend the list that was passed in`,
    );
  }
}
