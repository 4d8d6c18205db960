import { NotVerified } from '../../../check/not-verified.ts';
import type { Read } from '../../../reading/index.ts';
import { type DatabaseProfile, type DatabaseRow, databaseRows } from '../read-rows.ts';
import type { MigrationSource } from './read-repository.ts';

/** One migration that the database notes as applied. */
export interface AppliedMigration {
  id: string;
  hash: string | undefined;
}

/** What the database notes, and where. */
export interface AppliedMigrations {
  /** "drizzle.__drizzle_migrations at postgres://…". */
  place: string;
  applied: readonly AppliedMigration[];
}

/** `undefined_table`, `invalid_schema_name`: nothing was ever applied. */
const absent: readonly string[] = ['42P01', '3F000'];

/**
 * Reads which migrations were applied; none where the table does not exist yet.
 * @throws NotVerified where the role may not read it, or it has other columns
 */
export async function requireAppliedMigrations(
  database: DatabaseProfile,
  source: MigrationSource,
  read: Read,
): Promise<AppliedMigrations> {
  const answer = await read(databaseRows, { database, statement: statementOf(source) });
  const table = tableOf(source);
  const place = `${table} at ${answer.url}`;
  if (answer.answers) return { place, applied: answer.rows.map(appliedIn) };
  if (absent.includes(answer.sqlState)) return { place: `${place}, which does not exist`, applied: [] };
  throw new NotVerified(
    `which migrations were applied cannot be read (${place}): ${answer.message}`,
    `grant select on ${table} to the role of the connection string.`,
  );
}

/** Source: drizzle-orm, src/pg-core/dialect.ts, migrate; Ecto SQL, Ecto.Migration.SchemaMigration. */
function tableOf({ tool, table }: MigrationSource): string {
  return table ?? (tool === 'drizzle' ? 'drizzle.__drizzle_migrations' : 'schema_migrations');
}

function statementOf(source: MigrationSource): string {
  const table = tableOf(source)
    .split('.')
    .map((part) => `"${part}"`)
    .join('.');
  if (source.tool === 'drizzle') return `select created_at::text as id, hash from ${table} order by created_at`;
  if (source.tool === 'ecto') return `select version::text as id from ${table} order by version`;
  const hash = source.hash === undefined ? '' : `, "${source.hash}"::text as hash`;
  return `select "${source.name}"::text as id${hash} from ${table} order by 1`;
}

function appliedIn({ id, hash }: DatabaseRow): AppliedMigration {
  return { id: String(id), hash: typeof hash === 'string' ? hash.trim().toLowerCase() : undefined };
}
