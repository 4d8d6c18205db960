import { check } from '../../support/check/index.ts';
import { addressOf, readServer, requireDiscerning } from '../../support/platforms/databases/index.ts';
import { judgeDatabaseIdentity } from './identity.judge.ts';

check({
  id: 'databases/identity',
  title: 'the server says that it is the database that the profile means',
  platform: 'databases',
  effect: 'read',
  severity: 'critical',
  first: true,
  why: 'A tunnel or a pooler that points to the wrong server gives one environment the data of another.',
  remedy: 'Correct the connection string, or what the tunnel or the pooler leads to.',
  subjects: ({ databases }) => databases,
  sends: { to: ['databases'], requests: 8 },
  async verify({ subject: database, read, count }) {
    await requireDiscerning(database, read);
    const server = await readServer(database, read);
    count('databases', 1);
    return judgeDatabaseIdentity(server, database, addressOf(database).database);
  },
});
