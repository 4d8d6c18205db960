/** On the global object, because vitest bundles the config: what it imports is another module than the one of the same file outside. */
const mark = Symbol.for('airlock.reached-config');

/** Says that the runner in this process has accepted its command line and loads Airlock's config. */
export function reachConfig(): void {
  Object.assign(globalThis, { [mark]: true });
}

export function hasReachedConfig(): boolean {
  return mark in globalThis;
}
