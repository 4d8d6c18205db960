import type { Finding } from '../../support/check/finding.ts';
import type { GitHubLevel } from '../../support/families/config/index.ts';
import type { TableValue } from '../../support/profile/index.ts';

/**
 * Keys of the table that stand at a level which the table does not mean. A job reads the closest level that has the key:
 * its environment, then the repository, then the organisation.
 * Source: docs.github.com, "Using secrets in GitHub Actions", "Naming your secrets".
 * @param levels the one that the table means first, then those that a job would take in its place
 */
export function judgeLevels(rows: readonly TableValue[], [own, ...further]: readonly GitHubLevel[]): Finding[] {
  if (own === undefined) return [];
  return rows.flatMap(({ key, cell }) => {
    const name = key.toUpperCase();
    const fallback = further.find(({ names }) => names.has(name));
    if (fallback === undefined) return [];
    const isMissing = !own.names.has(name);
    return [
      {
        what: isMissing
          ? `${key} is missing in ${own.place}, and a job silently takes that of ${fallback.place}`
          : `${key} of ${own.place} shadows another one in ${fallback.place}`,
        expected: `${key} in ${own.place} alone`,
        received: isMissing
          ? `${key} in ${fallback.place} only`
          : `${key} at both levels; a job without the environment reads that of ${fallback.place}`,
        from: [cell, own.address, fallback.address],
        remedy: isMissing
          ? `Set ${key} in ${own.place}.`
          : `Remove ${key} from ${fallback.place}, so that a job without its environment fails instead.`,
      },
    ];
  });
}
