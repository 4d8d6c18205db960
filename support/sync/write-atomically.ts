import { constants } from 'node:fs';
import { chmod, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** Only the owner may read what holds secrets. */
const mode = 0o600;
const temporaryForm = /^\.(.+)\.airlock-[0-9a-f-]{36}\.tmp$/;

/**
 * Writes a file so that at every moment, also when the process is killed, the whole old one or the whole new one stands
 * there: written beside it, synced, renamed over it (rename(2) is atomic), and the folder synced. Mode 0600.
 * What a run that was killed has left behind goes away with the next.
 */
export async function writeAtomically(file: string, text: string): Promise<void> {
  const directory = path.dirname(file);
  await mkdir(directory, { recursive: true });
  await removeLeftovers(file);
  const temporary = path.join(directory, `.${path.basename(file)}.airlock-${crypto.randomUUID()}.tmp`);
  try {
    const handle = await open(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // The mask of the process may have taken rights away; nothing may have added any.
    await chmod(temporary, mode);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(directory);
}

async function removeLeftovers(file: string): Promise<void> {
  const directory = path.dirname(file);
  const left = (await readdir(directory)).filter((name) => temporaryForm.exec(name)?.[1] === path.basename(file));
  await Promise.all(left.map((name) => rm(path.join(directory, name), { force: true })));
}

/** A rename is only lasting once its folder is. Not every system lets a folder be opened. */
async function syncFolder(directory: string): Promise<void> {
  try {
    const handle = await open(directory, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
