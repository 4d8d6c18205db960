/** Names of sections of the config (lower case, digits, single hyphens) for what has other names; no two are the same. */
export function namesFor(given: readonly string[]): string[] {
  const taken = new Set<string>();
  return given.map((each) => {
    const bare = (each.split('/').at(-1) ?? each)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replace(/^[^a-z]+|-+$/g, '');
    const base = bare === '' ? 'app' : bare;
    let name = base;
    for (let number = 2; taken.has(name); number += 1) name = `${base}-${number}`;
    taken.add(name);
    return name;
  });
}
