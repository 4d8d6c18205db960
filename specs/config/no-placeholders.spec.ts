import { check } from '../../support/check/index.ts';
import { judgePlaceholder } from '../../support/families/config/index.ts';

check({
  id: 'config/no-placeholders',
  title: 'no placeholder is left where a real value belongs',
  platform: 'config',
  effect: 'offline',
  severity: 'critical',
  why: 'A placeholder has the form of a value, is synced like one, and fails only when it is used.',
  remedy: 'Put the real value into the cell.',
  subjects: (profile) => [profile.table],
  verify({ subject: table, count }) {
    const present = table.values.filter(({ setting }) => setting.isSet);
    count('values', present.length);
    return present.flatMap(judgePlaceholder);
  },
});
