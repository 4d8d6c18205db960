import { check, NotApplicable, NotVerified } from '../../support/check/index.ts';
import {
  connectionValues,
  databaseIdentity,
  databaseTargets,
  ofEach,
  unsetConnection,
} from '../../support/families/isolation/index.ts';
import { databaseEvidence, judgeReportedDatabase, judgeSameServer } from './database-identity.judge.ts';

check({
  id: 'isolation/database-identity',
  title: "the database server reports the environment's own database, and no other environment uses it",
  platform: 'isolation',
  effect: 'read',
  severity: 'critical',
  crosses: true,
  why: 'Two different addresses can point to one server: through a proxy, a tunnel, an alias, a replica.',
  remedy: 'Create a separate database for the environment, and put its connection string into the table.',
  subjects: (profile) => [profile],
  sends: (_, { profile, others }) => ({
    to: ['environment'],
    requests: (1 + others.length) * 8 * (profile.table.values.length + 4),
  }),
  async verify({ subject: profile, reachableOthers, read, count }) {
    const ask = (each: typeof profile) =>
      Promise.all(
        databaseTargets(each)
          .filter(({ address }) => address !== undefined)
          .map(async (held) => ({ held, identity: await read(databaseIdentity, held) })),
      );
    const unset = unsetConnection([profile, ...reachableOthers]);
    if (unset) throw new NotVerified(`${unset.message} (${unset.origin})`, unset.enable);
    const [own, { values: others, unlessUnread }] = await Promise.all([ask(profile), ofEach(reachableOthers, ask)]);
    if (own.length === 0)
      throw new NotApplicable('no connection string is that of a PostgreSQL server, the only kind that is checked');
    const unasked = [profile, ...reachableOthers].flatMap(connectionValues).length - own.length - others.flat().length;
    count('connection strings that are not of PostgreSQL, not asked', unasked);
    for (const [what, number] of databaseEvidence([...own, ...others.flat()])) count(what, number);
    const findings = own.flatMap(judgeReportedDatabase);
    const pairs = own.flatMap((one) => others.flat().map((other) => ({ one, other })));
    const same = await ofEach(pairs, async ({ one, other }) => judgeSameServer(one, other));
    return unlessUnread(same.unlessUnread([...findings, ...same.values.flat()]));
  },
});
