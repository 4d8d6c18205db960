export { expandValue } from './expand-value.ts';
export { formatProblem } from './format-problem.ts';
export { loadTable, MAXIMUM_TABLE_BYTES } from './load-table.ts';
export { parseTable } from './parse-table.ts';
export { MAXIMUM_PROBLEMS } from './problem-list.ts';
export type { Cell, Row, Table, TableProblem, Value } from './table.ts';
export { TableUnreadable } from './table-unreadable.ts';
