import type { TableValue } from '../../profile/index.ts';

interface TableIndex {
  byLine: ReadonlyMap<number, TableValue>;
  keys: ReadonlySet<string>;
}

const indexes = new WeakMap<readonly TableValue[], TableIndex>();

/** One index for the values of an environment: many checks look for a row of them. */
function indexOf(values: readonly TableValue[]): TableIndex {
  const known = indexes.get(values);
  if (known !== undefined) return known;

  const index = {
    byLine: new Map(values.map((value) => [value.line, value])),
    keys: new Set(values.map(({ key }) => key)),
  };
  indexes.set(values, index);
  return index;
}

/** The value of an environment in one line of the table. */
export function rowOfLine(values: readonly TableValue[], line: number): TableValue | undefined {
  return indexOf(values).byLine.get(line);
}

/** The keys that have a row. */
export function keysOf(values: readonly TableValue[]): ReadonlySet<string> {
  return indexOf(values).keys;
}
