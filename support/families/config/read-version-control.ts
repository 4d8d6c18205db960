import path from 'node:path';
import type { Profile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { askGit } from './ask-git.ts';

/** Whether the table is under version control: as the config says, else as git says. */
export interface VersionControl {
  versioned: boolean;
  /** Who says so. */
  source: string;
}

/** Asks git whether it tracks the table. Where git cannot be asked, the table is taken to be under version control. */
export const tableVersionControl = defineReading({
  name: 'config.version-control',
  effect: 'offline',
  key: ({ directory, table }: Profile) => path.resolve(directory, table.file),
  async read({ directory, table }): Promise<VersionControl> {
    if (table.versioned !== undefined) return { versioned: table.versioned, source: '`table.versioned` of the config' };
    const file = path.resolve(directory, table.file);
    try {
      await askGit(path.dirname(file), ['ls-files', '--error-unmatch', '--', file]);
      return { versioned: true, source: 'git tracks it' };
    } catch (error) {
      // git ends with 1 for a file that it does not track, and with 128 where there is no repository.
      const { code } = error as { code?: unknown };
      if (code === 1) return { versioned: false, source: 'git does not track it' };
      if (code === 128) return { versioned: false, source: 'it is in no repository' };
      return { versioned: true, source: 'git could not be asked' };
    }
  },
});
