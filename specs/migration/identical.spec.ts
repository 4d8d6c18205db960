import { check } from '../../support/check/index.ts';
import { judgeIdentical, migrationComparison } from '../../support/families/migration/index.ts';

check({
  id: 'migration/identical',
  title: 'migrated documents equal those of the source in every field that the plan does not map',
  platform: 'migration',
  effect: 'read',
  severity: 'critical',
  why: 'A migration that changes a field silently changes the data that people entered.',
  remedy:
    'Restore the fields from the export that was taken before the migration, or add them to `ignore` in the plan.',
  subjects: (profile) => [profile],
  sends: { to: ['convex'], bound: 'one for each page of documents of every table' },
  async verify({ subject: profile, read, count }) {
    const comparison = await read(migrationComparison, profile);
    count(
      'documents compared',
      comparison.tables.reduce((sum, { compared }) => sum + compared, 0),
    );

    return judgeIdentical(comparison);
  },
});
