/**
 * Keeps properties of an object out of everything that walks over it: JSON, `console.log`, `structuredClone`, a spread.
 * They are read by their names as before. For what may hold secrets.
 */
export function conceal<Concealed extends object>(object: Concealed, names: readonly (keyof Concealed)[]): Concealed {
  for (const name of names) {
    const value = object[name];
    Object.defineProperty(object, name, { get: () => value, enumerable: false });
  }
  return object;
}
