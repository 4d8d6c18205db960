/**
 * Whether a name passes a list of GitHub's filter patterns: the last one that matches decides, and `!` takes out
 * (docs.github.com, "Workflow syntax", filter pattern cheat sheet).
 */
export function passes(patterns: readonly string[], name: string): boolean {
  let isIn = false;
  for (const pattern of patterns) {
    const isNegated = pattern.startsWith('!');
    if (expressionOf(isNegated ? pattern.slice(1) : pattern).test(name)) isIn = !isNegated;
  }
  return isIn;
}

/** `**` is anything, `*` anything without a slash; `?` and `+` count what stands before them, as in expressions. */
function expressionOf(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/|\*\*|\*|[.^$(){}|\\]/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    return part === '*' ? '[^/]*' : `\\${part}`;
  });
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return /^$/;
  }
}

/** A name that a pattern lets through: `v*` → `v1`. */
export function exampleOf(pattern: string): string {
  return pattern.replace(/\[[^\]]*\][+*?]?|\*+/g, '1').replace(/[?+]/g, '');
}

export function isLiteral(pattern: string): boolean {
  return !/[*?+[\]!]/.test(pattern);
}
