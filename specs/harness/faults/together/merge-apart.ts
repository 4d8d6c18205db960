/** Said where two differences touch the same thing. */
export const conflict = Symbol('conflict');

type Plain = Readonly<Record<string, unknown>>;

/**
 * Two sets of differences as one: objects by their keys, lists one after the other. Anything else that both of them have is a
 * conflict, also where it is equal.
 */
export function mergeApart(first: unknown, second: unknown): unknown {
  if (first === undefined || second === undefined) return first ?? second;
  if (Array.isArray(first) && Array.isArray(second)) return [...first, ...second];
  if (!isPlain(first) || !isPlain(second)) return conflict;

  const keys = new Set([...Object.keys(first), ...Object.keys(second)]);
  const merged = [...keys].map((key) => [key, mergeApart(first[key], second[key])] as const);
  return merged.some(([, value]) => value === conflict) ? conflict : Object.fromEntries(merged);
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
