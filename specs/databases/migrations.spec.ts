import { check } from '../../support/check/index.ts';
import { repositoryMigrations, requireAppliedMigrations } from '../../support/platforms/databases/index.ts';
import { judgeMigrations } from './migrations.judge.ts';

check({
  id: 'databases/migrations',
  title: 'the migrations that are applied are those of the repository',
  platform: 'databases',
  effect: 'read',
  severity: 'critical',
  why: 'Code that runs on the schema of another commit fails on its first query, or writes what nobody can read.',
  remedy: 'Apply the migrations of the commit that is deployed.',
  needs: ['platforms.databases.migrations'],
  subjects: ({ databases }) =>
    databases.flatMap((database) => (database.migrations ?? []).map((source) => ({ database, source }))),
  sends: { to: ['databases'], requests: 12 },
  async verify({ subject: { database, source }, read, count }) {
    const repository = await read(repositoryMigrations, source);
    const applied = await requireAppliedMigrations(database, source, read);
    count(`migrations (${source.tool})`, repository.length);
    const isUnhashed = source.tool === 'ecto' || (source.tool === 'sql' && source.hash === undefined);
    if (isUnhashed) count(`migrations of which the database keeps no hash (${source.tool})`, repository.length);
    return judgeMigrations({
      ...applied,
      source,
      repository,
      whose: `${database.called} of ${database.environment}`,
    });
  },
});
