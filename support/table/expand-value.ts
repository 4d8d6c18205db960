import type { Value } from './table.ts';

/**
 * Replaces a value's `${NAME}` references. The inserted text is not expanded again.
 * @param lookup returns a variable's value, or undefined if it is not set; '' is a value
 * @returns the text, in which unset references stay as written, and the names of the unset variables, each once
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
