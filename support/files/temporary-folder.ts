import { readdirSync, rmSync } from 'node:fs';
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

/**
 * Removes every folder of this process, those of its threads among them (a signal ends threads without a word), and those of processes
 * that no longer run. Never throws.
 */
export function removeTemporaryFolders(): void {
  const own = thisProcess();
  try {
    for (const name of readdirSync(tmpdir())) {
      const [, pid, startedAt] = form.exec(name) ?? [];
      if (pid === undefined || startedAt === undefined) continue;

      const isOwn = Number(pid) === own.pid && startedAt === own.startedAt;
      if (isOwn || !runs({ host: own.host, pid: Number(pid), startedAt }))
        rmSync(path.join(tmpdir(), name), { recursive: true, force: true, maxRetries: 3 });
    }
  } catch {
    // Someone else's folder, or one that is being written to at this moment: the next run removes it.
  }
}
