import type { Value } from './table.ts';

/**
 * Fills in a value's `${NAME}` references. What a reference gives is not expanded again.
 * @param lookup gives a variable's value, or undefined where it is not set; '' is a value
 * @returns the text, in which a reference that is not set stays as it is written, and the names that are not set, each once
 */
export function expandValue(
  value: Value,
  lookup: (name: string) => string | undefined,
): { text: string; missing: readonly string[] } {
  const missing = new Set<string>();
  let text = '';
  let copied = 0;
  for (const { name, offset } of value.references) {
    const given = lookup(name);
    if (given === undefined) {
      missing.add(name);
      continue;
    }
    text += value.text.slice(copied, offset) + given;
    copied = offset + `\${${name}}`.length;
  }
  return { text: text + value.text.slice(copied), missing: [...missing] };
}
