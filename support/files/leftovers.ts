import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';

const form = /^\.(.+)\.airlock-([0-9a-f]{8})-(\d+)-[0-9a-f]{8}\.tmp$/;
const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** A new name beside `file` for what is not yet whole. It names the machine and the process that writes it. */
export function temporaryName(file: string): string {
  const name = `.${path.basename(file)}.airlock-${host}-${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  return path.join(path.dirname(file), name);
}

/** Removes what processes of this machine that no longer run have left beside `file`. */
export function removeLeftovers(file: string): void {
  const directory = path.dirname(file);
  for (const name of readdirSync(directory)) {
    const [, target, machine, pid] = form.exec(name) ?? [];
    if (target !== path.basename(file) || machine !== host) continue;

    const leftover = path.join(directory, name);
    if (!isBeingWritten(leftover, Number(pid))) rmSync(leftover, { force: true });
  }
}

/** In containers, one process after another has the same number: a file older than this process belongs to an earlier one. */
function isBeingWritten(leftover: string, pid: number): boolean {
  if (pid !== process.pid) return isRunning(pid);

  const startedMs = Date.now() - process.uptime() * 1_000;
  const writtenMs = statSync(leftover, { throwIfNoEntry: false })?.mtimeMs;
  return writtenMs !== undefined && writtenMs >= startedMs;
}

/** Signal 0 only asks (kill(2)); `EPERM` says that the process runs and belongs to someone else. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
