import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { configurationError } from '../configuration-error.ts';
import { shownPath } from '../shown-path.ts';

const largestBytes = 1024 * 1024;

/**
 * The variables of `.env.local` beside the config. Only for an environment of the class development.
 * @returns undefined where there is no such file
 * @throws ConfigurationError where it is there and cannot be read
 */
export function readLocalVariables(directory: string): Readonly<Record<string, string | undefined>> | undefined {
  const file = path.join(directory, '.env.local');
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  const refuse = (seen: string) =>
    configurationError(shownPath(file), `the local variables cannot be read: ${seen}.`, 'Mend the file or remove it.');
  if (!stats.isFile()) throw refuse(stats.isDirectory() ? 'it is a directory' : 'it is not a regular file');
  if (stats.size > largestBytes) throw refuse(`it has ${stats.size} bytes, more than the limit of ${largestBytes}`);
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    throw refuse((error as Error).message);
  }
}
