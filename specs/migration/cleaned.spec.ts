import { check } from '../../support/check/index.ts';
import { judgeCleaned, migrationComparison } from '../../support/families/migration/index.ts';

check({
  id: 'migration/cleaned',
  title: 'migrated documents are gone from the source, in tables with `source: cleaned`',
  platform: 'migration',
  effect: 'read',
  severity: 'warning',
  why: 'A document that stays in the source may be edited there, and then two versions exist.',
  remedy: 'Keep an export of the source, then delete the migrated documents from it.',
  subjects: (profile) => [profile],
  sends: { to: ['convex'], bound: 'one for each page of documents of every table' },
  async verify({ subject: profile, read, count }) {
    const comparison = await read(migrationComparison, profile);
    count('tables to clean', comparison.cleanedTables.length);
    return judgeCleaned(comparison);
  },
});
