import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { parseJson } from '../files/parse-json.ts';
import { errorText } from '../text/error-text.ts';
import { configurationError } from './configuration-error.ts';
import { Waiver } from './schema.ts';

/**
 * The waivers that `npm run baseline` has written. A file that is not there covers nothing.
 * @throws ConfigurationError if it cannot be read, or is not a list of waivers
 */
export function readBaseline(baseline: string | undefined, directory: string): Waiver[] {
  if (baseline === undefined) return [];
  const file = path.resolve(directory, baseline);
  if (!existsSync(file)) return [];

  try {
    return z.array(Waiver).parse(parseJson(readFileSync(file, 'utf8'), baseline));
  } catch (error) {
    const [issue] = error instanceof z.ZodError ? error.issues : [];
    const reason = issue ? `${issue.path.join('.')}: ${issue.message}` : errorText(error);
    throw configurationError(baseline, `it is not a list of waivers (${reason}).`, 'Write it with `npm run baseline`.');
  }
}
