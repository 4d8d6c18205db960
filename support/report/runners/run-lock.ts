import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { removeLeftovers, temporaryName } from '../../files/leftovers.ts';
import { jsonIn } from '../../files/parse-json.ts';
import { runs, thisProcess } from '../../files/running-process.ts';
import { removeTemporaryFolders } from '../../files/temporary-folder.ts';
import { ConfigurationError } from '../../profile/index.ts';

const lockName = '.running.json';
/** Other runs leave a file in here when they start while this one is under way. */
const besideName = '.beside';

const Lock = z.object({
  host: z.string(),
  pid: z.number(),
  startedAt: z.string(),
  project: z.string(),
  environments: z.array(z.string()),
  since: z.string(),
});
type Lock = z.infer<typeof Lock>;

/** Another run holds the folder: its verdict is not ours to take away. */
export class RunUnderWay extends ConfigurationError {}

export interface LockedRun {
  project: string;
  environments: readonly string[];
}

/**
 * Claims a project's folder of reports for the length of this process: two runs of one project would write over each other's
 * verdict. The claim ends with the process, however it ends.
 * @returns the other runs that were under way on the same environments since then, for the verdict
 * @throws RunUnderWay that names the process, if another run holds the folder
 */
export function lockRun(reportsDirectory: string, { project, environments }: LockedRun): () => string[] {
  const file = path.join(reportsDirectory, lockName);
  const own: Lock = { ...thisProcess(), project, environments: [...environments], since: new Date().toISOString() };
  mkdirSync(reportsDirectory, { recursive: true });
  claim(file, own);
  process.on('exit', () => {
    rmSync(file, { force: true });
    removeTemporaryFolders();
  });

  const beside = path.join(reportsDirectory, besideName);
  rmSync(beside, { recursive: true, force: true });
  const before = neighboursOf(reportsDirectory, own);
  for (const { directory } of before) tell(directory, own);

  return () => {
    const later = namesIn(beside).flatMap((name) => lockIn(path.join(beside, name)) ?? []);
    rmSync(beside, { recursive: true, force: true });
    const all = [...before.map(({ lock }) => lock), ...later];
    return [...new Set(all.map((lock) => `${lock.project} (process ${lock.pid}, since ${lock.since})`))];
  };
}

/**
 * Puts the lock in its place, which fails if one is there; a lock of a process that has ended is taken over. It is linked, and not
 * written, there: nobody ever reads half of one.
 */
function claim(file: string, own: Lock): void {
  removeLeftovers(file);
  const whole = temporaryName(file);
  try {
    writeFileSync(whole, `${JSON.stringify(own)}\n`, { mode: 0o600 });
    for (let attempt = 0; !linked(whole, file); attempt += 1) {
      const holder = lockIn(file);
      if (holder !== undefined && (runs(holder) || attempt === 2)) throw heldBy(holder, file);
      rmSync(file, { force: true });
    }
  } finally {
    rmSync(whole, { force: true });
  }
}

function linked(whole: string, file: string): boolean {
  try {
    linkSync(whole, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

function heldBy({ project, pid, host, since }: Lock, file: string): Error {
  const shown = path.relative(process.cwd(), file);
  return new RunUnderWay([
    {
      place: `--project ${project}`,
      message: `another run of it has been writing to ${path.dirname(shown)} since ${since} (process ${pid} on ${host}).`,
      remedy: `Wait until it ends. If it no longer runs, delete ${shown}.`,
    },
  ]);
}

/** Runs of other projects of this deployment that look at one of the same environments. */
function neighboursOf(reportsDirectory: string, own: Lock): { directory: string; lock: Lock }[] {
  const deployment = path.dirname(reportsDirectory);
  return namesIn(deployment)
    .map((name) => path.join(deployment, name))
    .filter((directory) => directory !== reportsDirectory)
    .flatMap((directory) => {
      const lock = lockIn(path.join(directory, lockName));
      const isNear =
        lock?.environments.some((name) => own.environments.includes(name)) && !isOurs(lock, own) && runs(lock);
      return lock !== undefined && isNear ? [{ directory, lock }] : [];
    });
}

/** A run of several projects claims the folders of all of them. */
function isOurs(lock: Lock, own: Lock): boolean {
  return lock.host === own.host && lock.pid === own.pid;
}

/** Leaves word with a run that is under way. Not being able to costs the mark in its verdict, and no more. */
function tell(directory: string, own: Lock): void {
  try {
    mkdirSync(path.join(directory, besideName), { recursive: true });
    writeFileSync(path.join(directory, besideName, `${own.project}-${own.pid}.json`), JSON.stringify(own));
  } catch {
    // Its folder went away with its run.
  }
}

function lockIn(file: string): Lock | undefined {
  try {
    return Lock.safeParse(jsonIn(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
