import { check } from '../../support/check/index.ts';
import { judgeCleaned, migrationComparison } from '../../support/families/migration/index.ts';

check({
  id: 'migration/cleaned',
  title: 'documents that were moved away are gone from the source, where the plan says so',
  platform: 'migration',
  effect: 'read',
  severity: 'warning',
  why: 'What stays behind is changed there once more, and then there are two truths.',
  remedy: 'Remove what was moved from the source, after its export is kept.',
  subjects: (profile) => profile.migration && [profile],
  async verify({ subject: profile, read, count }) {
    const comparison = await read(migrationComparison, profile);
    count('tables to be cleaned', comparison.cleanedTables.length);
    return judgeCleaned(comparison);
  },
});
