const NUL = 0x00;
const TAB = 0x09;
const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;
const SPACE = 0x20;
const HASH = 0x23;
const PLUS = 0x2b;
const DASH = 0x2d;
const COLON = 0x3a;
const PIPE = 0x7c;
const BYTE_ORDER_MARK = 0xfeff;

/** One line of the text, as offsets; `end` excludes the line terminator. */
export interface LineSpan {
  number: number;
  start: number;
  end: number;
}

/** `separator` is a row of dashes; `binary` is a line with a NUL byte. */
export type LineKind = 'blank' | 'comment' | 'separator' | 'row' | 'binary';

/** Whether `String.prototype.trim` would remove a UTF-16 code unit. */
export function isPadding(unit: number): boolean {
  if (unit < 0x80) return unit === SPACE || (unit >= TAB && unit <= CARRIAGE_RETURN);
  return unit >= 0xa0 && (unit === BYTE_ORDER_MARK || String.fromCharCode(unit).trim() === '');
}

/** The lines of a text. LF, CRLF and a lone CR each end a line, so that a lone CR cannot hide a row behind a comment. */
export function* scanLines(text: string): Generator<LineSpan, void, undefined> {
  let start = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
  let number = 1;
  for (let index = start; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit !== LINE_FEED && unit !== CARRIAGE_RETURN) continue;

    yield { number, start, end: index };
    if (unit === CARRIAGE_RETURN && text.charCodeAt(index + 1) === LINE_FEED) index += 1;
    start = index + 1;
    number += 1;
  }

  if (start < text.length) yield { number, start, end: text.length };
}

/** The span without the padding at both ends; both offsets are `start` if there is nothing else in it. */
export function trimSpan(text: string, start: number, end: number): { start: number; end: number } {
  let first = start;
  let last = end;
  while (first < end && isPadding(text.charCodeAt(first))) first += 1;
  if (first === end) return { start, end: start };

  while (isPadding(text.charCodeAt(last - 1))) last -= 1;
  return { start: first, end: last };
}

/** Classifies a line. A `#` starts a comment only as the first character that is not padding. */
export function judgeLine(text: string, line: LineSpan, mayHoldNul: boolean): LineKind {
  if (mayHoldNul && findNul(text, line) >= 0) return 'binary';
  const { start, end } = trimSpan(text, line.start, line.end);
  if (start === end) return 'blank';
  if (text.charCodeAt(start) === HASH) return 'comment';
  return isSeparator(text, start, end) ? 'separator' : 'row';
}

/** The offset of the first NUL of a line, or -1. */
export function findNul(text: string, line: LineSpan): number {
  for (let index = line.start; index < line.end; index += 1) if (text.charCodeAt(index) === NUL) return index;
  return -1;
}

/** Whether every cell consists of dashes, with optional colons at the ends (`|:---|---:|`, `---+---`). The span is trimmed. */
function isSeparator(text: string, start: number, end: number): boolean {
  let dashes = 0;
  let cell: 'before' | 'inside' | 'after' = 'before';
  for (let index = start; index < end; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit === DASH && cell !== 'after') {
      cell = 'inside';
      dashes += 1;
    } else if (unit === COLON && cell === 'before') cell = 'inside';
    else if (unit === COLON && cell === 'inside' && dashes > 0) cell = 'after';
    else if (unit === PIPE || unit === PLUS) {
      if (dashes === 0 && index > start) return false;
      if (index === end - 1) return dashes > 0;
      cell = 'before';
      dashes = 0;
    } else if (!isPadding(unit)) return false;
    else if (cell === 'inside') cell = 'after';
  }

  return dashes > 0;
}
