import { check, NotApplicable } from '../../support/check/index.ts';
import { addressOf, othersOnServer, requireDiscerning, requireRows } from '../../support/platforms/databases/index.ts';
import { judgeReach, judgeRole, Role } from './role.judge.ts';

/** Source: PostgreSQL documentation, "pg_roles" and "Access Privilege Inquiry Functions". */
const ownRoles =
  "select rolname::text as name, rolname = current_user as own, rolsuper as superuser, rolcreatedb as createdb, rolcreaterole as createrole, rolbypassrls as bypassrls from pg_catalog.pg_roles where pg_catalog.pg_has_role(current_user, oid, 'member')";
const ownDatabases =
  "select datname::text as name from pg_catalog.pg_database where datallowconn and pg_catalog.has_database_privilege(datname, 'CONNECT')";

check({
  id: 'databases/role',
  title: 'the application’s role is not an administrator and cannot connect to the databases of other environments',
  platform: 'databases',
  effect: 'read',
  severity: 'critical',
  why: 'An attacker who breaks into the application can do whatever it may do: drop the database, or read that of another environment.',
  remedy: 'Give the application a role of its own: alter role NAME nosuperuser nocreatedb nocreaterole nobypassrls.',
  subjects(profile) {
    if (profile.class === 'development') throw new NotApplicable(`${profile.environment} is a development`);
    return profile.databases;
  },
  sends: { to: ['databases'], requests: 8 },
  async verify({ subject: database, profile, read, count }) {
    addressOf(database);
    await requireDiscerning(database, read);
    const [roles, databases] = await Promise.all(
      [ownRoles, ownDatabases].map((statement) => requireRows({ database, statement }, read)),
    );
    if (!roles || !databases) return [];

    const held = roles.rows.map((row) => Role.parse(row));
    const others = othersOnServer(database, profile.others);
    const reachable = others.filter((other) => databases.rows.some(({ name }) => name === other.database));
    count('roles', held.length);
    count('databases of other environments on the same server', others.length);
    return [...judgeRole(held, database, roles.url), ...judgeReach(reachable, database, databases.url)];
  },
});
