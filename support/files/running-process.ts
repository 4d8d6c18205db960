import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process of some machine, as a file can name it. */
export interface RunningProcess {
  host: string;
  pid: number;
  /** When it was started, as the system counts; empty where the system does not say. Process numbers are used again. */
  startedAt: string;
}

export function thisProcess(): RunningProcess {
  return { host: hostname(), pid: process.pid, startedAt: startOf(process.pid) };
}

/** Whether a process still runs. One of another machine cannot be seen from here, and is taken to run. */
export function runs({ host, pid, startedAt }: RunningProcess): boolean {
  if (host !== hostname()) return true;
  return exists(pid) && startOf(pid) === startedAt;
}

/** Signal 0 only asks (kill(2)); `EPERM` says that the process runs and belongs to someone else. */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Field 22 of /proc/PID/stat (proc_pid_stat(5)); the second field, in brackets, may contain spaces. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
