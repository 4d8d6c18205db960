import { check, NotApplicable, NotVerified } from '../../support/check/index.ts';
import {
  connectionValues,
  databaseTargets,
  judgeDatabases,
  unreadConnection,
  unsetConnection,
} from '../../support/families/isolation/index.ts';

check({
  id: 'isolation/database-distinct',
  title: 'connection strings point to a different database in every environment',
  platform: 'isolation',
  effect: 'offline',
  severity: 'critical',
  crosses: true,
  why: 'Two users, two poolers and two passwords can point to one database.',
  remedy: 'Create a database for the environment, and put its connection string into the table.',
  subjects: (profile) => [profile],
  verify({ subject: profile, reachableOthers, count }) {
    if (profile.others.length === 0) throw new NotApplicable(`${profile.environment} is the only environment`);
    if (connectionValues(profile).length === 0)
      throw new NotApplicable('there is no connection string, neither in the table nor in `platforms.databases`');
    const own = databaseTargets(profile);
    const others = profile.others.flatMap(databaseTargets);
    count('pairs of databases', own.length * others.length);
    const findings = judgeDatabases(own, others);
    if (findings.length > 0) return findings;
    const unset = unsetConnection([profile, ...profile.others]);
    if (unset && reachableOthers.length === 0 && own.length > 0)
      throw new NotApplicable(
        "a gate run knows one environment's connection strings; the audit knows all and compares them",
      );
    const unread = unreadConnection([profile, ...profile.others]);
    if (unread)
      throw new NotVerified(
        `${unread.key} is not a database address, so its database is unknown (${unread.place})`,
        'Write it as `postgres://user:password@host:port/database`, or declare its type in table.keys if it is not a connection string.',
      );
    if (unset) throw new NotVerified(`${unset.message} (${unset.origin})`, unset.enable);
    return [];
  },
});
