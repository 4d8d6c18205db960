import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { configurationError } from '../../../profile/index.ts';
import { defineReading } from '../../../reading/index.ts';
import { errorText } from '../../../text/error-text.ts';
import type { DatabaseProfile } from '../read-rows.ts';

export type MigrationSource = NonNullable<DatabaseProfile['migrations']>[number];

/** One migration of the repository. */
export interface RepositoryMigration {
  /** What the database notes when it was applied: a time, a version, or a file's name. */
  id: string;
  /** Its file, from the config. */
  file: string;
  /** SHA-256 of its text, in hexadecimal; undefined where the tool keeps none. */
  hash: string | undefined;
}

/** Source: drizzle-orm, src/migrator.ts, readMigrationFiles. */
const Journal = z.object({ entries: z.array(z.object({ when: z.number(), tag: z.string() })) });
/** Source: Ecto SQL, Ecto.Migrator: a migration's file starts with its version, a number, and an underscore. */
const ectoFile = /^(\d+)_.+\.exs$/;

/**
 * Reads the migrations of the repository, in their order.
 * @throws ConfigurationError where the folder is missing, has none, or its journal does not fit its files
 */
export const repositoryMigrations = defineReading({
  name: 'databases.repository-migrations',
  effect: 'offline',
  key: ({ tool, folder }: MigrationSource) => `${tool} ${folder.path}`,
  read: async (source): Promise<readonly RepositoryMigration[]> => {
    const found = source.tool === 'drizzle' ? fromJournal(source) : fromFiles(source);
    if (found.length > 0) return found;
    const form = source.tool === 'ecto' ? '`20260101120000_name.exs`' : '`.sql`';
    const what = source.tool === 'drizzle' ? 'its journal has no entry' : `it contains no migration (${form})`;
    throw configurationError(source.folder.shown, `as a folder of migrations (${source.tool}), ${what}.`);
  },
});

function fromFiles({ tool, folder }: MigrationSource): RepositoryMigration[] {
  const names = attempt(folder.shown, () => readdirSync(folder.path)).sort();
  return names.flatMap((name): RepositoryMigration[] => {
    const file = `${folder.shown}/${name}`;
    if (tool === 'ecto') {
      const version = ectoFile.exec(name)?.[1];
      return version === undefined ? [] : [{ id: version, file, hash: undefined }];
    }
    return name.endsWith('.sql') ? [{ id: name, file, hash: hashOf(path.join(folder.path, name), file) }] : [];
  });
}

function fromJournal({ folder }: MigrationSource): RepositoryMigration[] {
  const shown = `${folder.shown}/meta/_journal.json`;
  const text = attempt(shown, () => readFileSync(path.join(folder.path, 'meta/_journal.json'), 'utf8'));
  const { entries } = attempt(shown, () => Journal.parse(JSON.parse(text)));
  return entries.map(({ when, tag }) => {
    const file = `${folder.shown}/${tag}.sql`;
    return { id: String(when), file, hash: hashOf(path.join(folder.path, `${tag}.sql`), file) };
  });
}

function hashOf(file: string, shown: string): string {
  return attempt(shown, () => createHash('sha256').update(readFileSync(file)).digest('hex'));
}

function attempt<Value>(shown: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    const said = error instanceof z.ZodError ? 'it is not a journal of drizzle-kit' : errorText(error);
    throw configurationError(shown, `as a migration of the repository, it cannot be read: ${said}`);
  }
}
