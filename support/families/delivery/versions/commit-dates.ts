import path from 'node:path';
import { defineReading } from '../../../reading/index.ts';
import { askGit } from '../../config/ask-git.ts';

/** What the repository knows of a version that a part reports. */
export interface CommitDate {
  /** As it is reported: a commit, its abbreviation, or a tag. */
  version: string;
  commit: string;
  /** When it was committed, in ISO 8601 and UTC. */
  at: string;
}

/** A revision that git may be asked for: what a deployment reports is anybody's text. */
const revision = /^[\w][\w./-]{0,99}$/;

/** When the commits that are reported were made. What the repository does not have is left out. */
export const commitDates = defineReading({
  name: 'delivery.commit-dates',
  effect: 'offline',
  key: ({ folder, versions }: { folder: string; versions: readonly string[] }) =>
    JSON.stringify([path.resolve(folder), [...versions].sort()]),
  async read({ folder, versions }): Promise<CommitDate[]> {
    const asked = [...new Set(versions)].filter((version) => revision.test(version));
    const known = await Promise.all(
      asked.map(async (version) => {
        const text = await askGit(folder, ['log', '-1', '--format=%H %ct', '--end-of-options', version]).catch(
          () => '',
        );
        const [, commit, seconds] = /^([0-9a-f]{40,64}) (\d+)\n/.exec(text) ?? [];
        if (commit === undefined) return undefined;
        return { version, commit, at: `${new Date(Number(seconds) * 1_000).toISOString().slice(0, 19)}Z` };
      }),
    );
    return known.filter((each) => each !== undefined);
  },
});
