import type { TableProblem } from './table.ts';

/** Formats a problem for the terminal: position and message, the row with a caret, the remedy. No newline at the end. */
export function formatProblem(problem: TableProblem): string {
  const { file, line, column, message, excerpt, remedy } = problem;
  const lines = [`${file}:${line}:${column} ${message}`];

  const [row, caret] = excerpt.split('\n');
  if (row !== undefined && caret !== undefined) {
    lines.push(`  ${line} | ${row}`, `  ${' '.repeat(String(line).length)} | ${caret}`);
  }

  lines.push(`  ${remedy}`);
  return lines.join('\n');
}
