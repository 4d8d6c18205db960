/** By how much a count rose from one look to the next; not a number where it was not told. */
export function risesOf(counts: readonly (number | undefined)[]): number[] {
  return counts.slice(1).map((count, index) => (count ?? Number.NaN) - (counts[index] ?? Number.NaN));
}

/**
 * The largest cost of a request that would explain every rise: their greatest common divisor. One where a look saw a single
 * request, or where the requests of others mixed in by chance; more than one where every request may cost more.
 */
export function commonCost(rises: readonly number[]): number {
  const divisor = (one: number, other: number): number => (other === 0 ? one : divisor(other, one % other));
  return rises.some((rise) => !Number.isInteger(rise) || rise < 1) ? 1 : rises.reduce(divisor, 0);
}
