import { z } from 'zod';
import { NotVerified } from '../../check/not-verified.ts';
import type { Read } from '../../reading/index.ts';
import { type DatabaseProfile, databaseRows, requireRows } from './read-rows.ts';

const Server = z.object({ database: z.string(), host: z.string().nullable(), port: z.number().nullable() });
const System = z.object({ system: z.string() });

/** What a server says of itself. */
export interface DatabaseServer extends z.infer<typeof Server> {
  url: string;
  /** Undefined where the role may not read it. */
  system: string | undefined;
}

/** Source: PostgreSQL documentation, "System Information Functions and Operators". */
const whoAreYou =
  'select current_database()::text as database, host(inet_server_addr()) as host, inet_server_port() as port';
const whichSystem = 'select system_identifier::text as system from pg_control_system()';

/** Reads which server answers. @throws NotVerified where it refuses */
export async function readServer(database: DatabaseProfile, read: Read): Promise<DatabaseServer> {
  const { url, rows } = await requireRows({ database, statement: whoAreYou }, read);
  const system = await read(databaseRows, { database, statement: whichSystem });
  return {
    ...Server.parse(rows[0]),
    url,
    system: system.answers ? System.parse(system.rows[0]).system : undefined,
  };
}

const nobodysDatabase = 'airlock_asks_for_a_database_that_nobody_has';

/**
 * Makes sure that the server tells databases, and so roles and connections, apart.
 * @throws NotVerified where it answers for a database that nobody has: an embedded server (PGlite) takes every name and every
 *   user for its own, and what it says of them says nothing of a deployment
 */
export async function requireDiscerning(database: DatabaseProfile, read: Read): Promise<void> {
  const answer = await read(databaseRows, { database, statement: 'select 1 as one', at: nobodysDatabase });
  if (!answer.answers) return;
  throw new NotVerified(
    `${database.called} of ${database.environment} answers every database name (${answer.url}): what it says of names, roles and TLS proves nothing`,
    'Let the connection string lead to a PostgreSQL server, past any pooler that answers every name.',
  );
}
