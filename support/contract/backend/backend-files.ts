import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';

/** A source file below a functions folder: its path from there, with forward slashes, and its text. */
export interface BackendFile {
  path: string;
  text: string;
  /** Whether it is pushed as a module. The others are only imported by modules. */
  isEntry: boolean;
}

const sourceName = /\.[cm]?[jt]sx?$/;

/**
 * The files of a Convex functions folder, without `_generated`.
 *
 * An entry is what the CLI pushes as a module: with one dot in its name, no space, no `#` at its start, not inside the folder of a component,
 * and with an import or export. Source: npm convex, src/bundler/index.ts (entryPoints).
 * @throws where the folder cannot be read
 */
export async function readBackendFiles(directory: string): Promise<BackendFile[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && sourceName.test(entry.name) && !/\.d\.[cm]?ts$/.test(entry.name))
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !/(^|\/)(node_modules|_generated)\//.test(path))
    .sort();
  const components = paths
    .filter((path) => /\/convex\.config\.[cm]?[jt]s$/.test(path))
    .map((path) => path.slice(0, path.lastIndexOf('/') + 1));
  const own = paths.filter((path) => !components.some((folder) => path.startsWith(folder)));
  return Promise.all(
    own.map(async (path) => {
      const text = await readFile(join(directory, path), 'utf8');
      return { path, text, isEntry: isEntryName(path) && /^\s*(?:import|export)\b/m.test(text) };
    }),
  );
}

/** Whether a path is that of a source file, and not of JSON, text or anything else that a bundler takes in. */
export function isSourceFile(path: string): boolean {
  return sourceName.test(path);
}

/** A module's name in function paths: `sites/list` for `sites/list.ts`. */
export function moduleOf(path: string): string {
  return path.replace(sourceName, '');
}

function isEntryName(path: string): boolean {
  return /^[^.#][^.]*\.[cm]?[jt]sx?$/.test(basename(path)) && !path.includes(' ') && !/^schema\.[jt]s$/.test(path);
}
