import { check } from '../../support/check/index.ts';
import { judgeDuplicates } from '../../support/families/config/index.ts';

check({
  id: 'config/no-duplicate-keys',
  title: 'each KEY occurs once per TARGET',
  platform: 'config',
  effect: 'offline',
  severity: 'critical',
  why: 'One of two rows wins, and it is not always the one that was edited.',
  remedy: 'Remove all but one of the rows.',
  subjects: (profile) => [profile.table],
  verify({ subject: table, count }) {
    count('rows', table.values.length);
    return judgeDuplicates(table);
  },
});
