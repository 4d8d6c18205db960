import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { withGrant } from '../../http/pass-grant.ts';

const gitMs = 5_000;

/**
 * Which of some files git tracks. A folder that is not a repository tracks none.
 * @returns undefined where git could not be asked: it is not installed, or refuses a repository that belongs to another user
 */
export function trackedFiles(files: readonly string[]): ReadonlySet<string> | undefined {
  const found = new Set<string>();
  for (const [directory, inside] of Map.groupBy(files, (file) => path.dirname(file))) {
    const names = inside.map((file) => path.basename(file));
    const asked = withGrant(() =>
      spawnSync('git', ['--no-optional-locks', '--literal-pathspecs', 'ls-files', '-z', '--', ...names], {
        cwd: directory,
        encoding: 'utf8',
        timeout: gitMs,
      }),
    );
    if (asked.status !== 0 && repositoryAround(directory) !== undefined) return undefined;
    for (const name of (asked.stdout ?? '').split('\0').filter(Boolean)) found.add(path.join(directory, name));
  }
  return found;
}

/** The folder at or above another one that is a git repository; undefined where none is. */
export function repositoryAround(directory: string): string | undefined {
  for (let folder = directory; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, '.git'))) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}
