import { z } from 'zod';
import type { Finding } from '../../support/check/finding.ts';
import type { DatabaseProfile } from '../../support/platforms/databases/index.ts';

/** The role of a connection, and those that it may become. */
export const Role = z.object({
  name: z.string(),
  own: z.boolean(),
  superuser: z.boolean(),
  createdb: z.boolean(),
  createrole: z.boolean(),
  bypassrls: z.boolean(),
});
export type Role = z.infer<typeof Role>;

/** Roles that a hosted PostgreSQL gives its administrators in place of a superuser. */
const administrators = ['rds_superuser', 'cloudsqlsuperuser', 'azure_pg_admin', 'neon_superuser', 'alloydbsuperuser'];

const rights: readonly (readonly [keyof Role, string])[] = [
  ['superuser', 'SUPERUSER'],
  ['createdb', 'CREATEDB'],
  ['createrole', 'CREATEROLE'],
  ['bypassrls', 'BYPASSRLS'],
];

/** Whether the role of an application may do no more than an application has to, itself or through a role that it is in. */
export function judgeRole(
  roles: readonly Role[],
  { called, environment, url }: DatabaseProfile,
  from: string,
): Finding[] {
  const own = roles.find((role) => role.own)?.name ?? '(unknown)';
  const isSuperuser = roles.some((role) => role.own && role.superuser);
  // A superuser is in every role: that says nothing more.
  const judged = isSuperuser ? roles.filter((role) => role.own) : roles;
  return judged.flatMap((role) => {
    const held = rights.filter(([right]) => role[right] === true).map(([, name]) => name);
    const all = administrators.includes(role.name) ? [...held, `a member of ${role.name}`] : held;
    if (all.length === 0) return [];
    const through = role.own ? '' : `, by becoming ${role.name}`;
    return [
      {
        what: `the role of ${called} in ${environment} may do more than an application has to`,
        expected: 'no SUPERUSER, CREATEDB, CREATEROLE or BYPASSRLS',
        received: `${own}: ${all.join(', ')}${through}`,
        from: [from, url.origin],
      },
    ];
  });
}

/** The databases of other environments on the same server that the role may connect to. */
export function judgeReach(
  reachable: readonly { database: string; environment: string }[],
  { called, environment, url }: DatabaseProfile,
  from: string,
): Finding[] {
  return reachable.map((other) => ({
    what: `the role of ${called} in ${environment} may connect to the database of ${other.environment}`,
    expected: `no CONNECT on ${other.database}`,
    received: `CONNECT on ${other.database}, on the same server`,
    from: [from, url.origin],
    remedy: `revoke connect on database ${other.database} from public; and from the role, where it was granted.`,
  }));
}
