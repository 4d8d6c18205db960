import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A place in a file; lines and columns count from 1. */
export interface FaultPlace {
  /** Absolute. */
  file: string;
  line: number;
  column: number;
}

/**
 * Where in one of the files an error was raised while they were loaded; undefined where the error does not say.
 * @param files absolute; anything outside them is somebody else's place
 */
export async function faultPlace(error: unknown, files: readonly string[]): Promise<FaultPlace | undefined> {
  if (!(error instanceof Error)) return undefined;
  const parsed = error instanceof SyntaxError ? (markedPlace(error) ?? (await parsedPlace(files))) : undefined;
  const found = parsed ?? importPlace(error, files) ?? framePlace(error, files);
  return found && files.includes(found.file) ? found : undefined;
}

/** What Node prints before the stack of a syntax error: the file and the line, the source, and marks below the place. */
function markedPlace({ stack = '' }: Error): FaultPlace | undefined {
  const [, file, line, marks] = /^(.+):(\d+)\n(?:[^\n]*\n)*?([ \t]*)\^/.exec(stack) ?? [];
  return file === undefined ? undefined : placed(file, line, (marks?.length ?? 0) + 1);
}

/** Where the first file that cannot be parsed breaks off: Node marks no place where a file ends too soon. */
async function parsedPlace(files: readonly string[]): Promise<FaultPlace | undefined> {
  const { parseSync } = await import('oxc-parser');
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const [fault] = parseSync(file, text, { sourceType: 'module' }).errors;
    if (fault === undefined) continue;
    const before = text.slice(0, fault.labels[0]?.start ?? text.length).split('\n');
    return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  }
  return undefined;
}

/** The import of what cannot be found: the error names who imports it, and not where. */
function importPlace(error: Error, files: readonly string[]): FaultPlace | undefined {
  const [, missing = '', importer = ''] =
    /^Cannot find (?:module|package) '([^']+)' imported from (.+)$/m.exec(error.message) ?? [];
  const file = asPath(importer);
  if (!files.includes(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const name = path.basename(missing);
  for (const [index, text] of lines.entries()) {
    const specifier = [...text.matchAll(/(['"`])([^'"`]+)\1/g)].find((match) => path.basename(match[2] ?? '') === name);
    if (specifier) return { file, line: index + 1, column: specifier.index + 1 };
  }
  return undefined;
}

/** The nearest frame of what was thrown while a file was evaluated. */
function framePlace({ stack = '' }: Error, files: readonly string[]): FaultPlace | undefined {
  for (const frame of stack.split('\n')) {
    const [, file, line, column] =
      /^\s+at (?:.*\()?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/.exec(frame) ?? [];
    const found = file === undefined ? undefined : placed(file, line, Number(column));
    if (found && files.includes(found.file)) return found;
  }
  return undefined;
}

function placed(file: string, line: string | undefined, column: number): FaultPlace {
  return { file: asPath(file), line: Number(line), column };
}

/** A path, of an address or a path that may have a query. */
function asPath(file: string): string {
  const bare = file.replace(/\?.*$/, '');
  return bare.startsWith('file://') ? fileURLToPath(bare) : path.normalize(bare);
}
