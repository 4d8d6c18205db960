import { Socket } from 'node:net';
import { classifyError } from './classify-error.ts';
import { type DatabaseAddress, shownDatabase, type TlsMode } from './database-address.ts';
import { withGrant } from './pass-grant.ts';
import { RequestFailure } from './request-failure.ts';

/** An error that a database server returned: the server is there and answered. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  /** Five characters. Source: PostgreSQL documentation, appendix "Error Codes". */
  readonly sqlState: string;

  constructor(sqlState: string, said: string) {
    super(`SQLSTATE ${sqlState}: ${said}`);
    this.sqlState = sqlState;
  }
}

/** A read-only connection to a database. */
export interface Database extends AsyncDisposable {
  /**
   * Runs one `select` in its own read-only transaction.
   * @throws SqlError with the server's message; RequestFailure if there was no response; TypeError for any other statement
   */
  select(statement: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** Connects to a database server of the environment. @throws SqlError, RequestFailure */
export type OpenDatabase = (address: DatabaseAddress) => Promise<Database>;

export interface ConnectionParts {
  signal: AbortSignal;
  /** Builds the failure of a request that the signal aborted. */
  ended: (seen: string) => RequestFailure;
  /** Called for every response: responses are evidence. */
  onAnswer: () => void;
}

type Client = import('pg').Client;

const statementMs = 5_000;
const withoutTls = 'The server does not support SSL connections';

/** Connects and logs in, without sending a statement. Call it only with an address that the door has admitted. */
export async function openDatabase(address: DatabaseAddress, parts: ConnectionParts): Promise<Database> {
  const url = shownDatabase(address);
  // Loaded on demand: most profiles do not name a database.
  const { Client } = await import('pg');
  const connected = async (tls: TlsMode) => {
    const socket = new Socket();
    const client = new Client({
      ...address,
      // A function and an object, so that variables of the machine (PGPASSWORD, PGSSLMODE) do not replace them.
      password: () => address.password,
      ssl: tlsOptions(tls, address),
      stream: () => socket,
      application_name: 'airlock',
    });
    // If an idle connection breaks, the next query fails.
    client.on('error', () => undefined);

    try {
      await guarded(
        withGrant(() => client.connect()),
        socket,
        url,
        parts,
      );
      return { client, socket };
    } catch (error) {
      socket.destroy();
      if (tls === 'prefer' && error instanceof RequestFailure && error.seen === withoutTls) return undefined;
      throw error;
    }
  };
  const connection = (await connected(address.tls)) ?? (await connected('disable'));
  if (connection === undefined) throw new RequestFailure('network', 'CONNECT', url, withoutTls);

  const { client, socket } = connection;
  return {
    select: (statement) => guarded(selectOnly(client, statement), socket, url, parts),
    async [Symbol.asyncDispose]() {
      await guarded(client.end(), socket, url, { ...parts, onAnswer: () => undefined }).catch(() => undefined);
      socket.destroy();
    },
  };
}

/**
 * Runs a statement in one round trip. The limits are set in the transaction: poolers reject them as connection
 * parameters, and would keep them for the next client.
 */
async function selectOnly(client: Client, statement: string): Promise<readonly Record<string, unknown>[]> {
  if (!/^select\s/i.test(statement) || statement.includes(';'))
    throw new TypeError('only a single `select` is allowed');
  try {
    const text = `begin read only; set local statement_timeout = ${statementMs}; ${statement}; rollback`;
    const results: unknown = await client.query(text);
    const [, , answer] = results as readonly { rows: Record<string, unknown>[] }[];
    return answer?.rows ?? [];
  } catch (error) {
    if (isSqlError(error)) await client.query('rollback');
    throw error;
  }
}

/** Waits for a response until the signal aborts, and turns errors into a SqlError or a RequestFailure. */
async function guarded<Value>(
  work: Promise<Value>,
  socket: Socket,
  url: string,
  { signal, ended, onAnswer }: ConnectionParts,
): Promise<Value> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  // The driver does not report every destroyed socket, so the waiting promise is rejected here.
  const end = () => {
    socket.destroy();
    reject(signal.reason);
  };
  signal.addEventListener('abort', end, { once: true });
  work.catch(() => undefined);

  try {
    if (signal.aborted) end();
    const value = await Promise.race([work, aborted]);
    onAnswer();
    return value;
  } catch (error) {
    if (error instanceof TypeError && !signal.aborted) throw error;

    if (isSqlError(error)) {
      onAnswer();
      throw new SqlError(error.code, error.message);
    }

    if (signal.aborted) throw ended('no response');

    const { message } = error as Error;
    // The driver's words for any answer to its question for TLS but the two that PostgreSQL gives.
    if (/error establishing an SSL connection/.test(message))
      throw new RequestFailure(
        'malformed-answer',
        'CONNECT',
        url,
        'the server does not speak the protocol of PostgreSQL',
      );
    if (/^Connection terminated/.test(message))
      throw new RequestFailure('connection-lost', 'CONNECT', url, 'the connection was closed before a response');

    throw classifyError(error, 'CONNECT', url);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

function isSqlError(error: unknown): error is Error & { code: string } {
  const { code, severity } = error as { code?: unknown; severity?: unknown };
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && typeof severity === 'string';
}

/**
 * The TLS options that match libpq's modes; `require` encrypts without checking the certificate. The host is given, because the
 * driver names no address of numbers to Node, which then compares the certificate with `localhost`.
 */
function tlsOptions(mode: TlsMode, { host, ca }: DatabaseAddress): false | import('node:tls').ConnectionOptions {
  if (mode === 'disable') return false;
  if (mode === 'verify-full') return { host, ...(ca !== undefined && { ca }) };
  if (mode === 'verify-ca') return { checkServerIdentity: () => undefined, ...(ca !== undefined && { ca }) };
  return { rejectUnauthorized: false };
}
