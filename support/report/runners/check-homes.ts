import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { isBuilt } from '../../files/module-file.ts';

/** Where the checks of a run are. */
export interface CheckHomes {
  /** The folder that Airlock's own `specs/` is in, absolute. */
  own: string;
  /** The folder of a team's own `specs/`, absolute: that of their config. */
  team?: string;
}

const slot = Symbol.for('airlock.team-repository');
const shelf = globalThis as { [slot]?: true };
const airlock = path.join(import.meta.dirname, '../../..');

/** From here on this process works in a team's repository, and Airlock is one of its packages. */
export function enterTeamRepository(): void {
  shelf[slot] = true;
}

/** Whether Airlock is one of the packages of a team's repository, and not a clone that is run by itself. */
export function worksInTeamRepository(): boolean {
  return isBuilt(import.meta.filename) || shelf[slot] === true;
}

/**
 * Where the checks of a deployment are. In a clone of Airlock, which is run by its own two configs: below the working directory. In a
 * team's repository, which gets its configs from `airlock/vitest` and `airlock/playwright`: in the package, and beside the team's config.
 * @param directory the folder of the deployment's config
 */
export function checkHomes(directory: string): CheckHomes {
  if (!worksInTeamRepository()) return { own: process.cwd() };
  return isSameFolder(directory, airlock) ? { own: airlock } : { own: airlock, team: path.resolve(directory) };
}

function isSameFolder(one: string, other: string): boolean {
  return existsSync(one) && realpathSync(one) === realpathSync(other);
}
