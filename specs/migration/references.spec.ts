import { check } from '../../support/check/index.ts';
import { judgeReferences, migrationComparison } from '../../support/families/migration/index.ts';

check({
  id: 'migration/references',
  title: 'every reference to a document resolves in the target',
  platform: 'migration',
  effect: 'read',
  severity: 'critical',
  why: 'A reference that leads nowhere is an error on every page that follows it.',
  remedy: 'Move the documents that are referred to as well: the pre-flight names them before the move.',
  subjects: (profile) => profile.migration && [profile],
  async verify({ subject: profile, read, count }) {
    const comparison = await read(migrationComparison, profile);
    count('references followed', comparison.references);
    count(
      'documents of the target',
      comparison.tables.reduce((sum, { arrived }) => sum + arrived, 0),
    );
    return judgeReferences(comparison);
  },
});
