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
  title: 'connection strings lead to a database of their own in every environment',
  platform: 'isolation',
  effect: 'offline',
  severity: 'critical',
  crosses: true,
  why: 'Two users, two poolers and two passwords can lead to one database.',
  remedy: 'Create a database for the environment, and put its connection string into the table.',
  subjects: (profile) => [profile],
  verify({ subject: profile, reachableOthers, count }) {
    if (profile.others.length === 0)
      throw new NotApplicable(`the deployment has no environment beside ${profile.environment}`);
    if (connectionValues(profile).length === 0) throw new NotApplicable('no row of the table is a connection string');
    const own = databaseTargets(profile);
    const others = profile.others.flatMap(databaseTargets);
    count('pairs of databases', own.length * others.length);
    const findings = judgeDatabases(own, others);
    if (findings.length > 0) return findings;
    const unset = unsetConnection([profile, ...profile.others]);
    if (unset && reachableOthers.length === 0 && own.length > 0)
      throw new NotApplicable(
        'a gate run knows the connection strings of one environment; the audit, which knows all, compares them',
      );
    const unread = unreadConnection([profile, ...profile.others]);
    if (unread)
      throw new NotVerified(
        `${unread.key} is no address of a database, so nobody knows where it leads (${unread.place})`,
        'Write it as `postgres://user:password@host:port/database`; or give the row its type in table.keys, if it is no connection string.',
      );
    if (unset) throw new NotVerified(`${unset.message} (${unset.origin})`, unset.enable);
    return [];
  },
});
