import { check } from '../../support/check/index.ts';
import { judgeReferences, migrationComparison } from '../../support/families/migration/index.ts';

check({
  id: 'migration/references',
  title: 'every reference to a document resolves in the target',
  platform: 'migration',
  effect: 'read',
  severity: 'critical',
  why: 'A broken reference causes an error on every page that follows it.',
  remedy: 'Migrate the referenced documents too: the pre-flight lists them before the migration.',
  subjects: (profile) => [profile],
  sends: { to: ['convex'], bound: 'one for each page of documents of every table' },
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
