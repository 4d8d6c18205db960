import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { shownTarget } from '../../support/families/isolation/databases/database-target.ts';
import type { HeldTarget } from '../../support/families/isolation/databases/judge-databases.ts';
import type { DatabaseIdentity } from '../../support/families/isolation/databases/read-database.ts';

/** A connection string, and what the server behind it says. */
export interface AskedDatabase {
  held: HeldTarget;
  identity: DatabaseIdentity;
}

/** Whether the server reports the database that the string names. */
export function judgeReportedDatabase({ held, identity }: AskedDatabase): Finding[] {
  if (identity.database === held.target.database) return [];
  return [
    {
      what: `${held.key} of ${held.environment} points to another database than it names`,
      expected: held.target.database,
      received: `${identity.database}, as the server reports`,
      from: [identity.url, held.place],
    },
  ];
}

/**
 * Whether two servers are one, by what they say: one start of one server is told by its moment, a replica by the system
 * that it follows. Two running servers that both write are two, also where one began as a copy of the other.
 * @throws NotVerified where their words leave it open
 */
export function judgeSameServer(one: AskedDatabase, other: AskedDatabase): Finding[] {
  const [own, theirs] = [one.identity, other.identity];
  if (own.database !== theirs.database) return [];
  const known = own.system !== undefined && theirs.system !== undefined;
  if (known && own.system !== theirs.system) return [];
  const environments = `${one.held.environment} and ${other.held.environment}`;
  const finding = (what: string, received: string): Finding[] => [
    {
      what: `${one.held.key}: ${environments} ${what}`,
      expected: 'two databases, each on a server of its own or under a name of its own',
      received,
      from: [one, other].map(({ held, identity }) => `${identity.url} (${held.environment})`),
      cause: `the strings name ${shownTarget(one.held.target)} and ${shownTarget(other.held.target)}`,
    },
  ];
  const shown = `${own.database} of the system ${own.system ?? '(not readable)'}, started ${own.startedAt}`;
  if (own.startedAt === theirs.startedAt) return finding('are one database behind two addresses', shown);
  const follows = own.isReplica || theirs.isReplica;
  if (known && follows) return finding('are one database and its replica', shown);
  const sameAddress = own.address !== undefined && own.address === theirs.address;
  if (!follows && !sameAddress) return [];
  throw new NotVerified(
    follows
      ? `one of the database servers of ${environments} follows another, and a role may not read which (pg_control_system)`
      : `the database servers of ${environments} both say ${own.address}, and started at two moments: it may have been started anew`,
    follows
      ? 'grant execute on function pg_control_system() to the role of the connection string.'
      : 'Run the audit again.',
  );
}

/** What was looked at, as evidence. */
export function databaseEvidence(asked: readonly AskedDatabase[]): [string, number][] {
  return [
    ['database servers asked', asked.length],
    [
      'of them without their system identifier, which the role may not read',
      asked.filter(({ identity }) => identity.system === undefined).length,
    ],
  ];
}
