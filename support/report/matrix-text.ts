import type { Matrix, MatrixCell } from './matrix.ts';
import { signs } from './signs.ts';

/** The matrix for a terminal: everything together, then each kind in a row with its pairs. */
export function formatMatrixText({ environments, kinds, overall }: Matrix): string {
  if (environments.length < 2) return 'One environment: there is no pair to be held apart.\n';
  const columns = overall.map(({ row, column }) => `${row} → ${column}`);
  const width = Math.max(18, ...kinds.map(({ kind }) => kind.length));
  const line = (name: string, cells: readonly string[]) =>
    `  ${name.padEnd(width)}  ${cells.map((cell, index) => cell.padEnd(columns[index]?.length ?? 0)).join('  ')}`.trimEnd();
  const row = (name: string, cells: readonly MatrixCell[]) =>
    line(
      name,
      cells.map(({ kind }) => `${signs[kind].sign} ${shortWord(kind)}`),
    );
  return [
    line(
      '',
      columns.map((column) => column),
    ),
    ...kinds.map(({ kind, cells }) => row(kind, cells)),
    row('together', overall),
    '',
  ].join('\n');
}

/** The matrix as GitHub-flavoured Markdown. */
export function formatMatrixMarkdown(matrix: Matrix): string {
  const { environments, kinds, overall } = matrix;
  if (environments.length < 2) return 'One environment: there is no pair to be held apart.\n';
  const table = (title: string, cells: readonly MatrixCell[]) => [
    `| ${title} | ${environments.join(' | ')} |`,
    `| --- |${environments.map(() => ' :---: |').join('')}`,
    ...environments.map(
      (row) =>
        `| **${row}** | ${environments.map((column) => (row === column ? '' : `${signOf(cells, row, column)}`)).join(' | ')} |`,
    ),
    '',
  ];
  return [
    '## Who is apart from whom',
    '',
    ...table('everything', overall),
    '<details><summary>Each kind of thing</summary>',
    '',
    ...kinds.flatMap(({ kind, cells }) => table(kind, cells)),
    '</details>',
    '',
    ...overall
      .filter(({ words }) => words.length > 0)
      .map(
        ({ row, column, kind, words }) => `- **${row} → ${column}**: ${kind}. ${words.map(markdownText).join('; ')}`,
      ),
    '',
  ].join('\n');
}

function signOf(cells: readonly MatrixCell[], row: string, column: string): string {
  const cell = cells.find((each) => each.row === row && each.column === column);
  return cell ? `${signs[cell.kind].sign} ${shortWord(cell.kind)}` : '';
}

export function shortWord(kind: MatrixCell['kind']): string {
  return kind === 'held' ? 'apart' : kind === 'not applicable' ? 'none' : kind;
}

function markdownText(text: string): string {
  return text
    .replace(/\s*\n\s*/g, ' ')
    .replace(/[\\|*_`]/g, '\\$&')
    .replaceAll('<', '&lt;');
}
