import { Socket } from 'node:net';
import { classifyError } from './classify-error.ts';
import { type DatabaseAddress, shownDatabase, type TlsMode } from './database-address.ts';
import { RequestFailure } from './request-failure.ts';

/** A database server answered with an error: it is there, and it said no. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  /** Five characters. Source: PostgreSQL documentation, appendix "Error Codes". */
  readonly sqlState: string;

  constructor(sqlState: string, said: string) {
    super(`SQLSTATE ${sqlState}: ${said}`);
    this.sqlState = sqlState;
  }
}

/** A connection to a database, to look and not to touch. */
export interface Database extends AsyncDisposable {
  /**
   * Runs one `select` in a transaction of its own that can only read.
   * @throws SqlError with what the server says; RequestFailure where no answer came
   */
  select(statement: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** Connects to a database server of the environment. @throws SqlError, RequestFailure */
export type OpenDatabase = (address: DatabaseAddress) => Promise<Database>;

export interface ConnectionParts {
  signal: AbortSignal;
  /** Words what the signal ended. */
  ended: (seen: string) => RequestFailure;
  /** An answer came: evidence. */
  onAnswer: () => void;
}

type Client = import('pg').Client;

const connectMs = 10_000;
const statementMs = 5_000;
const withoutTls = 'The server does not support SSL connections';

/** Connects, proves the role, and asks nothing else. The door has let the address through. */
export async function openDatabase(address: DatabaseAddress, parts: ConnectionParts): Promise<Database> {
  const url = shownDatabase(address);
  // Loaded where a profile names a database: most do not.
  const { Client } = await import('pg');
  const connected = async (tls: TlsMode) => {
    const socket = new Socket();
    const client = new Client({
      ...address,
      // As functions and objects, so that no variable of the machine (PGPASSWORD, PGSSLMODE) takes their place.
      password: () => address.password,
      ssl: tlsOptions(tls),
      stream: () => socket,
      connectionTimeoutMillis: connectMs,
      application_name: 'airlock',
    });
    // What breaks an idle connection is told to whoever asks next.
    client.on('error', () => undefined);
    try {
      await guarded(client.connect(), socket, url, parts);
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
 * One message to the server, there and back. The limits stand in the transaction: poolers refuse them at the start of a
 * connection, and would keep them for whoever comes next.
 */
async function selectOnly(client: Client, statement: string): Promise<readonly Record<string, unknown>[]> {
  if (!/^select\s/i.test(statement) || statement.includes(';'))
    throw new TypeError('a database is asked by one `select`');
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

/** Waits for an answer no longer than the signal lets, and words what is none. */
async function guarded<Value>(
  work: Promise<Value>,
  socket: Socket,
  url: string,
  { signal, ended, onAnswer }: ConnectionParts,
): Promise<Value> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  // The driver does not tell of every socket that is destroyed: whoever waits is told here.
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
    if (signal.aborted) throw ended('no answer came');
    const { message } = error as Error;
    if (/^timeout expired/.test(message))
      throw new RequestFailure('connection-refused', 'CONNECT', url, 'the connection could not be made in time');
    if (/^Connection terminated/.test(message))
      throw new RequestFailure('connection-lost', 'CONNECT', url, 'the connection was closed before an answer came');
    throw classifyError(error, 'CONNECT', url);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

function isSqlError(error: unknown): error is Error & { code: string } {
  const { code, severity } = error as { code?: unknown; severity?: unknown };
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && typeof severity === 'string';
}

/** What libpq means by its words; `require` encrypts and looks at no certificate. */
function tlsOptions(mode: TlsMode): false | import('node:tls').ConnectionOptions {
  if (mode === 'disable') return false;
  if (mode === 'verify-full') return {};
  return mode === 'verify-ca' ? { checkServerIdentity: () => undefined } : { rejectUnauthorized: false };
}
