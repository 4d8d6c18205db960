/**
 * JSON with sorted keys and without spaces, so that equal values have equal texts, whoever wrote them.
 * Source: RFC 8785, "JSON Canonicalization Scheme", 3.2.3.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value)) ?? 'null';
}

function sorted(value: unknown): unknown {
  // `1e400` is read as infinite, which JSON would write as null.
  if (typeof value === 'number' && !Number.isFinite(value)) return { infinite: String(value) };
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;

  const entries = Object.entries(value).sort(([one], [other]) => compareUnits(one, other));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

/** By UTF-16 code units, as the RFC asks. */
function compareUnits(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
