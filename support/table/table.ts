/** A place in a file. Line and column count from 1; a column counts UTF-16 code units, and a byte order mark is not counted. */
interface Position {
  file: string;
  line: number;
  column: number;
}

/**
 * One cell, unescaped and without its padding, at the place of its first character.
 * An empty cell has the text '' and stands right after the pipe that opens it.
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
 * What a key is set to in one environment; '' when the cell is empty.
 * The text keeps `${NAME}`. A literal `\${` is kept as plain `${` and has no entry in `references`, so `references`, and not a
 * search of the text, says what is filled in.
 */
export interface Value extends Cell {
  references: readonly Reference[];
}

/** One readable row. `values` has every environment of the table, in its order. */
export interface Row {
  line: number;
  group?: Cell;
  targets: readonly Cell[];
  key: Cell;
  values: ReadonlyMap<string, Value>;
}

/** The source-of-truth table. A row that has a problem is not among its rows. */
export interface Table {
  file: string;
  environments: readonly string[];
  rows: readonly Row[];
}

/**
 * What is wrong at a place of the table. `excerpt` is two lines, the row (windowed, values masked) and a caret under the
 * place; it is '' where there is no row to show.
 */
export interface TableProblem extends Position {
  message: string;
  excerpt: string;
  remedy: string;
}
