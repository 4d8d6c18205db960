import type { Table } from '../../../support/table/index.ts';

/** The rows of a table as lines that tests can compare: line, group or -, targets, key, values by environment. */
export function outline(table: Table): string[] {
  return table.rows.map((row) => {
    const values = [...row.values].map(([environment, { text }]) => `${environment}=${text}`);
    const targets = row.targets.map(({ text }) => text).join(',');
    return [row.line, row.group?.text ?? '-', targets, row.key.text, ...values].join(' ');
  });
}
