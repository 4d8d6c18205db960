import { z } from 'zod';
import { connectionString, definePlatform, file, Name, setting, strict } from '../../settings/index.ts';

/** One statement that reads. It is run in a transaction that is read-only. */
const Query = z.string().regex(/^\s*select\s[^;]+$/i, 'one `select`, without a semicolon');

/** A table, with or without its schema; it goes into a statement as it is. */
const TableName = z.string().regex(/^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/i, 'a table: `name` or `schema.name`');
const ColumnName = z.string().regex(/^[a-z_][a-z0-9_]*$/i, 'a column: letters, digits and underscores');

/** Migrations in the repository, and where the database notes those that were applied. */
const Migrations = strict({
  /** What applies them: drizzle-orm, Ecto, or plain SQL files. */
  tool: z.enum(['drizzle', 'ecto', 'sql']),
  /** Their folder: the one with `meta/_journal.json`, `priv/repo/migrations`, or that of the `.sql` files, whose names are their order. @example "../apps/api/drizzle" */
  folder: file(),
  /** The table that notes those that were applied. Left out: `drizzle.__drizzle_migrations`, `schema_migrations`. */
  table: TableName.optional(),
  /** Of plain SQL files: the column of the file's name. */
  name: ColumnName.default('name'),
  /** Of plain SQL files: the column of the file's SHA-256, in hexadecimal; left out where none is kept. @example "sha256" */
  hash: ColumnName.optional(),
}).refine(({ tool, table }) => tool !== 'sql' || table !== undefined, {
  path: ['table'],
  error: 'of plain SQL files, the table has to be named that notes those that were applied',
});

/** Databases of the deployment, each with a name. They are PostgreSQL; nothing is ever written to them. */
export const databases = definePlatform({
  name: 'databases',
  several: 'databases',
  title: 'the database',
  settings: {
    /** Its connection string. */
    url: connectionString(),
    /** A file of certificates (PEM) that are trusted for its server besides the public ones. @example "certs/acme-ca.pem" */
    ca: file().optional(),
    /** The address at which the server itself runs, behind any pooler: `10.0.0.7`. */
    serverAddress: setting().optional(),
    /** The server's system identifier, which it is given with its data directory. */
    systemIdentifier: setting().optional(),
    /** The extensions that it must have, by name. */
    extensions: z
      .record(
        z.string().min(1),
        strict({
          /** The version, or its beginning: `0.8` accepts `0.8.2`. */
          version: z.string().min(1).optional(),
          /** Environments that do without it. @example ["dev"] */
          optionalIn: z.array(Name).default([]),
        }),
      )
      .optional(),
    /** The migrations of the repository. */
    migrations: z.array(Migrations).min(1).optional(),
    /** How the database tells when it was last backed up. */
    backup: strict({
      /** It gives one row with one value: when the newest backup ended. @example "select max(finished_at) from backups" */
      query: Query,
      /** The oldest that the newest backup may be, in hours. */
      maxAgeHours: z.number().positive().default(26),
      /** The environments that are backed up. Left out: those of class production. @example ["prod"] */
      in: z.array(Name).optional(),
    }).optional(),
    /**
     * Queries whose rows belong to one environment: users of its mail domain, made-up names. They find some there, and none in any
     * other environment. The key is the environment.
     * @example {"dev":["select count(*) from users where email like '%@test.acme.com'"]}
     */
    markers: z.record(Name, z.array(Query).min(1)).optional(),
  },
});
