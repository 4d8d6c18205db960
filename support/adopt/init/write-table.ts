import { alignColumns } from '../../text/align-columns.ts';
import type { Column } from './found-values.ts';

/** A row of the table to be. */
export interface DraftRow {
  target: string;
  key: string;
  cells: Record<Column, string>;
}

const head = ['| GROUP', '| TARGET', '| KEY', '| DEV_VALUE', '| PROD_VALUE', '|'];

/**
 * The table of a draft. Rows that the team's own table has already are left as they are, whatever was found of them.
 * @param before the table as it is; undefined where there is none
 */
export function tableText({ rows }: { rows: readonly DraftRow[] }, before?: string): string {
  if (before === undefined)
    return `# The values of every environment. Secrets are references: a run is given their values as variables.\n${tableLines(rows).join('\n')}\n`;
  const had = new Set(before.split(/\r?\n/).flatMap((line) => /^\|[^|]*\|[^|]*\|\s*(\w+)\s*\|/.exec(line)?.[1] ?? []));
  const added = rows.filter(({ key }) => !had.has(key)).map(cellsOf);
  if (added.length === 0) return before;
  const ending = before.includes('\r\n') ? '\r\n' : '\n';
  return `${[before.trimEnd(), ...alignColumns(added)].join(ending)}${ending}`;
}

/** A whole table of these rows, with its header. */
export function tableLines(rows: readonly DraftRow[]): string[] {
  return alignColumns([head, head.map((cell) => (cell === '|' ? '|' : '|---')), ...rows.map(cellsOf)]);
}

function cellsOf({ target, key, cells }: DraftRow): string[] {
  const written = (['dev', 'prod'] as const).map((column) =>
    cells[column] === `\${${column.toUpperCase()}_${key}}` ? cells[column] : escaped(cells[column]),
  );
  return ['| App', `| ${target}`, `| ${key}`, ...written.map((cell) => `| ${cell}`), '|'];
}

/** As a cell has to write them: a pipe, a backslash, and what would be a reference. */
function escaped(value: string): string {
  return value.replaceAll(/[|\\]|\$(?=\{)/g, (character) => `\\${character}`);
}
