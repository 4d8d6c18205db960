import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isLeftBehind, ownerName } from './leftovers.ts';

/** A folder for data that does not fit into memory, readable by the owner alone, and removed in the end. */
export interface TemporaryFolder extends Disposable {
  path: string;
}

/**
 * Makes a folder in the system's temporary one. Folders of the same kind whose process was killed are removed first: they may
 * hold documents.
 * @param kind stands at the beginning of its name: "airlock-migration"
 */
export function temporaryFolder(kind: string, parent: string = tmpdir()): TemporaryFolder {
  removeFoldersLeftBehind(kind, parent);
  // mkdtemp gives mode 0700.
  const folder = mkdtempSync(path.join(parent, `${kind}-${ownerName()}-`));
  return {
    path: folder,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function removeFoldersLeftBehind(kind: string, parent: string): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(`${kind}-`)) continue;

    const folder = path.join(parent, name);
    const [, owner = ''] = /^-([0-9a-f]{8}-\d+)-\w{6}$/.exec(name.slice(kind.length)) ?? [];
    if (owner !== '' && isLeftBehind(folder, owner)) removeIfOurs(folder);
  }
}

/** Another user's folder is theirs to remove. */
function removeIfOurs(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['EPERM', 'EACCES'].includes(code)) throw error;
  }
}
