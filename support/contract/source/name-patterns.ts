/** How a module name matches a pattern of `paths`, `exports` or `imports`, which may contain one `*`. */
export interface PatternMatch {
  /** The text in the place of `*`; empty where the pattern has none. */
  star: string;
  /** Length of the text before `*`: of several patterns that match, the longest counts. An exact match is longer than any. */
  prefixLength: number;
}

/** The match of `value` with `pattern`, or undefined. */
export function matchPattern(pattern: string, value: string): PatternMatch | undefined {
  const at = pattern.indexOf('*');
  if (at === -1) return pattern === value ? { star: '', prefixLength: pattern.length + 1 } : undefined;

  const [prefix, suffix] = [pattern.slice(0, at), pattern.slice(at + 1)];
  const isMatch = value.length >= prefix.length + suffix.length && value.startsWith(prefix) && value.endsWith(suffix);
  return isMatch ? { star: value.slice(at, value.length - suffix.length), prefixLength: at } : undefined;
}

/** `target` with what a pattern's `*` matched in the place of its own. */
export function fillPattern(target: string, { star }: PatternMatch): string {
  return target.replaceAll('*', () => star);
}
