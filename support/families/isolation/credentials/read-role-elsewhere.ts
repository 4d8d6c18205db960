import { type DatabaseAddress, SqlError, shownDatabase } from '../../../http/index.ts';
import { defineReading } from '../../../reading/index.ts';
import type { Trial } from './trial.ts';

export interface RoleTrial {
  /** The role, with its password, as its own connection string has it. */
  role: DatabaseAddress;
  /** The database at which it is tried. */
  at: DatabaseAddress;
}

/**
 * `invalid_authorization_specification`, `invalid_password`, and `insufficient_privilege`: a role that exists there and
 * may not connect. `3D000` (no such database) is none: the server had taken the role before it looked for the database.
 * Source: PostgreSQL, src/backend/utils/init/postinit.c, InitPostgres.
 */
const refusals: readonly string[] = ['28000', '28P01', '42501'];

/** Tries a database role at a server: it connects, asks nothing, and goes. */
export const roleElsewhere = defineReading({
  name: 'isolation.role-elsewhere',
  effect: 'read',
  key: ({ role, at }: RoleTrial) =>
    JSON.stringify([shownDatabase(role), role.user, shownDatabase(at), tenantOf(at.user)]),
  async read({ role, at }, { openDatabase }): Promise<Trial> {
    const trial = { url: shownDatabase(at), refusal: `SQLSTATE ${refusals.join(', ')}` };
    try {
      await using _connection = await openDatabase({ ...at, user: userAt(role, at), password: role.password });
      return { ...trial, outcome: 'opened', answer: 'a connection' };
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      return { ...trial, outcome: refusals.includes(error.sqlState) ? 'refused' : 'unclear', answer: error.message };
    }
  },
});

/** Supabase's pooler reads the project out of the user: with its own, a role would be led home, wherever it is tried. */
function userAt(role: DatabaseAddress, at: DatabaseAddress): string {
  const tenant = tenantOf(at.user);
  const own = tenantOf(role.user);
  const bare = own === undefined ? role.user : role.user.slice(0, -own.length - 1);
  return tenant === undefined ? bare : `${bare}.${tenant}`;
}

/** The project behind a user's dot: `postgres.abcdefghijklmnopqrst`. */
function tenantOf(user: string): string | undefined {
  return /\.([a-z0-9]{16,})$/.exec(user)?.[1];
}
