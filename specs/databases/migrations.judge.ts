import type { Finding } from '../../support/check/finding.ts';
import { NotApplicable } from '../../support/check/not-applicable.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import type { AppliedMigrations } from '../../support/platforms/databases/migrations/read-applied.ts';
import type {
  MigrationSource,
  RepositoryMigration,
} from '../../support/platforms/databases/migrations/read-repository.ts';
import type { FoundMigrations } from '../../support/platforms/databases/migrations/undeclared.ts';

/** The migrations of one tool, in the repository and in the database. */
export interface ComparedMigrations extends AppliedMigrations {
  source: Pick<MigrationSource, 'tool' | 'folder'>;
  repository: readonly RepositoryMigration[];
  /** "the database main of prod". */
  whose: string;
}

/** Whether what was applied is what is in the repository: pending, missing and changed ones are told apart. */
export function judgeMigrations(compared: ComparedMigrations): Finding[] {
  const { repository, applied } = compared;
  const noted = new Map(applied.map((each) => [each.id, each]));
  const known = new Set(repository.map(({ id }) => id));
  const pending = repository.filter(({ id }) => !noted.has(id));
  const missing = applied.filter(({ id }) => !known.has(id));
  const changed = repository.filter(({ id, hash }) => {
    const then = noted.get(id)?.hash;
    return hash !== undefined && then !== undefined && hash !== then;
  });
  return [
    ...pending.map((each) => pendingFinding(each, compared)),
    ...missing.map(({ id }) => ({
      what: `a migration was applied to ${compared.whose}, and the repository does not have it`,
      expected: `a migration ${id} in ${compared.source.folder.shown}`,
      received: `${id}, applied`,
      from: [compared.place, compared.source.folder.shown],
      remedy: 'Check out the commit that is deployed, or bring the migration back into the repository.',
    })),
    ...changed.map(({ id, file, hash }) => ({
      what: `a migration was changed after it was applied to ${compared.whose}`,
      expected: `SHA-256 ${noted.get(id)?.hash?.slice(0, 12)}…, as it was applied`,
      received: `SHA-256 ${hash?.slice(0, 12)}…`,
      from: [file, compared.place],
      remedy: 'Bring the file back as it was applied, and write a new migration for what is to change.',
    })),
  ];
}

/**
 * What is said of a database whose migrations the config does not name.
 * @throws NotApplicable where the repository has none
 * @throws NotVerified where it has some: nobody compares them
 */
export function judgeUndeclared(found: readonly FoundMigrations[]): never {
  if (found.length === 0) throw new NotApplicable('`platforms.databases.migrations` is not set');
  const named = found.map(({ tool, file, isRead }) => `${tool} (${file})${isRead ? '' : ', which is not understood'}`);
  throw new NotVerified(
    `the repository has migrations that nothing compares: ${named.join('; ')}`,
    'Name them in `platforms.databases.NAME.migrations`: drizzle, ecto, or sql with the table that notes what was applied.',
  );
}

function pendingFinding(
  { id, file }: RepositoryMigration,
  { repository, applied, place, whose, source }: ComparedMigrations,
): Finding {
  const position = repository.findIndex((each) => each.id === id);
  const later = new Set(repository.slice(position + 1).map((each) => each.id));
  const isOvertaken = applied.some((each) => later.has(each.id));
  return {
    what: `a migration of the repository is not applied to ${whose}`,
    expected: `${id}, applied`,
    received: isOvertaken ? 'pending, while a later one is applied' : 'pending',
    from: [file, place],
    remedy:
      isOvertaken && source.tool === 'drizzle'
        ? 'Generate it anew: drizzle-orm applies no migration that is older than the newest applied one.'
        : 'Apply the migrations before the code that needs them is deployed.',
  };
}
