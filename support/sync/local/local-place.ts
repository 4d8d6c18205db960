import { lstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import { shownPath } from '../../profile/index.ts';
import { Refusal } from '../refusal.ts';

/** Where a local file really is. */
export interface LocalPlace {
  /** The file that is written: the target of a symbolic link. */
  file: string;
  /** As the config names it, and where a link leads. */
  shown: string;
}

/**
 * Follows a symbolic link to the file that is meant, so that the link stays one.
 * @throws Refusal if the link leads nowhere, or if replacing the file would do something else than changing it
 */
export function localPlace(file: string, shown: string): LocalPlace {
  const own = statsOf(file, lstatSync);
  if (own === undefined) return { file, shown };
  const isLink = own.isSymbolicLink();
  const stats = isLink ? statsOf(file, statSync) : own;
  if (stats === undefined)
    throw refuse(`${shown} is a symbolic link that leads nowhere. Create the file it leads to, or remove the link.`);

  const real = isLink ? realpathSync(file) : file;
  const named = isLink ? `${shown} (a link to ${shownPath(real)})` : shown;
  if (!stats.isFile()) throw refuse(`${named} is not a regular file.`);
  if (stats.nlink > 1)
    throw refuse(
      `${named} has ${stats.nlink} hard links, and the others would keep the old content. Make it a symbolic link, or a file of its own.`,
    );
  if ((stats.mode & 0o200) === 0) throw refuse(`${named} is read-only. Run \`chmod u+w\` on it if it may be written.`);
  return { file: real, shown: named };
}

function refuse(reason: string): Refusal {
  return new Refusal('configuration', [reason]);
}

function statsOf(file: string, read: (file: string) => Stats): Stats | undefined {
  try {
    return read(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw refuse(`${shownPath(file)} cannot be looked at: ${(error as Error).message}.`);
  }
}
