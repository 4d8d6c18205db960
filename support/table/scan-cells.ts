import { type LineSpan, trimSpan } from './scan-line.ts';

const BACKSLASH = 0x5c;
const PIPE = 0x7c;

/** Cells beyond this number are counted but not kept, so that a file full of pipes stays cheap. */
export const MAXIMUM_COLUMNS = 1_000;

/** The cells of one row as offsets into the text: cell i runs from `bounds[2i]`, after its pipe, to `bounds[2i + 1]`, before the next. */
export interface CellSpans {
  count: number;
  bounds: readonly number[];
}

/**
 * Finds the cells of a row in one pass. Pipes at the start and end of the line are the frame and do not open a cell,
 * so an empty last cell needs the closing pipe. The escapes `\|` and `\\` do not end a cell.
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
