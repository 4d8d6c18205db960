import path from 'node:path';
import { NotApplicable } from '../../check/not-applicable.ts';
import { NotVerified } from '../../check/not-verified.ts';
import type { Profile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { DocumentsUnreadable, openArchive, untilAborted } from '../../snapshot/index.ts';
import { openDocuments } from '../isolation/index.ts';
import { compareMigration, type MigrationComparison } from './compare-migration.ts';
import { loadPlan, PlanMistake } from './plan.ts';

/** The migration that the profile names, compared: exports of the source against the target's export or its live data. */
export const migrationComparison = defineReading({
  name: 'migration.comparison',
  effect: 'read',
  key: ({ environment, migration }: Profile) => JSON.stringify([environment, migration]),
  async read(profile, context): Promise<MigrationComparison> {
    const { migration, directory, environment } = profile;
    if (migration === undefined) throw new NotApplicable('the profile names no migration');
    if (migration.into !== environment)
      throw new NotApplicable(`the data was moved into ${migration.into}, not into ${environment}`);
    const archive = async ({ snapshot }: { snapshot: string }) =>
      untilAborted(await openArchive(path.resolve(directory, snapshot), snapshot), context.signal);
    try {
      const plan = loadPlan(path.resolve(directory, migration.plan), migration.plan);
      return await compareMigration(plan, {
        from: await archive(migration.from),
        to: migration.to ? await archive(migration.to) : await openDocuments(profile, context),
        after: migration.after && (await archive(migration.after)),
      });
    } catch (error) {
      if (error instanceof DocumentsUnreadable || error instanceof PlanMistake)
        throw new NotVerified(error.message, 'Correct platforms.migration, or what it names.');
      if (context.signal.aborted)
        throw new NotVerified(
          'the migration was not compared to its end within the deadline',
          'Raise limits.checkMs, or run `npm run migration`, which has an hour.',
        );
      throw error;
    }
  },
});
