import { check } from '../../support/check/index.ts';
import { judgePlaceholder, requireSeen, unseenValues } from '../../support/families/config/index.ts';

check({
  id: 'config/no-placeholders',
  title: 'no placeholder is left in place of a real value',
  platform: 'config',
  effect: 'offline',
  severity: 'critical',
  why: 'A placeholder looks like a value, is synced like one, and fails only when it is used.',
  remedy: 'Put the real value into the cell.',
  subjects: (profile) => [profile],
  verify({ subject: { table, class: kind }, count }) {
    const present = table.values.filter(({ setting }) => setting.isSet);
    count('values', present.length);
    count('secrets not known here', unseenValues(table.values).secrets.length);
    const findings = present.flatMap((value) => judgePlaceholder(value, kind));
    if (findings.length === 0) requireSeen(table.values);
    return findings;
  },
});
