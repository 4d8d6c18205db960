/** A position in a file. Lines and columns start at 1; columns count UTF-16 code units, without a byte order mark. */
interface Position {
  file: string;
  line: number;
  column: number;
}

/**
 * One cell, unescaped and without padding, at the position of its first character.
 * An empty cell has the text '' and is positioned right after its opening pipe.
 */
export interface Cell extends Position {
  text: string;
}

/** A `${NAME}` in a value: its column in the file, and the offset of its `$` in the value's text (UTF-16 code units from 0). */
export interface Reference {
  name: string;
  column: number;
  offset: number;
}

/**
 * The value of a key in one environment; '' if the cell is empty.
 * The text keeps `${NAME}`. An escaped `\${` becomes `${` and has no entry in `references`, so only `references`, not a
 * search of the text, tells what is expanded.
 */
export interface Value extends Cell {
  references: readonly Reference[];
}

/** One readable row. `values` has every environment of the table, in column order. */
export interface Row {
  line: number;
  group?: Cell;
  targets: readonly Cell[];
  key: Cell;
  values: ReadonlyMap<string, Value>;
}

/** The source-of-truth table. `rows` does not include rows with problems. */
export interface Table {
  file: string;
  environments: readonly string[];
  rows: readonly Row[];
}

/**
 * One problem of the table. `excerpt` is two lines, the row (shortened, values masked) and a caret under the
 * position; it is '' if there is no row to show.
 */
export interface TableProblem extends Position {
  message: string;
  excerpt: string;
  remedy: string;
}
