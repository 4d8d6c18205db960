import { execFileSync } from 'node:child_process';

/**
 * The commit that a run is about: `AIRLOCK_COMMIT`, else GitHub's `GITHUB_SHA`, else the one that git has checked out.
 * @returns null if none of them is known
 */
export function commitUnderTest(directory: string, variables: NodeJS.ProcessEnv = process.env): string | null {
  const given = variables.AIRLOCK_COMMIT || variables.GITHUB_SHA;
  if (given) return given;
  try {
    return (
      execFileSync('git', ['rev-parse', 'HEAD'], {
        cwd: directory,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        timeout: 5_000,
      }).trim() || null
    );
  } catch {
    return null;
  }
}
