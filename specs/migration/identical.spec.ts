import { check } from '../../support/check/index.ts';
import { judgeIdentical, migrationComparison } from '../../support/families/migration/index.ts';

check({
  id: 'migration/identical',
  title: 'documents that moved equal those of the source, field by field, apart from what the plan maps',
  platform: 'migration',
  effect: 'read',
  severity: 'critical',
  why: 'A move that changes a field changes what people entered, and nobody sees it happen.',
  remedy: 'Correct the fields from the export that was taken before the move, or name in the plan what may differ.',
  subjects: (profile) => profile.migration && [profile],
  async verify({ subject: profile, read, count }) {
    const comparison = await read(migrationComparison, profile);
    count(
      'documents compared',
      comparison.tables.reduce((sum, { compared }) => sum + compared, 0),
    );
    return judgeIdentical(comparison);
  },
});
