import { type DatabaseAddress, RequestFailure, SqlError, shownDatabase } from '../../http/index.ts';
import { defineReading } from '../../reading/index.ts';
import { addressOf, type DatabaseProfile } from './read-rows.ts';

/** What became of a connection that accepts a verified certificate alone. */
export interface TlsReading {
  url: string;
  /** What the connection string asks for. */
  mode: DatabaseAddress['tls'];
  /** Why no verified connection came about; undefined where one did. */
  fault?: string;
  /** The protocol, as the server tells it; undefined where it says that the connection is not encrypted. */
  protocol?: string;
}

/** Source: PostgreSQL documentation, "pg_stat_ssl". */
const ownConnection = 'select ssl, version from pg_catalog.pg_stat_ssl where pid = pg_catalog.pg_backend_pid()';

/** Connects as strictly as `sslmode=verify-full`, whatever the connection string says, and asks the server how. */
export const databaseTls = defineReading({
  name: 'databases.tls',
  effect: 'read',
  key: (database: DatabaseProfile) => JSON.stringify([shownDatabase(addressOf(database)), addressOf(database).user]),
  async read(database, { openDatabase }): Promise<TlsReading> {
    const address = addressOf(database);
    const seen = { url: shownDatabase(address), mode: address.tls };
    try {
      await using connection = await openDatabase({ ...address, tls: 'verify-full' });
      const [row] = await connection.select(ownConnection);
      return { ...seen, ...(row?.ssl === true && { protocol: String(row.version) }) };
    } catch (error) {
      // A server with TLS that refuses the role has shown its certificate already.
      if (error instanceof SqlError) throw error;
      const isTls = error instanceof RequestFailure && (error.kind === 'tls' || /support SSL/.test(error.seen));
      if (isTls) return { ...seen, fault: error.seen };
      throw error;
    }
  },
});
