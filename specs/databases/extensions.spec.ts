import { check } from '../../support/check/index.ts';
import { requireRows } from '../../support/platforms/databases/index.ts';
import { absentExtensions, Extension, judgeExtensions } from './extensions.judge.ts';

const installed = 'select extname::text as name, extversion::text as version from pg_catalog.pg_extension order by 1';

check({
  id: 'databases/extensions',
  title: 'the database has the extensions that the code needs, each in its version',
  platform: 'databases',
  effect: 'read',
  severity: 'critical',
  why: 'A query that uses an extension fails where it is missing: in production, on the first search.',
  remedy: 'Install the extension by a migration, in every environment.',
  needs: ['platforms.databases.extensions'],
  subjects: ({ databases }) => databases.filter(({ extensions }) => extensions),
  sends: { to: ['databases'], requests: 8 },
  async verify({ subject: database, read, count }) {
    const { url, rows } = await requireRows({ database, statement: installed }, read);
    const found = rows.map((row) => Extension.parse(row));
    const absent = absentExtensions(found, database);
    count('extensions', Object.keys(database.extensions ?? {}).length - absent.length);
    if (absent.length > 0)
      count(`optional extensions not installed, so not verified (${absent.join(', ')})`, absent.length);
    return judgeExtensions(found, database, url);
  },
});
