import { check } from '../../support/check/index.ts';
import { judgeComplete, migrationComparison } from '../../support/families/migration/index.ts';

check({
  id: 'migration/complete',
  title: 'the target has every document that the plan moves, and no other',
  platform: 'migration',
  effect: 'read',
  severity: 'critical',
  why: 'A document that is lost in a migration may be missed only months later.',
  remedy: 'Import the missing documents from the export that was taken before the migration.',
  subjects: (profile) => [profile],
  sends: { to: ['convex'], bound: 'one for each page of documents of every table' },
  async verify({ subject: profile, read, count }) {
    const comparison = await read(migrationComparison, profile);
    count(
      'documents of the source',
      comparison.tables.reduce((sum, { planned }) => sum + planned, 0),
    );
    if (comparison.unplanned.length > 0)
      count('tables of the source that the plan leaves out', comparison.unplanned.length);

    return judgeComplete(comparison);
  },
});
