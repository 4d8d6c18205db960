import { closeSync, constants, fchmodSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { removeLeftovers, temporaryName } from './leftovers.ts';
import { type WriteSome, writeAll } from './write-all.ts';

/** Only the owner may read what may contain secrets. */
const mode = 0o600;

/**
 * Writes a file so that at every moment, also when the process is killed or the disk is full, either the whole old file or
 * the whole new one is there: written to a temporary file beside it, synced, renamed over it (rename(2) is atomic), and the
 * folder synced. Mode 0600. A symbolic link is replaced by the file. Folders are made where they are missing.
 *
 * Temporary files of processes that were killed are removed by the next write of the same file.
 * @param write takes the bytes; a spec puts a full disk here
 * @throws Error of the system; the old file is then unchanged and nothing is left beside it
 */
export function writeAtomically(file: string, text: string, write?: WriteSome): void {
  const directory = path.dirname(file);
  mkdirSync(directory, { recursive: true });
  removeLeftovers(file);

  const temporary = temporaryName(file);
  try {
    writeSynced(temporary, text, write);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }

  syncFolder(directory);
}

function writeSynced(file: string, text: string, write: WriteSome | undefined): void {
  const bytes = Buffer.from(text);
  const handle = openSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode);
  try {
    // The umask may have taken rights away.
    fchmodSync(handle, mode);
    writeAll(handle, bytes, bytes.length, write);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** A rename only lasts once its folder is synced. Not every system lets a folder be opened. */
function syncFolder(directory: string): void {
  try {
    const handle = openSync(directory, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP'].includes(code)) throw error;
  }
}
