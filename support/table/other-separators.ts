import { environmentOf, looksLikeHeader } from './layout.ts';

const separators: readonly { mark: string; name: string }[] = [
  { mark: '\t', name: 'tabs' },
  { mark: ';', name: 'semicolons' },
  { mark: ',', name: 'commas' },
];
/** Characters that look like a pipe, as terminals and documents draw tables. */
const drawn: readonly { form: RegExp; name: string }[] = [
  { form: /[\u2500-\u257f]/, name: 'lines of box-drawing characters' },
  { form: /\uff5c/, name: 'full-width bars' },
  { form: /\u00a6/, name: 'broken bars' },
];
const others: readonly { form: RegExp; what: string }[] = [
  { form: /<\/?(?:table|thead|tbody|tr|th|td)\b/i, what: 'is HTML' },
  { form: /^\s*[{[]/, what: 'is JSON' },
  { form: /^\s*(?:export\s{1,9})?[A-Za-z_]\w*=/, what: 'is a file of variables (`KEY=value`)' },
];
/** A mistake of the whole file shows at its beginning. */
const linesLookedAt = 20;
/** And at the beginning of its lines: a row of a table has no more before its last cells. */
const longestSeen = 4_096;

interface Line {
  line: string;
  number: number;
}

/**
 * What a file is, where it is not a table of pipes: one with other marks between its cells, as a spreadsheet, a terminal or a document
 * writes it, or no table at all.
 * @returns with the line that shows it; undefined for a table of pipes, and for a text of which nothing is known
 */
export function otherForm(text: string): { what: string; line: number } | undefined {
  const lines = text
    .split(/\r\n?|\n/, linesLookedAt)
    .map((line, index) => ({ line: line.slice(0, longestSeen), number: index + 1 }));
  const rows = lines.filter(({ line }) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  const [first] = rows;
  if (first === undefined || first.line.includes('|')) return undefined;
  // Of a file with pipes, only a whole header without one tells: a value may hold a bar, and prose may stand above a table.
  const hasPipes = rows.some(({ line }) => line.includes('|'));
  const separator = separators.find(({ mark }) => isSeparatedBy(mark, rows, hasPipes));
  if (separator !== undefined) return { what: `separates its cells with ${separator.name}`, line: first.number };
  if (hasPipes) return undefined;

  const mark = drawn.find(({ form }) => rows.some(({ line }) => form.test(line)));
  if (mark !== undefined) return { what: `separates its cells with ${mark.name}`, line: first.number };
  const other = others.find(({ form }) => form.test(first.line));
  if (other !== undefined) return { what: other.what, line: first.number };
  return isAligned(rows) ? { what: 'separates its cells with blanks', line: first.number } : undefined;
}

function isSeparatedBy(mark: string, rows: readonly Line[], hasPipes: boolean): boolean {
  const cells = cellsOf(rows[0]?.line ?? '', mark);
  if (cells.length < 3) return false;
  if (hasPipes) return isWholeHeader(cells);
  return looksLikeHeader(cells, true) || (isEven(rows, mark) && (mark === '\t' || rows.length > 1));
}

function cellsOf(line: string, mark: string): string[] {
  return line.split(mark).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

/** TARGET, KEY and a column of values. */
function isWholeHeader(cells: readonly string[]): boolean {
  const isValue = (cell: string) => cell.toUpperCase() === 'VALUE' || environmentOf(cell) !== undefined;
  const names = cells.map((cell) => cell.toUpperCase());
  return names.includes('TARGET') && names.includes('KEY') && cells.some(isValue);
}

function isEven(rows: readonly Line[], mark: string): boolean {
  return new Set(rows.map(({ line }) => line.split(mark).length)).size === 1;
}

/** Columns that blanks hold apart, below a whole header. */
function isAligned(rows: readonly Line[]): boolean {
  return isWholeHeader((rows[0]?.line ?? '').trim().split(/ {1,200}/));
}
