import { check } from '../../support/check/index.ts';
import { judgeDuplicates } from '../../support/families/config/index.ts';

check({
  id: 'config/no-duplicate-keys',
  title: 'a KEY stands once per TARGET',
  platform: 'config',
  effect: 'offline',
  severity: 'critical',
  why: 'Of two rows one wins, and it is not always the one that was edited.',
  remedy: 'Remove all but one of the rows.',
  subjects: (profile) => [profile.table],
  verify({ subject: table, count }) {
    count('rows', table.values.length);
    return judgeDuplicates(table);
  },
});
