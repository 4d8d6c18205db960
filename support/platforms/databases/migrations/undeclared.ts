import { globSync } from 'node:fs';
import path from 'node:path';
import { defineReading } from '../../../reading/index.ts';

/** Files by which tools for migrations are known. */
const tools: readonly { tool: string; files: string; isRead?: true }[] = [
  { tool: 'Drizzle', files: '**/meta/_journal.json', isRead: true },
  { tool: 'Ecto', files: '**/priv/repo/migrations/*.exs', isRead: true },
  { tool: 'Prisma', files: '**/prisma/migrations/*/migration.sql' },
  { tool: 'Knex', files: '**/knexfile.{js,cjs,mjs,ts}' },
  { tool: 'Flyway', files: '**/V*__*.sql' },
  { tool: 'Liquibase', files: '**/*changelog*.{xml,yaml,yml}' },
  { tool: 'Rails', files: '**/db/migrate/*.rb' },
  { tool: 'Alembic', files: '**/alembic.ini' },
  { tool: 'Django', files: '**/migrations/0001_*.py' },
  { tool: 'golang-migrate', files: '**/*.up.sql' },
];

/** Migrations that a repository has. */
export interface FoundMigrations {
  tool: string;
  file: string;
  /** Airlock knows where the tool notes what it has applied. */
  isRead: boolean;
}

/** The tools by which a repository changes its databases, as their files show. */
export const undeclaredMigrations = defineReading({
  name: 'databases.undeclared-migrations',
  effect: 'offline',
  key: (folder: string) => folder,
  read: async (folder): Promise<readonly FoundMigrations[]> =>
    tools.flatMap(({ tool, files, isRead = false }) => {
      const exclude = (name: string) => /^(?:node_modules|\.git|deps|_build|vendor|\.venv)$/.test(path.basename(name));
      const [first] = globSync(files, { cwd: folder, exclude }).sort();
      return first === undefined ? [] : [{ tool, file: first.replaceAll('\\', '/'), isRead }];
    }),
});
