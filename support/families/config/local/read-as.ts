import type { LocalReader } from '../../../profile/index.ts';

/** What dotenv-expand fills in: a name after a dollar sign, unless a backslash stands before that. */
const reference = /\\\$|\$(?:\{([^{}]+)\}|([A-Za-z0-9_]+))/g;

/** Stands for what a reference gives that this file alone does not tell. No value of a table is equal to it. */
const untold = '\0';

/**
 * What a reader makes of the values that dotenv finds in a file. What depends on the environment of the reader, on defaults
 * or on references in references is marked as such: it is nothing that the table says.
 * Source: dotenv-expand 10 (Next.js) and 12 (Vite, wrangler), which take `\$` for a dollar sign.
 */
export function readAs(reader: LocalReader, values: ReadonlyMap<string, string>): Map<string, string> {
  if (reader !== 'dotenv-expand') return new Map(values);
  const known = (name: string) => {
    const value = values.get(name);
    return value === undefined || value === '' || value.includes('$') ? untold : value;
  };
  return new Map(
    [...values].map(([key, value]) => [
      key,
      value.replaceAll(reference, (found, braced?: string, bare?: string) =>
        found === '\\$' ? '$' : known(braced ?? bare ?? ''),
      ),
    ]),
  );
}

/** A value as a reader is to find it, before it is quoted. */
export function escapedFor(reader: LocalReader, value: string): string {
  return reader === 'dotenv-expand' ? value.replaceAll('$', '\\$') : value;
}
