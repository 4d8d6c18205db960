/** The value that stands at a dotted path of an answer; undefined where there is none. A number names an item of a list. */
export function valueAt(answer: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
      ? (value as Record<string, unknown>)[name]
      : undefined;
  }, answer);
}

/** The number at a dotted path; undefined where there is none, or something else. */
export function numberAt(answer: unknown, path: string | undefined): number | undefined {
  const value = path === undefined ? undefined : valueAt(answer, path);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/**
 * A count at a dotted path, as a number or as digits. An absent entry of an object of counts is zero: a limiter may keep no entry for a
 * client that has sent nothing. Undefined where the object is missing too, or contains something other than counts.
 */
export function countAt(answer: unknown, path: string | undefined): number | undefined {
  return path === undefined ? undefined : countBelow(answer, path.split('.'), 0);
}

function countBelow(place: unknown, names: readonly string[], depth: number): number | undefined {
  const [name, ...deeper] = names;
  if (name === undefined) {
    if (typeof place === 'string' && /^\d+$/.test(place)) return Number(place);
    return typeof place === 'number' && Number.isFinite(place) ? place : undefined;
  }
  if (typeof place !== 'object' || place === null || Array.isArray(place)) return undefined;
  if (Object.hasOwn(place, name)) return countBelow((place as Record<string, unknown>)[name], deeper, depth + 1);
  // Entries beside it that have such a count show that this is where counts stand.
  const isOfCounts =
    deeper.length === 0 || Object.values(place).every((other) => countBelow(other, deeper, depth + 1) !== undefined);
  return depth > 0 && isOfCounts ? 0 : undefined;
}
