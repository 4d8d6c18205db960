import { type LineSpan, trimSpan } from './scan-line.ts';

const BACKSLASH = 0x5c;
const PIPE = 0x7c;

/** A row wider than this is counted to its end, but its further cells are not kept, so that a file of pipes stays cheap. */
export const MAXIMUM_COLUMNS = 1_000;

/** The cells of one row as offsets into the text: `bounds[2i]` is after the pipe that opens cell i, `bounds[2i + 1]` before the next. */
export interface CellSpans {
  count: number;
  bounds: readonly number[];
}

/**
 * Finds the cells of a row in one pass. A pipe at the start of the line and one at its end are the frame and open no cell;
 * so a last cell that is empty needs the closing pipe. `\|` and `\\` are escapes and end no cell.
 */
export function scanCells(text: string, line: LineSpan): CellSpans {
  const { start: first, end } = trimSpan(text, line.start, line.end);
  const bounds: number[] = [];
  let count = 0;
  let opened = text.charCodeAt(first) === PIPE ? first + 1 : first;
  for (let index = opened; index < end; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit === BACKSLASH) index += 1;
    else if (unit === PIPE) {
      if (count < MAXIMUM_COLUMNS) bounds.push(opened, index);
      count += 1;
      opened = index + 1;
    }
  }
  if (opened < end || count === 0) {
    if (count < MAXIMUM_COLUMNS) bounds.push(opened, end);
    count += 1;
  }
  return { count, bounds };
}
