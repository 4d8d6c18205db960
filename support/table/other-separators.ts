import { looksLikeHeader } from './layout.ts';

const separators: readonly { mark: string; name: string }[] = [
  { mark: '\t', name: 'tabs' },
  { mark: ';', name: 'semicolons' },
  { mark: ',', name: 'commas' },
];
/** A mistake of the whole file shows at its beginning. */
const linesLookedAt = 20;

/**
 * What a file separates its cells with, where it is a table, but not one of pipes: as a spreadsheet copies or exports it.
 * @returns with the line that shows it; undefined for a table of pipes, and for a text that is no table
 */
export function otherSeparator(text: string): { name: string; line: number } | undefined {
  const lines = text.split(/\r\n?|\n/, linesLookedAt).map((line, index) => ({ line, number: index + 1 }));
  const rows = lines.filter(({ line }) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  const [first] = rows;
  if (first === undefined || rows.some(({ line }) => line.includes('|'))) return undefined;

  const { line, number } = first;
  for (const { mark, name } of separators) {
    const cells = line.split(mark).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    const isTable = cells.length >= 3 && (looksLikeHeader(cells, true) || (mark === '\t' && isEven(rows, mark)));
    if (isTable) return { name, line: number };
  }
  return undefined;
}

function isEven(rows: readonly { line: string }[], mark: string): boolean {
  const counts = new Set(rows.map(({ line }) => line.split(mark).length));
  return counts.size === 1;
}
