import { isPadding, type LineSpan, trimSpan } from './scan-line.ts';

const WINDOW = 100;
const BEFORE_CARET = 60;
const SYNTAX = new Set(['|', '\\', '$', '{', '}']);
const CAPITAL_NAMES = /^[A-Z][A-Z0-9_., -]{0,63}$/;
const WORDS = /^[A-Za-z_., -]{1,32}$/;

/** Names in capitals (NEXTJS, CONVEX_URL): typical of the leading cells, and unlikely in a secret. */
export function isCapitalName(text: string): boolean {
  return CAPITAL_NAMES.test(text);
}

/** A name (NEXT_PUBLIC_APP_URL, Convex Backend) rather than a value: short, with digits only next to capitals. */
export function isNameLike(text: string): boolean {
  return isCapitalName(text) || WORDS.test(text);
}

/** A text as a message may quote it: a name in full, anything else only by its length, because it may be a secret. */
export function quoteName(text: string): string {
  if (text === '') return 'nothing';
  if (isNameLike(text)) return `"${text}"`;
  return `a text of length ${text.length} (not shown, it may be a secret)`;
}

/**
 * Shows the part of a row around a position, as two lines: at most 100 characters of the row, and a caret under the position.
 * Tables contain secrets, so cell contents are masked with `*` unless the cell is open; padding, pipes, escapes and `${}`
 * are shown. Control characters are shown as their symbols, one column each.
 * @param offset the position, as an offset into the text
 * @param open the spans of the text that may be shown, in ascending order, as pairs of offsets
 */
export function excerptRow(text: string, line: LineSpan, offset: number, open: readonly number[]): string {
  const lineEnd = Math.max(trimSpan(text, line.start, line.end).end, Math.min(offset + 1, line.end));
  const latestStart = Math.max(line.start, lineEnd - WINDOW);
  const start = Math.min(Math.max(line.start, offset - BEFORE_CARET), latestStart);
  const end = Math.min(lineEnd, start + WINDOW);
  let row = start > line.start ? '…' : '';
  const caret = ' '.repeat(row.length + offset - start);
  let pair = 0;

  for (let index = start; index < end; index += 1) {
    while (pair < open.length && index >= (open[pair + 1] ?? 0)) pair += 2;
    row += showCharacter(text, index, index >= (open[pair] ?? Number.POSITIVE_INFINITY));
  }

  if (end < lineEnd) row += '…';
  return `${row.toWellFormed()}\n${caret}^`;
}

function showCharacter(text: string, index: number, isOpen: boolean): string {
  const unit = text.charCodeAt(index);
  if (isPadding(unit)) return ' ';
  if (unit < 0x20) return String.fromCharCode(0x2400 + unit);
  if (unit >= 0x7f && unit < 0xa0) return '�';

  const character = text.charAt(index);
  return isOpen || SYNTAX.has(character) ? character : '*';
}
