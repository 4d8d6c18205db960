import path from 'node:path';
import { check, NotApplicable } from '../../support/check/index.ts';
import {
  type DatabaseProfile,
  type MigrationSource,
  repositoryMigrations,
  requireAppliedMigrations,
  undeclaredMigrations,
} from '../../support/platforms/databases/index.ts';
import { judgeMigrations, judgeUndeclared } from './migrations.judge.ts';

/** Migrations that the config names, or the repository in which there may be others. */
type Subject = { database: DatabaseProfile } & ({ source: MigrationSource } | { repository: string });

check({
  id: 'databases/migrations',
  title: 'the migrations that are applied are those of the repository',
  platform: 'databases',
  effect: 'read',
  severity: 'critical',
  why: 'Code that runs on the schema of another commit fails on its first query, or writes what nobody can read.',
  remedy: 'Apply the migrations of the commit that is deployed.',
  subjects: ({ databases, delivery, directory }): Subject[] => {
    const declared = databases.flatMap((database) =>
      (database.migrations ?? []).map((source) => ({ database, source })),
    );
    if (declared.length > 0) return declared;
    // Migrations that the config does not name are in the repository all the same.
    const repository = delivery && path.resolve(directory, delivery.repository);
    const [database] = databases;
    if (repository === undefined || !database) throw new NotApplicable('`platforms.databases.migrations` is not set');
    return [{ database, repository }];
  },
  sends: { to: ['databases'], requests: 12 },
  async verify({ subject, read, count }) {
    if ('repository' in subject) return judgeUndeclared(await read(undeclaredMigrations, subject.repository));
    const { database, source } = subject;
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
