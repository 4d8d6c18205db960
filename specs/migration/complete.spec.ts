import { check } from '../../support/check/index.ts';
import { judgeComplete, migrationComparison } from '../../support/families/migration/index.ts';

check({
  id: 'migration/complete',
  title: 'every document that the plan moves is in the target, and no other',
  platform: 'migration',
  effect: 'read',
  severity: 'critical',
  why: 'A document that was lost on the way is missed by whoever needs it, months later.',
  remedy: 'Move what is missing once more, from the export that was taken before the move.',
  subjects: (profile) => profile.migration && [profile],
  async verify({ subject: profile, read, count }) {
    const comparison = await read(migrationComparison, profile);
    count(
      'documents of the source',
      comparison.tables.reduce((sum, { planned }) => sum + planned, 0),
    );
    return judgeComplete(comparison);
  },
});
