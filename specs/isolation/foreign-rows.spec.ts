import { check, NotApplicable, NotVerified } from '../../support/check/index.ts';
import { ofEach, requireOthers } from '../../support/families/isolation/index.ts';
import { type DatabaseProfile, requireRows } from '../../support/platforms/databases/index.ts';
import { judgeForeignRows } from './foreign-rows.judge.ts';

check({
  id: 'isolation/foreign-rows',
  title: 'the database has no row of another environment',
  platform: 'isolation',
  effect: 'read',
  severity: 'critical',
  crosses: true,
  why: 'Rows of development in production are what is left when both wrote to one database, or a dump went the wrong way.',
  remedy: 'Find out which connection wrote the rows, then remove them.',
  needs: ['platforms.databases.markers'],
  subjects: ({ databases }) => databases.filter(({ markers }) => markers),
  sends: (_, { others }) => ({ to: ['databases'], requests: 20 * others.length }),
  async verify({ subject: database, profile, reachableOthers, read, count }) {
    const others = requireOthers(profile, reachableOthers);
    const queries = Object.entries(database.markers ?? {})
      .filter(([home]) => home !== profile.environment)
      .flatMap(([home, all]) => all.map((query) => ({ home, query })));
    if (queries.length === 0) throw new NotApplicable('no other environment has a marker');

    const found = async (at: DatabaseProfile, query: string) =>
      requireRows({ database: at, statement: query.trim() }, read);
    const { values, unlessUnread } = await ofEach(queries, async ({ home, query }) => {
      const there = others
        .find(({ environment }) => environment === home)
        ?.databases.find(({ name }) => name === database.name);
      if (!there) throw new NotVerified(`the marker of ${home} belongs to no environment that this run reaches`);
      const [own, foreign] = await Promise.all([found(database, query), found(there, query)]);
      return { query, home, atHome: foreign.rows.length, here: own.rows.length, url: own.url };
    });
    count('markers', values.length);
    return unlessUnread(judgeForeignRows(values, database));
  },
});
