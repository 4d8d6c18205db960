import { check, NotApplicable } from '../../support/check/index.ts';
import { addressOf, databaseTls, requireDiscerning } from '../../support/platforms/databases/index.ts';
import { judgeDatabaseTls } from './tls.judge.ts';

check({
  id: 'databases/tls',
  title: 'the connection is encrypted, and the server’s certificate is verified',
  platform: 'databases',
  effect: 'read',
  severity: 'critical',
  why: 'Without a verified certificate, anyone between the application and the server can read the password and every row.',
  remedy: 'Switch TLS on at the server, and demand `sslmode=verify-full` in the connection string.',
  subjects(profile) {
    if (profile.class === 'development') throw new NotApplicable(`${profile.environment} is a development`);
    return profile.databases;
  },
  sends: { to: ['databases'], requests: 4 },
  async verify({ subject: database, read, count }) {
    addressOf(database);
    await requireDiscerning(database, read);
    count('connections', 1);
    return judgeDatabaseTls(await read(databaseTls, database), database);
  },
});
