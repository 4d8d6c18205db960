import type { Reference } from './table.ts';

/** A scanned value; `fault` is the first `${` that does not name a variable, as an offset into the raw text. */
export interface ScannedValue {
  text: string;
  references: readonly Reference[];
  fault?: { offset: number; kind: 'unterminated' | 'not a variable name' };
}

const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const ESCAPE = /\\(?:[|\\]|\$(?=\{))/g;
const NONE: readonly Reference[] = Object.freeze([]);

/** Whether a text can name an environment variable (POSIX.1-2024, 8.1: letters, digits and `_`, not starting with a digit; here in either case). */
export function isVariableName(text: string): boolean {
  return VARIABLE_NAME.test(text);
}

/** Unescapes a cell without references: `\|`, `\\` and `\${` become `|`, `\` and `${`; any other backslash is literal. */
export function unescapeCell(raw: string): string {
  return raw.includes('\\') ? raw.replace(ESCAPE, (sequence) => sequence.slice(1)) : raw;
}

/**
 * Unescapes a value and finds its `${NAME}` references.
 * @param raw the cell's text without padding
 * @param column where the raw text starts in its line, from 1
 */
export function scanValue(raw: string, column: number): ScannedValue {
  if (!raw.includes('${')) return { text: unescapeCell(raw), references: NONE };

  const references: Reference[] = [];
  let text = '';
  let copied = 0;
  let index = 0;

  while (index < raw.length) {
    const unit = raw[index];
    if (unit === '\\') {
      const escaped = escapeLength(raw, index);
      if (escaped === 0) index += 1;
      else {
        text += raw.slice(copied, index) + raw.slice(index + 1, index + escaped);
        index += escaped;
        copied = index;
      }
    } else if (unit === '$' && raw[index + 1] === '{') {
      const close = raw.indexOf('}', index + 2);
      if (close < 0) return { text: raw, references, fault: { offset: index, kind: 'unterminated' } };

      const name = raw.slice(index + 2, close);
      if (!isVariableName(name))
        return { text: raw, references, fault: { offset: index, kind: 'not a variable name' } };

      references.push({ name, column: column + index, offset: text.length + index - copied });
      index = close + 1;
    } else index += 1;
  }

  return { text: text + raw.slice(copied), references };
}

/** The length in code units of the escape at a backslash, or 0 if the backslash is literal. */
function escapeLength(raw: string, index: number): 0 | 2 | 3 {
  const next = raw[index + 1];
  if (next === '|' || next === '\\') return 2;
  return next === '$' && raw[index + 2] === '{' ? 3 : 0;
}
