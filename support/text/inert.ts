import { escapeTerminal } from './escape-terminal.ts';

/**
 * A value of plain data in which every string can be shown anywhere: what a terminal obeys or hides (C0 and C1 controls, ANSI, bidi and
 * zero-width characters) is written out as its code point. Tabs and line feeds stay.
 */
export function inertDeep<Value>(value: Value): Value {
  return inertValue(value) as Value;
}

function inertValue(value: unknown): unknown {
  if (typeof value === 'string') return escapeTerminal(value.replaceAll('\r\n', '\n'));
  if (Array.isArray(value)) return value.map(inertValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [escapeTerminal(key), inertValue(item)]));
}
