import { escapeMarkdown } from '../../text/escape-markdown.ts';
import { kindsByGravity, type Matrix, type MatrixCell } from './matrix.ts';
import { signs } from './signs.ts';

/** A line of a terminal that is shared with others: wider matrices come a row of environments at a time, or a part of it. */
const widestLine = 100;

/** The matrix for a terminal: each kind in a row with its pairs, everything together last. */
export function formatMatrixText({ environments, kinds, overall }: Matrix): string {
  if (environments.length < 2) return 'There is only one environment, so there is nothing to compare.\n';
  const rows = [...kinds, { kind: 'together', cells: overall }];
  const nameWidth = Math.max(18, ...rows.map(({ kind }) => kind.length));
  const wordsAt = (cells: readonly MatrixCell[], { row, column }: MatrixCell) => signOf(cells, row, column);
  const block = (pairs: readonly MatrixCell[]) => {
    const lines = [
      ['', ...pairs.map(pairName)],
      ...rows.map(({ kind, cells }) => [kind, ...pairs.map((pair) => wordsAt(cells, pair))]),
    ];
    const widths = lines[0]?.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0))) ?? [];
    return lines.map((line) =>
      `  ${line.map((text, index) => text.padEnd(index === 0 ? nameWidth : (widths[index] ?? 0))).join('  ')}`.trimEnd(),
    );
  };
  const fits = (lines: readonly string[]) => lines.every((line) => line.length <= widestLine);
  /** Blocks of as many pairs as a line takes: half of them where it does not take all. */
  const blocksOf = (pairs: readonly MatrixCell[]): string[][] => {
    const whole = block(pairs);
    if (pairs.length === 1 || fits(whole)) return [whole];
    const half = Math.ceil(pairs.length / 2);
    return [...blocksOf(pairs.slice(0, half)), ...blocksOf(pairs.slice(half))];
  };
  const whole = block(overall);
  const blocks = fits(whole)
    ? [whole]
    : environments.flatMap((row) => blocksOf(overall.filter((cell) => cell.row === row)));
  return [...blocks.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines])), ''].join('\n');
}

/** "dev → prod", or "dev alone" for what is wrong in dev and touches no other environment. */
export function pairName({ row, column }: Pick<MatrixCell, 'row' | 'column'>): string {
  return row === column ? `${row} alone` : `${row} → ${column}`;
}

/** Explains the cells to a first-time reader. */
export const matrixLegend =
  'Each row is compared with each column. Where both are the same environment, something is wrong in it alone. "none": the deployment has nothing of this kind.';

/** The matrix as GitHub-flavoured Markdown. */
export function formatMatrixMarkdown(matrix: Matrix): string {
  const { environments, kinds, overall } = matrix;
  if (environments.length < 2) return 'There is only one environment, so there is nothing to compare.\n';
  const table = (title: string, cells: readonly MatrixCell[]) => [
    `| ${escapeMarkdown(title)} | ${environments.map(escapeMarkdown).join(' | ')} |`,
    `| --- |${environments.map(() => ' :---: |').join('')}`,
    ...environments.map(
      (row) =>
        `| **${escapeMarkdown(row)}** | ${environments.map((column) => signOf(cells, row, column)).join(' | ')} |`,
    ),
    '',
  ];
  return [
    '## Which environments are separate',
    '',
    matrixLegend,
    '',
    ...table('everything', overall),
    '<details><summary>Each kind of thing</summary>',
    '',
    ...kinds.flatMap(({ kind, cells }) => table(kind, cells)),
    '</details>',
    '',
    ...saidOf(overall).map(
      (cell) => `- **${escapeMarkdown(pairName(cell))}**: ${cell.kind}. ${cell.words.map(escapeMarkdown).join('; ')}`,
    ),
    '',
  ].join('\n');
}

/** The pairs of which something is said, the worst first. */
export function saidOf(overall: readonly MatrixCell[]): MatrixCell[] {
  return overall
    .filter(({ words }) => words.length > 0)
    .toSorted((one, other) => kindsByGravity.indexOf(one.kind) - kindsByGravity.indexOf(other.kind));
}

function signOf(cells: readonly MatrixCell[], row: string, column: string): string {
  const cell = cells.find((each) => each.row === row && each.column === column);
  return cell ? `${signs[cell.kind].sign} ${shortWord(cell.kind)}` : '';
}

export function shortWord(kind: MatrixCell['kind']): string {
  if (kind === 'held') return 'apart';
  return kind === 'not applicable' ? 'none' : kind;
}
