import { z } from 'zod';
import { suggestName } from '../text/suggest-name.ts';

/** A strict object whose error for an unknown key suggests the near one. */
export function strict<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? unknownKeys(issue.keys, Object.keys(shape)) : undefined),
  });
}

/** "unknown key `tabel`. Did you mean `table`?", one sentence for each. */
export function unknownKeys(keys: readonly string[], known: readonly string[]): string {
  return keys.map((key) => `unknown key \`${key}\`. ${suggestName(key, known)}`).join(' ');
}
