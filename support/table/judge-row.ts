import { quoteName } from './excerpt.ts';
import type { Layout } from './layout.ts';
import type { CellSpans } from './scan-cells.ts';
import { type LineSpan, trimSpan } from './scan-line.ts';
import { isVariableName, scanValue, unescapeCell } from './scan-value.ts';
import type { Cell, Row, Value } from './table.ts';

/** One problem of a row. `offset` is in UTF-16 code units from the start of the text. */
export interface Fault {
  offset: number;
  message: string;
  remedy: string;
}

const TARGET_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
const COMMA = 0x2c;

/**
 * Turns the cells of a row into a `Row`, or returns every fault in it, at most one per cell. The row must have as many cells as
 * the layout. Faults quote names, never values.
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
    faults.push({
      offset: offsetOf(key),
      message: keyMessage(key.text),
      remedy: 'Use only letters, digits and _, and do not start with a digit.',
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
        message: referenceMessage[scanned.fault.kind](where),
        remedy: `Write a reference as \${NAME}, and a literal \${ as \\\${.`,
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

const referenceMessage = {
  unterminated: (where: string) => `unterminated reference in ${where}: expected } after \${, saw the end of the cell`,
  'not a variable name': (where: string) =>
    `bad reference in ${where}: the text between \${ and } is not a variable name`,
};

function keyMessage(key: string): string {
  if (key === '') return 'the KEY is empty';
  return `the KEY is not a variable name: saw ${quoteName(key)}${describeIntruder(key)}`;
}

function targetMessage(target: string): string {
  if (target === '') return 'the TARGET is empty';
  return `the TARGET is not a name: saw ${quoteName(target)}`;
}

/** Splits a TARGET cell at commas and adds the names to `targets`. Returns a fault for the first part that is not a name. */
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
      return {
        offset: line.start + target.column - 1,
        message: targetMessage(target.text),
        remedy: 'Use letters, digits, _, - and . in names, and separate several names with commas: NEXTJS,CONVEX.',
      };
    }

    targets.push(target);
    start = at + 1;
  }

  return undefined;
}

/** Names the first character that is not allowed in a variable name; a single character does not reveal a secret. */
function describeIntruder(text: string): string {
  const [intruder] = /^[0-9]|[^A-Za-z0-9_]/u.exec(text) ?? [];
  if (intruder === undefined) return '';

  // An invisible character is named by its code point.
  const isSeen = intruder === ' ' || !/[\p{C}\p{Z}]/u.test(intruder);
  if (isSeen) return `, with ${JSON.stringify(intruder)} in it`;
  return `, with U+${hexOf(intruder)} in it`;
}

function hexOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}

/** The raw text of a span without its padding; an empty cell is positioned at the start of the span. */
function cellOf(source: { text: string; file: string }, line: LineSpan, from: number, to: number): Cell {
  const { start, end } = trimSpan(source.text, from, to);
  return { file: source.file, line: line.number, column: start - line.start + 1, text: source.text.slice(start, end) };
}
