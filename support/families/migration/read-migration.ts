import path from 'node:path';
import { NotApplicable } from '../../check/not-applicable.ts';
import { NotVerified } from '../../check/not-verified.ts';
import { named, type Profile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { redact } from '../../redaction/redact.ts';
import {
  DocumentsUnreadable,
  isWatched,
  openArchive,
  tellProgress,
  untilAborted,
  watched,
} from '../../snapshot/index.ts';
import { openDocuments } from '../isolation/index.ts';
import { compareMigration, type MigrationComparison } from './compare-migration.ts';
import { loadPlan, PlanMistake } from './plan.ts';
import { schemaOfPlan } from './plan-schema.ts';

/** Compares exports of the source with the target's export or live data, as set in `platforms.migration`. */
export const migrationComparison = defineReading({
  name: 'migration.comparison',
  effect: 'read',
  key: ({ environment, migration }: Profile) => JSON.stringify([environment, migration]),
  async read(profile, context): Promise<MigrationComparison> {
    const { migration, directory, environment } = profile;
    if (migration === undefined) throw new NotApplicable('`platforms.migration` is not set');
    if (migration.into !== environment)
      throw new NotApplicable(`\`platforms.migration.into\` is ${migration.into}, not ${environment}`);

    const tell = isWatched() ? tellProgress({ what: `migration to ${environment}`, write: toTerminal }) : undefined;
    const archive = async ({ snapshot }: { snapshot: string }) =>
      watched(untilAborted(await openArchive(path.resolve(directory, snapshot), snapshot), context.signal), tell);
    try {
      const file = path.resolve(directory, migration.plan);
      const plan = loadPlan(file, migration.plan);
      return await compareMigration(plan, {
        from: await archive(migration.from),
        to: migration.to
          ? await archive(migration.to)
          : watched(
              await openDocuments({ profile, convex: named(profile.backends, migration.backend) }, context),
              tell,
            ),
        after: migration.after && (await archive(migration.after)),
        schema: await schemaOfPlan(plan, file),
        progress: migration.progress && path.resolve(directory, migration.progress),
      });
    } catch (error) {
      if (error instanceof DocumentsUnreadable || error instanceof PlanMistake)
        throw new NotVerified(error.message, 'Correct `platforms.migration`, or the files that it names.');
      if (context.signal.aborted)
        throw new NotVerified(
          'the comparison did not finish within the deadline',
          migration.progress === undefined
            ? 'Name a folder in `platforms.migration.progress`, and the next run goes on there; or increase `limits.checkMs`; or run `npm run migration`, which has a deadline of one hour.'
            : 'Run it again: it goes on where it was cut off.',
        );

      throw error;
    }
  },
});

function toTerminal(line: string): void {
  process.stderr.write(`${redact(line)}\n`);
}
