import { readFile } from 'node:fs/promises';
import { NotVerified } from '../../../check/not-verified.ts';
import type { LocalFileTarget } from '../../../profile/index.ts';
import { defineReading } from '../../../reading/index.ts';
import { parseLocalFile } from './local-file.ts';

/** What stands in a local file; `there` is false where it was never written, as in a pipeline. */
export interface LocalFileContent {
  there: boolean;
  managed: ReadonlyMap<string, string>;
  unmanaged: ReadonlyMap<string, string>;
}

/** Reads one local file: `.env.local`, `.dev.vars`. */
export const localFile = defineReading({
  name: 'config.local-file',
  effect: 'offline',
  key: ({ file, reader }: LocalFileTarget) => `${reader} ${file}`,
  async read({ file, shown, reader }): Promise<LocalFileContent> {
    try {
      return { there: true, ...parseLocalFile(await readFile(file, 'utf8'), reader) };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return { there: false, managed: new Map(), unmanaged: new Map() };
      throw new NotVerified(`${shown} cannot be read: ${message}`, 'Make it readable, or remove it.');
    }
  },
});
