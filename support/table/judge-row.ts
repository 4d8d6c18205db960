import { quoteName } from './excerpt.ts';
import type { Layout } from './layout.ts';
import type { CellSpans } from './scan-cells.ts';
import { type LineSpan, trimSpan } from './scan-line.ts';
import { isVariableName, scanValue, unescapeCell } from './scan-value.ts';
import type { Cell, Row, Value } from './table.ts';

/** What is wrong at an offset of the text. */
export interface Fault {
  offset: number;
  message: string;
  remedy: string;
}

const TARGET_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
const COMMA = 0x2c;

/**
 * Turns the cells of a row, as many as its layout has, into the row; or says everything that is wrong with it, one fault a
 * cell at most. Faults quote names, never values.
 */
export function judgeRow(
  source: { text: string; file: string },
  line: LineSpan,
  cells: CellSpans,
  layout: Layout,
): { row: Row } | { faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const cellAt = (index: number): Cell =>
    cellOf(source, line, cells.bounds[2 * index] ?? line.end, cells.bounds[2 * index + 1] ?? line.end);
  const offsetOf = (cell: Cell): number => line.start + cell.column - 1;

  const key = cellAt(layout.key);
  if (!isVariableName(key.text)) {
    const isEmpty = key.text === '';
    faults.push({
      offset: offsetOf(key),
      message: isEmpty
        ? 'the KEY is empty'
        : `the KEY is no variable name: saw ${quoteName(key.text)}${describeIntruder(key.text)}`,
      remedy: 'Write letters, digits and _ only, the first no digit.',
    });
  }

  const targets: Cell[] = [];
  const targetFault = splitTargets(source, line, cells, layout.target, targets);
  if (targetFault) faults.push(targetFault);

  const values = new Map<string, Value>();
  let shared: { index: number; value: Value } | undefined;
  for (const { environment, index } of layout.values) {
    if (shared?.index === index) {
      values.set(environment, shared.value);
      continue;
    }
    const raw = cellAt(index);
    const scanned = scanValue(raw.text, raw.column);
    if (scanned.fault) {
      const where = `${layout.names[index] ?? environment} of ${isVariableName(key.text) ? key.text : 'this row'}`;
      faults.push({
        offset: offsetOf(raw) + scanned.fault.offset,
        message:
          scanned.fault.kind === 'unterminated'
            ? `unterminated reference in ${where}: expected } after \${, saw the end of the cell`
            : `bad reference in ${where}: what stands between \${ and } is no variable name`,
        remedy: `Write a reference as \${NAME}, and \${ that is meant as text as \\\${.`,
      });
    }
    raw.text = scanned.text;
    const value: Value = Object.assign(raw, { references: scanned.references });
    shared = { index, value };
    values.set(environment, value);
  }
  if (faults.length > 0) return { faults };

  const row: Row = { line: line.number, targets, key, values };
  if (layout.group === undefined) return { row };
  const group = cellAt(layout.group);
  return { row: { ...row, group: { ...group, text: unescapeCell(group.text) } } };
}

/** Adds the names of a TARGET cell, split at commas, to `targets`; the first part that is no name is the fault. */
function splitTargets(
  source: { text: string; file: string },
  line: LineSpan,
  cells: CellSpans,
  index: number,
  targets: Cell[],
): Fault | undefined {
  const end = cells.bounds[2 * index + 1] ?? line.end;
  let start = cells.bounds[2 * index] ?? line.end;
  for (let at = start; at <= end; at += 1) {
    if (at < end && source.text.charCodeAt(at) !== COMMA) continue;
    const target = cellOf(source, line, start, at);
    if (!TARGET_NAME.test(target.text)) {
      const isEmpty = target.text === '';
      return {
        offset: line.start + target.column - 1,
        message: isEmpty ? 'the TARGET is empty' : `the TARGET is no name: saw ${quoteName(target.text)}`,
        remedy: 'Write names of letters, digits, _, - and ., several with a comma between them: NEXTJS,CONVEX.',
      };
    }
    targets.push(target);
    start = at + 1;
  }
  return undefined;
}

/** The first character that keeps a text from being a variable name; one character tells no secret. */
function describeIntruder(text: string): string {
  const [intruder] = /^[0-9]|[^A-Za-z0-9_]/u.exec(text) ?? [];
  if (intruder === undefined) return '';
  // What nobody sees is named by its number.
  const isSeen = intruder === ' ' || !/[\p{C}\p{Z}]/u.test(intruder);
  const shown = isSeen ? JSON.stringify(intruder) : `U+${hexOf(intruder)}`;
  return `, with ${shown} in it`;
}

function hexOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}

/** The raw text of a span without its padding; an empty cell stands at the span's start. */
function cellOf(source: { text: string; file: string }, line: LineSpan, from: number, to: number): Cell {
  const { start, end } = trimSpan(source.text, from, to);
  return { file: source.file, line: line.number, column: start - line.start + 1, text: source.text.slice(start, end) };
}
