import path from 'node:path';
import type { Profile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { askGit } from './ask-git.ts';

/** The table as one commit has it. */
interface TableVersion {
  commit: string;
  /** In ISO 8601. */
  committedAt: string;
  text: string;
}

/** How the table came to be what it is; `missing` says why nothing is known of it. */
export interface TableHistory {
  /** The newest first. */
  versions: readonly TableVersion[];
  /** The oldest of them is the one in which the table was made. */
  isWhole: boolean;
  missing?: string;
}

/** Further back nobody looks for the change of a value. */
const mostVersions = 100;
const entry = /^commit (?<commit>[0-9a-f]{40,64}) (?<committedAt>\S+)\n+(?<file>[^\n]+)$/gm;

/** Reads the versions of the table from git, also under its former names: `git log --follow` and `git cat-file --batch`. */
export const tableHistory = defineReading({
  name: 'config.table-history',
  effect: 'offline',
  key: ({ directory, table }: Profile) => path.resolve(directory, table.file),
  async read({ directory, table }): Promise<TableHistory> {
    const file = path.resolve(directory, table.file);
    const folder = path.dirname(file);
    try {
      const log = ['-c', 'core.quotePath=false', 'log', '--follow', '--name-only', '--format=commit %H %cI'];
      const listed = await askGit(folder, [...log, '-n', `${mostVersions + 1}`, '--', file]);
      const commits = [...listed.matchAll(entry)].map(({ groups = {} }) => groups);
      if (commits.length === 0) return { versions: [], isWhole: false, missing: 'git does not track the table' };
      const texts = await textsOf(
        folder,
        commits.slice(0, mostVersions).map(({ commit, file: name }) => `${commit}:${name}`),
      );
      const versions = texts.flatMap((text, index) => {
        const { commit = '', committedAt = '' } = commits[index] ?? {};
        return text === undefined ? [] : [{ commit, committedAt, text }];
      });
      const shallow = await askGit(folder, ['rev-parse', '--is-shallow-repository']);
      const isWhole = commits.length <= mostVersions && versions.length === commits.length;
      return { versions, isWhole: isWhole && shallow.trim() === 'false' };
    } catch (error) {
      const { code } = error as { code?: unknown };
      // git ends with 128 where there is no repository.
      return {
        versions: [],
        isWhole: false,
        missing: code === 128 ? 'the table is in no repository' : 'git could not be asked',
      };
    }
  },
});

/** The contents of objects, in one question; undefined for one that is not there. */
async function textsOf(folder: string, names: readonly string[]): Promise<(string | undefined)[]> {
  let rest = Buffer.from(await askGit(folder, ['cat-file', '--batch'], `${names.join('\n')}\n`));
  return names.map(() => {
    const end = rest.indexOf('\n');
    const size = /^[0-9a-f]+ blob (\d+)$/.exec(rest.toString('utf8', 0, end))?.[1];
    if (size === undefined) {
      rest = rest.subarray(end + 1);
      return undefined;
    }
    const text = rest.toString('utf8', end + 1, end + 1 + Number(size));
    rest = rest.subarray(end + 2 + Number(size));
    return text;
  });
}
