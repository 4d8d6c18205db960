/**
 * A pattern in which `*` stands for any text, as a regular expression for the whole text.
 * @param any what `*` stands for; `[^/]*` keeps it within one part of a path
 */
export function wildcard(pattern: string, any = '.*'): RegExp {
  const parts = pattern.split('*').map((part) => RegExp.escape(part));
  return new RegExp(`^${parts.join(any)}$`);
}
