/** The value that stands at a dotted path of an answer; undefined where there is none. */
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
