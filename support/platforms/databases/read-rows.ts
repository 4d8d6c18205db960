import { readFileSync } from 'node:fs';
import { NotVerified } from '../../check/not-verified.ts';
import { type DatabaseAddress, databaseAddress, SqlError, shownDatabase } from '../../http/index.ts';
import { configurationError, type PlatformProfile } from '../../profile/index.ts';
import { defineReading, type Read } from '../../reading/index.ts';
import { errorText } from '../../text/error-text.ts';

export type DatabaseProfile = PlatformProfile<'databases'>;
export type DatabaseRow = Readonly<Record<string, unknown>>;

/** One question to a database. */
export interface DatabaseQuestion {
  database: DatabaseProfile;
  /** One `select`. */
  statement: string;
  /** Another database on the same server. */
  at?: string;
}

/** What a database answered: rows, or the error of its server. */
export type DatabaseAnswer =
  | { answers: true; url: string; rows: readonly DatabaseRow[] }
  | { answers: false; url: string; sqlState: string; message: string };

/** Asks a database by one statement, in a read-only transaction. */
export const databaseRows = defineReading({
  name: 'databases.rows',
  effect: 'read',
  key: ({ database, statement, at }: DatabaseQuestion) => {
    const address = addressOf(database);
    return JSON.stringify([shownDatabase(address), address.user, address.tls, statement, at]);
  },
  async read({ database, statement, at }, { openDatabase }): Promise<DatabaseAnswer> {
    const own = addressOf(database);
    const address = at === undefined ? own : { ...own, database: at };
    const url = shownDatabase(address);
    try {
      await using connection = await openDatabase(address);
      return { answers: true, url, rows: await connection.select(statement) };
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      return { answers: false, url, sqlState: error.sqlState, message: error.message };
    }
  },
});

/**
 * The rows of a statement that has to be answered.
 * @throws NotVerified where the server refuses it
 */
export async function requireRows(question: DatabaseQuestion, read: Read) {
  const answer = await read(databaseRows, question);
  if (answer.answers) return answer;
  const { called, environment } = question.database;
  throw new NotVerified(
    `${called} of ${environment} (${answer.url}) refuses a question: ${answer.message}`,
    'Let the role of the connection string connect, and read what is asked.',
  );
}

/**
 * Where a section leads.
 * @throws NotVerified where it is not a connection string of one PostgreSQL server; MissingInput where it is not set
 */
export function addressOf({ url, ca, called, environment }: DatabaseProfile): DatabaseAddress {
  const address = databaseAddress(url.value);
  if (address) return ca ? { ...address, ca: certificatesIn(ca) } : address;
  throw new NotVerified(
    `${called} of ${environment} does not lead to one PostgreSQL server (${url.origin})`,
    'Correct the connection string: `postgres://user:password@host:5432/name`.',
  );
}

function certificatesIn({ path, shown }: { path: string; shown: string }): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw configurationError(shown, `as a file of certificates (\`ca\`), it cannot be read: ${errorText(error)}`);
  }
}
