import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runs, thisProcess } from './running-process.ts';

/** The name says which process made it, so that what a killed one left is told from what is in use. */
const form = /^airlock-[a-z-]+-(\d+)-(\d*)-\w{6}$/;

/**
 * The beginning of a folder's name in the system's temporary folder, for `mkdtemp`. Whoever makes the folder removes it; if the process
 * ends before, `removeTemporaryFolders` does, and if it is killed, the next run does.
 * @param name what it is for, in small letters: `site`
 */
export function temporaryPrefix(name: string): string {
  const { pid, startedAt } = thisProcess();
  return path.join(tmpdir(), `airlock-${name}-${pid}-${startedAt}-`);
}

/** A folder for data that does not fit into memory, readable by the owner alone, and removed in the end. */
export interface TemporaryFolder extends Disposable {
  path: string;
}

/**
 * Makes a folder in the system's temporary one. What processes that were killed left there is removed first: it may be documents.
 * @param name what it is for, in small letters
 */
export function temporaryFolder(name: string): TemporaryFolder {
  removeFolders(false);
  // mkdtemp gives mode 0700.
  const folder = mkdtempSync(temporaryPrefix(name));
  return { path: folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * Removes every folder of this process, those of its threads among them (a signal ends threads without a word), and those of processes
 * that no longer run. Never throws.
 */
export function removeTemporaryFolders(): void {
  removeFolders(true);
}

function removeFolders(withOwn: boolean): void {
  const own = thisProcess();
  try {
    for (const name of readdirSync(tmpdir())) {
      const [, pid, startedAt] = form.exec(name) ?? [];
      if (pid === undefined || startedAt === undefined) continue;

      const isOwn = Number(pid) === own.pid && startedAt === own.startedAt;
      if (isOwn ? withOwn : !runs({ host: own.host, pid: Number(pid), startedAt }))
        rmSync(path.join(tmpdir(), name), { recursive: true, force: true, maxRetries: 3 });
    }
  } catch {
    // Someone else's folder, or one that is being written to at this moment: the next run removes it.
  }
}
