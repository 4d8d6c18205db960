import { z } from 'zod';
import { NotVerified } from '../../../check/not-verified.ts';
import { type Database, SqlError, shownDatabase } from '../../../http/index.ts';
import { defineReading } from '../../../reading/index.ts';
import type { HeldTarget } from './judge-databases.ts';

/** What a database server says of itself. */
export interface DatabaseIdentity {
  url: string;
  database: string;
  /** Where the server itself stands, behind any pooler: `10.0.0.7:5432`; undefined where it does not say. */
  address: string | undefined;
  /** When it started, to the microsecond: two servers do not share it. */
  startedAt: string;
  /** It follows another server. */
  isReplica: boolean;
  /** Made once, with the data directory; a replica, a branch and a restored backup keep it. Undefined where the role may not read it. */
  system: string | undefined;
}

const Answer = z.object({
  database: z.string(),
  host: z.string().nullable(),
  port: z.number().nullable(),
  started: z.string(),
  replica: z.boolean(),
});
const System = z.object({ system: z.string() });

/** Source: PostgreSQL documentation, "System Information Functions and Operators". */
const whoAreYou =
  'select current_database()::text as database, host(inet_server_addr()) as host, inet_server_port() as port, pg_postmaster_start_time()::text as started, pg_is_in_recovery() as replica';
const whichSystem = 'select system_identifier::text as system from pg_control_system()';

/** `insufficient_privilege` and `undefined_function`: what some hosted servers answer. */
const unreadable: readonly string[] = ['42501', '42883'];

/** Asks a PostgreSQL server which one it is, with the role of the connection string. */
export const databaseIdentity = defineReading({
  name: 'isolation.database-identity',
  effect: 'read',
  key: ({ address, target }: HeldTarget) => JSON.stringify([address && shownDatabase(address), target.user]),
  async read({ address, key, environment, place }, { openDatabase }): Promise<DatabaseIdentity> {
    if (address === undefined) throw new NotVerified(`${key} of ${environment} does not point to a PostgreSQL server`);
    const url = shownDatabase(address);
    try {
      await using connection = await openDatabase(address);
      const { database, host, port, started, replica } = Answer.parse((await connection.select(whoAreYou))[0]);
      return {
        url,
        database,
        address: host === null ? undefined : `${host}:${port}`,
        startedAt: started,
        isReplica: replica,
        system: await systemOf(connection),
      };
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      throw new NotVerified(
        `the database server of ${environment} (${url}) did not identify itself: ${error.message}`,
        `Put a connection string into ${key} for ${environment} whose role may connect (${place}).`,
      );
    }
  },
});

async function systemOf(connection: Database): Promise<string | undefined> {
  try {
    return System.parse((await connection.select(whichSystem))[0]).system;
  } catch (error) {
    if (error instanceof SqlError && unreadable.includes(error.sqlState)) return undefined;
    throw error;
  }
}
