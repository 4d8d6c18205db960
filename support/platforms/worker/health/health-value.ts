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
 * A count at a dotted path. One that is absent from the place where counts stand is zero: a limiter may keep no entry for
 * whoever has sent nothing. Undefined where that place is missing too, or something else stands there.
 */
export function countAt(answer: unknown, path: string | undefined): number | undefined {
  if (path === undefined) return undefined;
  const names = path.split('.');
  let place: unknown = answer;
  for (const [depth, name] of names.entries()) {
    if (typeof place !== 'object' || place === null || Array.isArray(place)) return undefined;
    if (!Object.hasOwn(place, name)) {
      const isLast = depth === names.length - 1;
      return depth > 0 && (isLast || Object.keys(place).length === 0) ? 0 : undefined;
    }
    place = (place as Record<string, unknown>)[name];
  }
  return typeof place === 'number' && Number.isFinite(place) ? place : undefined;
}
